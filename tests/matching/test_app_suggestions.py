"""Suggestions: reasons from the model, hard conditions, decisions by people, tenancy, pages."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Denied
from accounts.choices import Role
from accounts.models import AuditEntry, Trainee, WorkItem
from matching import operations
from matching.choices import Decision
from matching.engine.features import table
from matching.facts import SCHEMA
from matching.models import Choice, Model
from matching.queries import history, ranking, suggestions
from programs.choices import EnrolmentState
from programs.models import Enrolment
from tests.factories.accounts import acting, actor
from tests.factories.matching import FITS, ProgramFactory, someone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("area", FITS)
def test_the_theme_that_did_such_people_good_comes_first(cast, tables, model, programs, area):
    board = suggestions.board(cast.li, someone(cast, tables, area))

    first = board.suggestions[0]
    assert first.program == programs[FITS[area]]
    assert first.level == 3
    assert first.because[0].field == "area"
    assert all(tick.met for tick in first.ticks)


def test_without_its_strongest_reason_the_score_moves_as_the_reason_says(
    cast, tables, model, programs
):
    """The field is taken away by giving the person everybody else's values in turn."""
    usual = table(SCHEMA, history.history(cast.zhou, cast.city).records[:100])
    agreed = []
    for one in Trainee.objects.filter(organisation=cast.north).select_related("organisation")[:7]:
        desk = suggestions.Desk(cast.li, one, timezone.localdate())
        for program in programs.values():
            found = desk.suggestion(program, None)
            reason = max(found.because + found.against, key=lambda r: abs(r.weight))
            others = desk.x.take(np.zeros(len(usual), dtype=int))
            others.columns[reason.field] = usual.columns[reason.field]
            column = desk.source.matcher.classes.index(program.theme.code)
            without = desk.source.matcher.scores(others)[:, column].mean()
            agreed.append((found.score > without) == (reason.weight > 0))
    assert np.mean(agreed) >= 0.95


def test_the_data_behind_a_reason_are_counts_of_the_past(cast, tables, model, programs):
    first = suggestions.board(cast.li, someone(cast, tables)).suggestions[0]
    results, good = model.evidence["market"]["area"]["sales"]

    assert results == good >= 10
    assert f"{results}" in first.because[0].data
    assert "100 %" in first.because[0].data


def test_hard_conditions_are_stronger_than_any_score(cast, tables, model, programs):
    one = someone(cast, tables)
    market = programs["market"]

    def text():
        board = suggestions.board(cast.li, one)
        assert market not in [s.program for s in board.suggestions]
        return next(p.text for p in board.passed if p.program == market)

    market.levels.set([tables.levels["head"]])
    assert text() == "培训对象为其他级别"
    market.levels.clear()
    type(market).objects.filter(pk=market.pk).update(taken=30)
    assert text() == "名额已满"
    type(market).objects.filter(pk=market.pk).update(taken=0)
    other = ProgramFactory(
        organisation=cast.north, theme=tables.themes["safety"], starts_on=market.starts_on
    )
    place = Enrolment.objects.create(organisation=cast.north, program=other, trainee=one)
    assert text() == "同期已有其他培训班"
    type(other).objects.filter(pk=other.pk).update(
        starts_on=market.starts_on - timedelta(days=90),
        ends_on=market.starts_on - timedelta(days=88),
        theme=market.theme,
    )
    assert text() == "12 个月内已参加同主题培训"
    Enrolment.objects.filter(pk=place.pk).update(program=market)
    assert text() == "已报名。"


def test_without_a_model_the_rules_order_and_say_so(cast, tables, programs, as_):
    one = someone(cast, tables)
    programs["digital"].levels.set([tables.levels["deputy"]])

    board = suggestions.board(cast.li, one)

    assert board.source.by_rules
    assert board.suggestions[0].program == programs["digital"]
    assert {s.level for s in board.suggestions} == {0}
    page = as_(cast.li).get(reverse("matching:trainee", args=[one.pk])).content.decode()
    assert "按规则推荐" in page
    assert "很合适" not in page


def test_of_somebody_unknown_the_model_says_nothing(cast, tables, model, programs):
    one = someone(cast, tables, born_on=None, preferences=[])
    Trainee.objects.filter(pk=one.pk).update(area=None, level=None)

    board = suggestions.board(cast.li, Trainee.objects.get(pk=one.pk))

    assert board.suggestions == []
    assert "档案信息太少" in board.abstains


