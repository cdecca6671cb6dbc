"""Questionnaires."""

from tests.architecture.access.words import ALL_KEEPERS, STAFF, post, read, who
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory


def furnish(side):
    side.questionnaire = QuestionnaireFactory(organisation=side.city)
    side.question = QuestionFactory(questionnaire=side.questionnaire)


THINGS = {"questionnaire": STAFF}
WRITERS = who("department_manager administrator")
ROUTES = {
    "surveys:questionnaire_list": read(STAFF),
    "surveys:questionnaire": read(on="questionnaire", gate=STAFF),
    "surveys:questionnaire_copy": post(ALL_KEEPERS, on="questionnaire", gate=STAFF),
    "surveys:questionnaire_switch": post(WRITERS, on="questionnaire", gate=STAFF),
}
