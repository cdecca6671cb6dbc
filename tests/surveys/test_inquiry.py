"""Need research: who is asked, answering once, and results that give nobody away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.models import Notice, Trainee, WorkItem
from core.flow import WrongState
from surveys import operations
from surveys.choices import About, Audience, Kind, Purpose
from surveys.models import Asked, Inquiry, Sheet
from surveys.queries import inquiry as queries
from surveys.queries import ratings, results
from tests.factories.accounts import CodeFactory, TraineeFactory, acting, actor
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes(cast):
    code = {"organisation": cast.city, "kind": CodeKind.CATEGORY}
    return [CodeFactory(**code, name=name) for name in ("理论教育", "业务能力")]


@pytest.fixture
def inquiry(cast, themes):
    sheet = QuestionnaireFactory(organisation=cast.city, purpose=Purpose.NEED)
    QuestionFactory(questionnaire=sheet, about=About.CATEGORY, block="类别", text="是否需要")
    pairs = [["面授", "In class"], ["在线", "Online"], ["混合", "Blended"]]
    QuestionFactory(questionnaire=sheet, kind=Kind.MULTI, options=pairs, text="形式", block="形式")
    row = Inquiry(organisation=cast.city, questionnaire=sheet, name="需求调研")
    row.due_on = timezone.localdate() + timedelta(14)
    return operations.save_inquiry(actor=cast.zhou, inquiry=row)


def people(organisation, count):
    """So many trainees with an account, and their actors."""
    found = []
    for _ in range(count):
        who = actor(organisation, Role.TRAINEE)
        TraineeFactory(organisation=organisation, user=who.user)
        found.append(who)
    return found


def values(who, inquiry, points):
    """A point for each category, and two of the three forms."""
    items = [item for part in queries.pages(who, inquiry) for item in part.items]
    scale = [item for item in items if item.subject]
    found = {item.name: point for item, point in zip(scale, points, strict=True)}
    return found | {item.name: [0, 2] for item in items if not item.subject}


def answer(who, inquiry, points):
    asked = queries.asked_by_link(who, inquiry.token)
    filled = values(who, inquiry, points)
    operations.save_draft(actor=who, asked=asked, values=filled)
    return operations.send(actor=who, asked=asked)


def test_everybody_with_an_account_below_is_asked_once(cast, inquiry):
    north, south = people(cast.north, 3), people(cast.south, 2)
    people(cast.foreign, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    asked = set(Asked.objects.values_list("user", flat=True))
    assert asked == {who.user.pk for who in north + south}
    assert WorkItem.objects.filter(verb="answer", closed_at=None).count() == 5
    with pytest.raises(WrongState):
        operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)


def test_the_audience_follows_unit_and_level(cast, inquiry):
    level = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL)
    [one, _other] = people(cast.north, 2)
    people(cast.south, 1)
    Trainee.objects.filter(user=one.user).update(level=level)
    operations.save_inquiry(actor=cast.zhou, inquiry=inquiry, units=[cast.north])
    assert len(queries.targets(cast.zhou, inquiry)) == 2
    operations.save_inquiry(actor=cast.zhou, inquiry=inquiry, levels=[level])
    assert [one.level for one in queries.targets(cast.zhou, inquiry)] == [level.pk]
    inquiry.audience = Audience.UNITS
    operations.save_inquiry(actor=cast.zhou, inquiry=inquiry, units=[])
    assert {one.unit for one in queries.targets(cast.zhou, inquiry)} == {
        cast.north.pk,
        cast.south.pk,
    }


def test_an_empty_audience_is_refused(cast, inquiry):
    with pytest.raises(operations.NobodyToAsk):
        operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)


def test_who_was_not_asked_finds_nothing_behind_the_link(cast, as_, inquiry):
    [who] = people(cast.north, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    address = f"/surveys/answer/{inquiry.token}/"
    assert as_(cast.stranger).get(address).status_code == 404
    assert as_(cast.wang).get(address).status_code == 404
    assert as_(who).get(address).status_code == 200


def test_answering_on_the_page_keeps_the_draft_and_counts_once(cast, as_, inquiry):
    [who] = people(cast.north, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    page, address = as_(who), f"/surveys/answer/{inquiry.token}/"
    first, second = queries.pages(who, inquiry)
    wrong = page.post(address, {"part": 1, first.items[0].name: 4})
    assert wrong.status_code == 422
    kept = Asked.objects.get().draft["values"]
    assert kept[first.items[0].name] == 4
    page.post(address, {"part": 1} | {item.name: 4 for item in first.items})
    page.post(address, {"part": 2, second.items[0].name: ["0", "2"]})
    review = page.get(address)
    assert review.status_code == 200
    assert "面授" in review.content.decode()
    sent = [page.post(f"{address}send/").headers["Location"] for _ in range(2)]
    assert sent == [f"{address}done/"] * 2
    assert (Sheet.objects.count(), Asked.objects.get().draft) == (1, {})
    assert not WorkItem.objects.filter(verb="answer", closed_at=None).exists()


def test_no_answer_leads_to_a_person(cast, inquiry):
    [who] = people(cast.north, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    answer(who, inquiry, [5, 1])
    sheet = Sheet.objects.get()
    assert (sheet.organisation, sheet.sent_on, sheet.unit) == (cast.city, None, cast.north)
    assert not list(Asked.objects.visible_to(cast.he))


def test_groups_that_are_too_small_are_hidden_and_cannot_be_worked_out(cast, inquiry):
    north, south = people(cast.north, 6), people(cast.south, 2)
    school = people(cast.school, 7)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    for who in north + south + school:
        answer(who, inquiry, [4, 2])
    cross = queries.cross(cast.zhou, inquiry, "unit")
    _label, cells = cross.rows[0]
    by_group = dict(zip(cross.groups, cells, strict=True))
    assert by_group[cast.south.label].mean is None  # two answers
    assert by_group[cast.north.label].mean is None  # else the two could be had from the whole
    assert by_group[cast.school.label].mean == 4


def test_ticks_are_counted_answer_by_answer(cast, inquiry):
    some = people(cast.north, 5)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    for who in some:
        answer(who, inquiry, [3, 3])
    report = results(cast.zhou, inquiry, Purpose.NEED)
    [ticks] = [row for row in report.rows if row.question.kind == Kind.MULTI]
    assert (ticks.n, ticks.counts) == (5, (5, 0, 5))


def test_a_tick_that_is_not_offered_is_refused(cast, inquiry):
    [who] = people(cast.north, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    asked = queries.asked_by_link(who, inquiry.token)
    filled = values(who, inquiry, [3, 3])
    name = next(name for name, value in filled.items() if value == [0, 2])
    operations.save_draft(actor=who, asked=asked, values=filled | {name: [0, 99]})
    with pytest.raises(operations.OutOfRange):
        operations.send(actor=who, asked=asked)


def test_reminding_tells_only_those_who_have_not_answered_and_once_a_day(cast, inquiry):
    one, other = people(cast.north, 2)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    answer(one, inquiry, [3, 3])
    operations.remind(actor=cast.zhou, inquiry=inquiry)
    operations.remind(actor=cast.zhou, inquiry=inquiry)
    assert list(Notice.objects.values_list("user", flat=True)) == [other.user.pk]


def test_after_the_end_nothing_is_answered_and_drafts_are_gone(cast, inquiry):
    [who] = people(cast.north, 1)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    asked = queries.asked_by_link(who, inquiry.token)
    operations.save_draft(actor=who, asked=asked, values={"q1": 3})
    operations.close_inquiry(actor=cast.zhou, inquiry=inquiry)
    asked = queries.asked_by_link(who, inquiry.token)
    assert asked.draft == {}
    with pytest.raises(Denied):
        operations.send(actor=who, asked=asked)


@pytest.mark.parametrize("who", ["li", "viewer", "stranger", "chen"])
def test_who_does_not_send_out_the_departments_research(cast, inquiry, who):
    with pytest.raises(Denied):
        operations.open_inquiry(actor=getattr(cast, who), inquiry=inquiry)


def test_a_questionnaire_is_built_page_by_page(cast, as_):
    page = as_(cast.zhou)
    head = {"name": "2027 需求调研", "purpose": "need", "min_answers": 5, "anonymous": "on"}
    made = page.post("/surveys/new/", head | {"active": "on"})
    address = made.headers["Location"].removesuffix("edit/")
    ask = {"block": "总体", "text": "最需要的形式", "kind": "multi", "about": "whole"}
    assert page.post(f"{address}questions/new/", ask).status_code == 200  # no answers to choose
    page.post(f"{address}questions/new/", ask | {"choices": "面授 | In class\n在线"})
    page.post(f"{address}questions/new/", ask | {"kind": "text", "text": "其他"})
    first = QuestionnaireFactory._meta.model.objects.get(name=head["name"]).questions.first()
    assert first.options == [["面授", "In class"], ["在线", ""]]
    page.post(f"{address}questions/{first.pk}/move/", {"move": "down"})
    page.post(f"{address}questions/{first.pk}/move/", {"move": "out"})
    shown = page.get(f"{address}edit/").content.decode()
    assert ("其他" in shown, "最需要的形式" in shown) == (True, False)


def test_the_pages_of_a_research_from_draft_to_results(cast, as_, inquiry):
    some = people(cast.north, 5)
    page, address = as_(cast.zhou), f"/surveys/needs/{inquiry.pk}/"
    assert page.get("/surveys/needs/").status_code == 200
    assert page.get("/surveys/needs/new/").status_code == 200
    assert page.get(f"{address}edit/").status_code == 200
    assert page.get(address).context["reach"] == 5
    page.post(f"{address}move/", {"move": "open"})
    assert page.get(f"{address}code.svg").headers["Content-Type"] == "image/svg+xml"
    for who in some:
        answer(who, inquiry, [5, 2])
    assert page.get(address).context["early"]
    page.post(f"{address}move/", {"move": "close"})
    for by in ("all", "unit", "level"):
        assert page.get(f"{address}?by={by}").status_code == 200
    assert page.get(address).context["charts"][0].series[0].values == [5.0, 2.0]
    assert acting(some[0].user, cast.north, Role.MANAGER)
    assert as_(some[0]).get("/surveys/answer/").status_code == 200


def test_how_much_a_course_is_needed_is_no_rating_of_it(cast, inquiry):
    some = people(cast.north, 5)
    operations.open_inquiry(actor=cast.zhou, inquiry=inquiry)
    for who in some:
        answer(who, inquiry, [5, 5])
    subjects = [one.key for one in queries.subjects(cast.zhou, inquiry)]
    assert ratings(cast.zhou, subjects) == {}