def test_a_model_that_was_tampered_with_is_refused_on_the_page(cast, tables, model, programs, as_):
    one = someone(cast, tables)
    content = bytes(Model.objects.get(pk=model.pk).content)
    Model.objects.filter(pk=model.pk).update(content=content[:200] + b"\0" + content[201:])

    page = as_(cast.li).get(reverse("matching:trainee", args=[one.pk]))

    assert page.status_code == 200
    assert "未通过签名校验" in page.content.decode()
    assert "按规则" in page.content.decode()
    card = as_(cast.zhou).get(reverse("matching:model", args=[model.pk]))
    assert "未通过签名校验" in card.content.decode()


def test_a_manager_of_the_owner_takes_up_and_the_person_has_a_place(
    cast, tables, model, programs, as_
):
    one = someone(cast, tables)
    url = reverse("matching:trainee_accept", args=[one.pk, programs["market"].pk])

    assert as_(cast.li).get(url).status_code == 405
    as_(cast.li).post(url)

    place = Enrolment.objects.get(trainee=one)
    assert (place.state, place.named_by) == (EnrolmentState.NOMINATED, cast.li.member)
    choice = Choice.objects.get()
    assert (choice.decision, choice.model, choice.rank) == (Decision.ACCEPT, model, 1)
    assert (choice.band, choice.member) == ("very_suitable", cast.li.member)
    assert AuditEntry.objects.filter(action="matching.accept", member=cast.li.member).exists()
    assert AuditEntry.objects.filter(action="programs.name_trainees").exists()


def test_for_a_programme_of_the_department_its_manager_is_asked(cast, tables, model, as_):
    one = someone(cast, tables)
    program = ProgramFactory(organisation=cast.city, theme=tables.themes["market"])
    url = reverse("matching:trainee_accept", args=[one.pk, program.pk])

    as_(cast.li).post(url)

    assert not Enrolment.objects.filter(trainee=one).exists()
    item = WorkItem.objects.get(verb="name_suggested")
    assert (item.organisation, item.role) == (cast.city, Role.MANAGER)
    as_(cast.zhou).post(url)
    assert Enrolment.objects.get(trainee=one).named_by == cast.zhou.member
    item.refresh_from_db()
    assert item.closed_by == cast.zhou.member


def test_what_was_found_unsuitable_is_kept_with_its_reason_and_not_suggested_again(
    cast, tables, model, programs, as_
):
    one = someone(cast, tables)
    url = reverse("matching:trainee_decline", args=[one.pk, programs["market"].pk])

    wrong = as_(cast.li).post(url, {"reason": ""})
    as_(cast.li).post(url, {"reason": "known", "text": "去年刚讲过这门课"})

    assert wrong.status_code == 200
    choice = Choice.objects.get()
    assert (choice.reason, choice.text) == ("known", "去年刚讲过这门课")
    board = suggestions.board(cast.li, one)
    assert programs["market"] not in [s.program for s in board.suggestions]
    entry = AuditEntry.objects.get(action="matching.decline")
    assert entry.reason == "known"


def test_a_trainee_sees_his_own_page_and_may_ask_for_a_person(cast, tables, model, programs, as_):
    one, other = someone(cast, tables), someone(cast, tables)
    me = actor(cast.north, Role.TRAINEE, "本人")
    Trainee.objects.filter(pk=one.pk).update(user=me.user)
    client = as_(me)

    page = client.get(reverse("matching:own"), follow=True)

    assert page.status_code == 200
    assert programs["market"].label in page.content.decode()
    assert "采纳</button>" not in page.content.decode()
    assert client.get(reverse("matching:trainee", args=[other.pk])).status_code == 404
    about = [one.pk, programs["market"].pk]
    assert client.post(reverse("matching:trainee_accept", args=about)).status_code == 302
    assert not Enrolment.objects.filter(trainee=one).exists()
    for _twice in range(2):
        client.post(reverse("matching:trainee_review", args=about))
    item = WorkItem.objects.get(verb="review_suggestion")
    assert (item.organisation, item.closed_at) == (cast.city, None)
    as_(cast.zhou).post(reverse("matching:trainee_decline", args=about), {"reason": "level"})
    item.refresh_from_db()
    assert item.closed_by == cast.zhou.member


