import pytest

from accounts.access import Denied
from surveys import operations, queries
from surveys.models import Sheet
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory


@pytest.fixture
def standard(cast):
    questionnaire = QuestionnaireFactory(organisation=cast.city)
    QuestionFactory(questionnaire=questionnaire, text="达到预期")
    return questionnaire


def test_a_copy_belongs_to_the_actor_and_is_not_in_use(cast, standard):
    copy = operations.copy_questionnaire(actor=cast.he, questionnaire=standard)
    assert (copy.organisation, copy.active, copy.purpose) == (
        cast.school,
        False,
        standard.purpose,
    )
    assert [q.text for q in copy.questions.all()] == ["达到预期"]


def test_questions_are_replaced_until_the_first_answer(cast, standard):
    copy = operations.copy_questionnaire(actor=cast.he, questionnaire=standard)
    new = [QuestionFactory.build(questionnaire=None, text=text) for text in ("甲", "乙")]
    operations.save_questionnaire(actor=cast.he, questionnaire=copy, questions=new)
    assert [q.text for q in copy.questions.all()] == ["甲", "乙"]
    Sheet.objects.create(organisation=cast.school, questionnaire=copy, target="x:1", party="unit")
    with pytest.raises(Denied):
        operations.save_questionnaire(actor=cast.he, questionnaire=copy, questions=[])
    assert copy.questions.count() == 2


def test_only_its_own_keepers_change_or_switch_a_questionnaire(cast, standard):
    for actor in (cast.li, cast.he, cast.viewer, cast.stranger):
        with pytest.raises(Denied):
            operations.set_in_use(actor=actor, questionnaire=standard, active=False)
        with pytest.raises(Denied):
            operations.save_questionnaire(actor=actor, questionnaire=standard)
    operations.set_in_use(actor=cast.zhou, questionnaire=standard, active=False)
    assert queries.standard(cast.li, standard.purpose) is None


def test_a_stranger_neither_sees_nor_answers_it(cast, standard):
    assert list(queries.questionnaires(cast.stranger)) == []
    assert list(queries.questionnaires(cast.li)) == [standard]
