"""Naming and holding a programme in the browser."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Code
from programs.choices import EnrolmentState as S
from programs.operations import enrolment
from programs.queries import enrolment as queries
from tests.factories.accounts import CodeFactory, TraineeFactory, actor
from tests.programs import lives

pytestmark = pytest.mark.django_db


def url(name, program, *more):
    return reverse(f"programs:{name}", args=[program.pk, *more])


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_ticked_are_named_and_the_rest_wait(cast, as_):
    program = lives.approved(cast, places=2)
    trainees = TraineeFactory.create_batch(3, organisation=cast.north)
    client = as_(cast.li)
    assert trainees[0].name in text(client.get(url("enrolment_add", program)))
    sent = {"pk": [t.pk for t in trainees], "query": ""}
    response = client.post(url("enrolment_add", program), sent)
    assert response.url == url("enrolment_list", program)
    states = sorted(program.enrolments.values_list("state", flat=True))
    assert states == [S.NOMINATED, S.NOMINATED, S.WAITING]
    assert trainees[2].name in text(client.get(response.url))


def test_nothing_ticked_is_said(cast, as_):
    program = lives.approved(cast)
    response = as_(cast.li).post(url("enrolment_add", program), {"query": ""})
    assert response.url == url("enrolment_add", program)


def test_a_name_of_another_unit_is_not_even_selected(cast, as_):
    program = lives.approved(cast)
    stranger = TraineeFactory(organisation=cast.south)
    as_(cast.li).post(url("enrolment_add", program), {"pk": [stranger.pk], "query": ""})
    assert not program.enrolments.exists()


def test_names_are_withdrawn_from_the_list(cast, as_):
    program = lives.running(cast)
    one = program.enrolments.first()
    as_(cast.li).post(url("enrolment_withdraw", program), {"pk": [one.pk], "query": ""})
    one.refresh_from_db()
    assert one.state == S.WITHDRAWN


@pytest.mark.parametrize("name", ["enrolment_add", "enrolment_withdraw"])
def test_only_the_owner_names(cast, as_, name):
    program = lives.approved(cast)
    for who in (cast.he, cast.chen, cast.steward):
        assert as_(who).post(url(name, program), {"query": ""}).status_code == 403
    assert as_(cast.wang).post(url(name, program), {"query": ""}).status_code == 404


def test_candidates_carry_what_is_worth_knowing(cast):
    first = lives.approved(cast)
    theme = CodeFactory(organisation=cast.city, kind="theme")
    level = CodeFactory(organisation=cast.city, kind="level")
    type(first).objects.filter(pk=first.pk).update(theme=theme)
    busy, trained, named, off = TraineeFactory.create_batch(4, organisation=cast.north, level=level)
    enrolment.name_trainees(actor=cast.li, program=first, trainees=[busy, trained])
    same_days = type(first).objects.create(
        organisation=cast.north,
        name="同期班",
        theme=None,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
    )
    found = {t.pk: t for t in queries.candidates(cast.li, same_days)}
    assert (found[busy.pk].busy_with, found[named.pk].busy_with) == (first.name, None)
    days = first.ends_on - first.starts_on
    later = type(first).objects.create(
        organisation=cast.north,
        name="下期班",
        theme=theme,
        starts_on=first.ends_on + days,
        ends_on=first.ends_on + 2 * days,
    )
    later.levels.set([level])
    Code.objects.filter(pk=level.pk).update(name="中层")
    type(off).objects.filter(pk=off.pk).update(level=None)
    found = {t.pk: t for t in queries.candidates(cast.li, later)}
    assert (found[trained.pk].trained_on, found[named.pk].trained_on) == (first.ends_on, None)
    assert (found[off.pk].off_level, found[named.pk].off_level) == (True, False)


def test_all_others_present_fills_in_the_rest(cast, as_):
    program = lives.running(cast, people=3)
    session = program.sessions.first()
    a, *_others = program.enrolments.values_list("pk", flat=True)
    address = url("attendance", program, session.pk)
    as_(cast.he).post(address, {str(a): "absent", "all": "1"})
    marks = sorted(session.attendance.values_list("status", flat=True))
    assert marks == ["absent", "present", "present"]
    assert "checked" in text(as_(cast.he).get(address))


def test_a_session_of_another_programme_is_not_found(cast, as_):
    program = lives.running(cast)
    other = lives.again(cast, program, 3)
    address = url("attendance", program, other.sessions.first().pk)
    assert as_(cast.he).get(address).status_code == 404


def test_good_results_are_saved_and_a_wrong_one_stays_as_typed(cast, as_):
    program = lives.running(cast)
    good, wrong = program.enrolments.all()
    sent = {}
    for one, score in ((good, "86.5"), (wrong, "八十")):
        sent |= {f"{one.pk}-score": score, f"{one.pk}-grade_id": "", f"{one.pk}-outcome": ""}
        sent |= {f"{one.pk}-remark": ""}
    page = text(as_(cast.he).post(url("results", program), sent))
    assert ('value="八十"' in page, 'value="86.5"' in page) == (True, True)
    good.refresh_from_db()
    wrong.refresh_from_db()
    assert (str(good.score), wrong.score) == ("86.5", None)


def test_the_unit_reads_results_and_cannot_write_them(cast, as_):
    program = lives.running(cast)
    client = as_(cast.li)
    assert '<input type="text"' not in text(client.get(url("results", program))).split("<main")[1]
    assert client.post(url("results", program), {}).status_code == 403


def test_start_and_close(cast, as_):
    program = lives.approved(cast)
    client = as_(cast.he)
    client.post(url("program_start", program))
    program.refresh_from_db()
    assert program.state == "approved"  # nobody was named yet
    trainee = TraineeFactory(organisation=cast.north)
    enrolment.name_trainees(actor=cast.li, program=program, trainees=[trainee])
    client.post(url("program_start", program))
    assert text(client.get(url("program_close", program)))
    client.post(url("program_close", program))
    program.refresh_from_db()
    assert (program.state, program.enrolments.get().state) == ("closed", S.COMPLETED)


def test_the_calendar_holds_every_session_in_short_lines(cast, as_):
    program = lives.running(cast)
    body = text(as_(cast.viewer).get(url("calendar.ics", program)))
    assert body.count("BEGIN:VEVENT") == program.sessions.count()
    assert max(len(line.encode()) for line in body.split("\r\n")) <= 75
    start = program.sessions.first().on.strftime("%Y%m%d")
    assert f"DTSTART:{start}T003000Z" in body


def test_the_roster_names_everybody_with_a_place(cast, as_):
    program = lives.running(cast)
    page = text(as_(cast.he).get(url("roster", program)))
    assert all(one.trainee.name in page for one in program.enrolments.all())


def statements(client, address, most):
    with most as found:
        text(client.get(address))
    return len(found)


@pytest.mark.parametrize("name", ["enrolment_list", "enrolment_add", "roster", "results"])
def test_more_people_take_no_more_statements(cast, as_, name, django_assert_max_num_queries):
    program = lives.running(cast, people=1)
    who = cast.he if name == "results" else cast.li
    client, address = as_(who), url(name, program)
    client.get(address)
    few = statements(client, address, django_assert_max_num_queries(60))
    more = TraineeFactory.create_batch(3, organisation=cast.north)
    enrolment.name_trainees(actor=cast.li, program=program, trainees=more[:2])
    assert statements(client, address, django_assert_max_num_queries(60)) == few


def test_a_teacher_of_the_programme_opens_roster_and_his_attendance(cast, as_):
    program = lives.running(cast)
    teacher = actor(cast.school, Role.TEACHER)
    session = program.sessions.first()
    session.teacher.user = teacher.user
    session.teacher.save()
    client = as_(teacher)
    assert url("attendance", program, session.pk) in text(client.get(url("program", program)))
    assert text(client.get(url("roster", program)))
    assert text(client.get(url("attendance", program, session.pk)))
