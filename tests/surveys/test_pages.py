from django.urls import reverse

from surveys.models import Questionnaire
from tests.factories.accounts import actor
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


def test_the_list_takes_the_same_statements_for_one_and_three(
    cast, as_, django_assert_num_queries, django_assert_max_num_queries
):
    QuestionFactory(questionnaire=QuestionnaireFactory(organisation=cast.city))
    client = as_(cast.li)
    client.get(page("questionnaire_list"))
    with django_assert_max_num_queries(40) as one:
        client.get(page("questionnaire_list"))
    for _n in range(2):
        QuestionFactory(questionnaire=QuestionnaireFactory(organisation=cast.city))
    with django_assert_num_queries(len(one)):
        answer = client.get(page("questionnaire_list"))
    assert answer.context["table"].count == 3


def test_the_page_previews_and_a_copy_opens_it_for_change(cast, as_):
    question = QuestionFactory(questionnaire=QuestionnaireFactory(organisation=cast.city))
    client = as_(cast.he)
    seen = client.get(page("questionnaire", question.questionnaire_id)).content.decode()
    assert question.text in seen
    client.post(page("questionnaire_copy", question.questionnaire_id))
    copy = Questionnaire.objects.get(organisation=cast.school)
    client.post(page("questionnaire_switch", copy.pk), {"active": "1"})
    copy.refresh_from_db()
    assert copy.active is True


def test_others_find_nothing(cast, as_):
    questionnaire = QuestionnaireFactory(organisation=cast.city)
    client = as_(cast.stranger)
    assert client.get(page("questionnaire", questionnaire.pk)).status_code == 404
    assert client.post(page("questionnaire_copy", questionnaire.pk)).status_code == 404
    client = as_(actor(cast.north, "trainee"))
    assert client.get(page("questionnaire_list")).status_code == 403


def test_a_steward_edits_it_in_the_administration_until_it_was_answered(cast, as_):
    own = QuestionnaireFactory(organisation=cast.north)
    QuestionFactory(questionnaire=own)
    url = reverse("admin:surveys_questionnaire_change", args=[own.pk])
    answer = as_(cast.steward).get(url)
    assert (answer.status_code, b'name="_save"' in answer.content) == (200, True)
    own.sheets.create(organisation=cast.north, target="x:1", party="unit")
    assert b'name="_save"' not in as_(cast.steward).get(url).content