def test_nobody_decides_for_people_of_others(cast, tables, model, programs):
    one = someone(cast, tables)
    for who in (cast.wang, cast.he, cast.viewer, cast.stranger):
        for operation in (operations.accept, operations.ask_review):
            with pytest.raises(Denied):
                operation(actor=who, trainee=one, program=programs["market"])
        with pytest.raises(Denied):
            operations.decline(actor=who, trainee=one, program=programs["market"], reason="known")


PAGES = ("trainee", "trainee_panel", "trainee_accept", "trainee_decline", "trainee_review")


@pytest.mark.parametrize("name", PAGES)
def test_foreign_people_are_not_found(cast, tables, model, programs, as_, name):
    one = someone(cast, tables)
    args = [one.pk] if name in PAGES[:2] else [one.pk, programs["market"].pk]
    for who in (cast.stranger, cast.wang):
        client = as_(who)
        ask = client.post if name in ("trainee_accept", "trainee_review") else client.get
        assert ask(reverse(f"matching:{name}", args=args)).status_code == 404


def test_a_foreign_model_is_not_found_and_the_own_one_is_shown_below(cast, model, as_):
    url = reverse("matching:model", args=[model.pk])

    assert as_(cast.stranger).get(url).status_code == 404
    assert (
        as_(cast.stranger).post(reverse("matching:model_stop", args=[model.pk])).status_code == 404
    )
    page = as_(cast.li).get(url).content.decode()
    assert "更换规则" in page
    assert "重新启用" not in page
    assert as_(cast.li).get(reverse("matching:model_list")).status_code == 403
    assert as_(cast.zhou).get(reverse("matching:model_list")).status_code == 200


def test_own_trainees_are_ranked_for_a_programme_and_nobody_elses(
    cast, tables, model, programs, as_
):
    fits = someone(cast, tables, "sales", name="甲适合")
    someone(cast, tables, "sales", organisation=cast.south, name="乙外单位")

    found = ranking.people(cast.li, programs["market"])

    assert len(found.rows) == ranking.SHOWN
    assert {row.trainee.area.code for row in found.rows} == {"sales"}
    assert {row.trainee.organisation for row in found.rows} == {cast.north}
    page = as_(cast.li).get(reverse("matching:program", args=[programs["market"].pk]))
    assert page.status_code == 200
    assert "乙外单位" not in page.content.decode()
    assert as_(cast.stranger).get(page.request["PATH_INFO"]).status_code == 404
    assert fits.pk


def statements(client, url, **headers):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url, **headers).status_code == 200
    return len(found)


def test_pages_take_as_many_statements_for_one_row_as_for_many(cast, tables, model, programs, as_):
    one = someone(cast, tables)
    client = as_(cast.li)
    urls = [
        reverse("matching:trainee", args=[one.pk]),
        reverse("matching:program", args=[programs["market"].pk]),
    ]
    for url in urls:
        client.get(url)
    before = [statements(client, url) for url in urls]
    for place in range(3):
        more = ProgramFactory(organisation=cast.north, theme=tables.themes["market"])
        more.levels.set(tables.levels.values())
        someone(cast, tables)
        Choice.objects.create(
            organisation=cast.north,
            trainee=one,
            program=more,
            model=model,
            decision=Decision.HUMAN,
            member=cast.li.member,
            rank=place,
        )

    assert [statements(client, url) for url in urls] == before


def test_the_panel_is_a_part_of_a_page_and_leads_to_one_without_script(
    cast, tables, model, programs, as_
):
    one = someone(cast, tables)
    url = reverse("matching:trainee_panel", args=[one.pk])

    part = as_(cast.li).get(url, headers={"hx-request": "true"}).content.decode()

    assert "<html" not in part
    assert programs["market"].label in part
    assert as_(cast.li).get(url).headers["Location"] == reverse("matching:trainee", args=[one.pk])


def test_a_person_in_two_roles_sees_himself_only_in_the_personal_one(cast, tables, programs):
    me = actor(cast.north, Role.TRAINEE, "双角色")
    staff = acting(me.user, cast.north, Role.MANAGER)
    one = someone(cast, tables, user=me.user)
    assert suggestions.board(me, one).suggestions
    assert suggestions.board(staff, one).suggestions
