"""Need research reaches a plan: a suggestion in words, a value that a person sets."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.access import Denied, key
from programs.models import CourseValue
from programs.operations import need as operations
from programs.queries import need as queries
from surveys.choices import About, Purpose
from surveys.models import Answer, Inquiry, Sheet
from tests.factories.programs import PlanFactory, catalogue
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def plan(cast):
    return PlanFactory(organisation=cast.city, state="published")


@pytest.fixture
def inquiry(cast, c):
    """Five want theory very much, and one of its courses hardly at all."""
    sheet = QuestionnaireFactory(organisation=cast.city, purpose=Purpose.NEED)
    ask = [QuestionFactory(questionnaire=sheet, about=a) for a in (About.CATEGORY, About.COURSE)]
    found = Inquiry.objects.create(
        organisation=cast.city,
        questionnaire=sheet,
        name="调研",
        state="closed",
        due_on=timezone.localdate() + timedelta(1),
    )
    for _ in range(5):
        one = Sheet.objects.create(
            organisation=cast.city, questionnaire=sheet, target=key(found), party="people"
        )
        Answer.objects.create(sheet=one, question=ask[0], subject=key(c.theory), value=5)
        Answer.objects.create(sheet=one, question=ask[1], subject=key(c.theory_b), value=2)
    return found


def test_what_was_said_of_the_course_itself_wins_over_its_category(cast, c, plan, inquiry):
    found = {row.course: row for row in queries.valued(cast.zhou, plan, inquiry)}
    assert (found[c.theory_a].suggested, found[c.theory_b].suggested) == (10.0, 2.5)
    assert (found[c.skill_a].suggested, found[c.skill_a].why) == (None, "")
    assert "5" in found[c.theory_a].why


def test_nothing_counts_until_a_person_sets_it(cast, as_, c, plan, inquiry):
    assert queries.course_values(cast.zhou, plan) == {}
    page, address = as_(cast.zhou), f"/programs/plans/{plan.pk}/values/"
    assert page.get(f"{address}?inquiry={inquiry.pk}").status_code == 200
    page.post(address, {"inquiry": inquiry.pk, f"value_{c.theory_a.pk}": "9.5"})
    assert queries.course_values(cast.zhou, plan) == {c.theory_a.pk: 9.5}
    set_ = CourseValue.objects.get()
    assert (set_.member, bool(set_.reason)) == (cast.zhou.member, True)
    page.post(address, {f"value_{c.theory_a.pk}": ""})
    assert queries.course_values(cast.zhou, plan) == {}


@pytest.mark.parametrize("value", ["-0.1", "10.1"])
def test_a_value_outside_the_scale_is_refused(cast, c, plan, value):
    with pytest.raises(operations.ValueOutOfRange):
        operations.set_course_values(
            actor=cast.zhou, plan=plan, values=[(c.theory_a, Decimal(value), "")]
        )


@pytest.mark.parametrize("who", ["li", "chen", "he", "stranger"])
def test_who_does_not_set_values(cast, c, plan, who):
    with pytest.raises(Denied):
        operations.set_course_values(actor=getattr(cast, who), plan=plan, values=[])
