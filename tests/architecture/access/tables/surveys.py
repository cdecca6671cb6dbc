"""Questionnaires and need research."""

from datetime import timedelta

from django.utils import timezone

from surveys import operations
from surveys.choices import Purpose
from surveys.models import Inquiry
from tests.architecture.access.words import (
    ALL_KEEPERS,
    DEPARTMENT,
    EVERYBODY,
    STAFF,
    page,
    post,
    read,
    who,
)
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory


def furnish(side):
    side.questionnaire = QuestionnaireFactory(organisation=side.city)
    side.question = QuestionFactory(questionnaire=side.questionnaire)
    side.inquiry = operations.open_inquiry(actor=side.zhou, inquiry=research(side, "需求调研"))
    side.sketch_inquiry = research(side, "下年调研")
    side.asked_token = side.inquiry.token


def research(side, name) -> Inquiry:
    """A need research of the department, not sent out yet."""
    sheet = QuestionnaireFactory(organisation=side.city, purpose=Purpose.NEED)
    QuestionFactory(questionnaire=sheet)
    due_on = timezone.localdate() + timedelta(days=14)
    row = Inquiry(organisation=side.city, questionnaire=sheet, name=name, due_on=due_on)
    return operations.save_inquiry(actor=side.zhou, inquiry=row)


ASKING = STAFF - who("enterprise_manager")
WRITERS = who("department_manager administrator")
THINGS = {
    "questionnaire": STAFF,
    "inquiry": DEPARTMENT,
    "sketch_inquiry": DEPARTMENT,
}
ASKED = {"refusal": "404", "token": "asked_token"}
ROUTES = {
    "surveys:questionnaire_list": read(STAFF),
    "surveys:questionnaire": read(on="questionnaire", gate=STAFF),
    "surveys:questionnaire_copy": post(ALL_KEEPERS, on="questionnaire", gate=STAFF),
    "surveys:questionnaire_switch": post(WRITERS, on="questionnaire", gate=STAFF),
    "surveys:questionnaire_new": page(ALL_KEEPERS),
    "surveys:questionnaire_edit": page(WRITERS, on="questionnaire", gate=STAFF),
    "surveys:question_new": page(WRITERS, on="questionnaire", gate=STAFF),
    "surveys:question_edit": page(WRITERS, on="questionnaire", question="question", gate=STAFF),
    "surveys:question_move": post(WRITERS, on="questionnaire", question="question", gate=STAFF),
    "surveys:inquiry_list": read(ASKING),
    "surveys:inquiry_new": page(ALL_KEEPERS & ASKING),
    "surveys:inquiry": read(on="inquiry", gate=ASKING),
    "surveys:inquiry_edit": page(WRITERS, on="sketch_inquiry", gate=ASKING),
    "surveys:inquiry_move": post(WRITERS, on="inquiry", gate=ASKING, data={"move": "remind"}),
    "surveys:inquiry_code": read(on="inquiry", gate=ASKING),
    "surveys:answer_list": read(EVERYBODY),
    "surveys:answer": page(who("trainee"), keeps=True, **ASKED),
    "surveys:answer_send": post(who("trainee"), **ASKED),
    "surveys:answer_done": read(who("trainee"), **ASKED),
}
