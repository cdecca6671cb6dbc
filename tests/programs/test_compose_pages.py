"""Composing in the browser, without script: every choice is a plain form."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.choices import ProgramState
from programs.models import Program, Version
from programs.operations import compose, submit
from programs.queries.cascade import cascade
from programs.rules import program as rules
from tests.factories.programs import (
    PlanFactory,
    ProgramFactory,
    SessionFactory,
    ShareFactory,
    catalogue,
    ready_program,
)
from tests.factories.resources import CourseFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def program(cast, c):
    """A draft of the northern unit with one open line."""
    program = ProgramFactory(organisation=cast.north, institute=cast.school)
    SessionFactory(program=program, course=c.theory_a, position=0)
    return program


def url(name, program, *more):
    return reverse(f"programs:{name}", args=[program.pk, *more])


def html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def steps(cast, line):
    found = cascade(cast.li, line.program, line, everything=True)
    return {step.name: {choice.label: choice for choice in step.choices} for step in found}


def chosen(line, **values):
    for name, value in values.items():
        setattr(line, name, value)
    line.save()
    return line


# The cascade


def test_formats_and_teachers_are_those_of_real_offers(cast, c, program):
    line = program.sessions.get()
    c.theory_a.formats.add(c.field)

    found = steps(cast, line)

    assert {label: bool(x.reason) for label, x in found["format"].items()} == {
        "专题讲授": False,
        "案例教学": False,
        "现场教学": True,
    }
    assert set(found["teacher"]) == {"陈思远", "王立群"}
    assert not any(x.reason for x in found["teacher"].values())


def test_a_teacher_of_another_format_is_off_with_the_formats_he_gives(cast, c, program):
    line = chosen(program.sessions.get(), format=c.case)

    found = steps(cast, line)["teacher"]

    assert (found["陈思远"].off, found["陈思远"].reason) == (True, "只以此形式讲授：专题讲授")
    assert found["王立群"].reason == ""


def test_a_broken_choice_stays_chosen_and_carries_its_reason(cast, c, program):
    line = chosen(program.sessions.get(), format=c.case, teacher=c.chen)

    found = steps(cast, line)["teacher"]["陈思远"]

    assert (found.chosen, found.broken, found.off) == (True, True, False)
    line.refresh_from_db()
    assert line.teacher == c.chen


def test_a_room_too_small_says_how_many_it_holds_and_how_many_there_are(cast, program):
    found = steps(cast, program.sessions.get())["place"]

    assert found["滨江基地 A201"].reason == ""
    assert {"20", "40"} <= set(re.findall(r"\d+", found["滨江基地 B204"].reason))


def test_a_base_without_the_format_is_off(cast, c, program):
    line = chosen(program.sessions.get(), format=c.field)

    found = steps(cast, line)["place"]

    assert [x.off for x in found.values()] == [True]


def test_what_another_programme_has_booked_is_off_then_and_free_at_other_times(cast, c, program):
    other = ready_program(cast, c, owner=cast.south, name="青年骨干训练营")
    submit.submit(actor=cast.wang, program=other)
    day = program.starts_on
    line = chosen(
        program.sessions.get(), format=c.lecture, teacher=c.chen, base=c.base, room=c.hall
    )

    times = {x.value: x.reason for x in steps(cast, line)["time"].values()}

    assert times[f"{day.isoformat()}/0"] != ""
    assert times[f"{(day + timedelta(days=1)).isoformat()}/0"] == ""
    booked = steps(cast, chosen(line, on=day, slot=0))["teacher"]["陈思远"]
    assert booked.broken
    assert other.name not in booked.reason


def test_a_draft_of_somebody_else_that_holds_nothing_keeps_nobody_busy(cast, c, program):
    ready_program(cast, c, owner=cast.south)
    line = chosen(
        program.sessions.get(), format=c.lecture, teacher=c.chen, base=c.base, room=c.hall
    )

    assert not any(x.reason for x in steps(cast, line)["time"].values())


def test_the_own_other_lines_take_their_times(cast, c, program):
    day = program.starts_on
    SessionFactory(program=program, course=c.skill_a, position=1, on=day, slot=0)
    line = program.sessions.get(position=0)

    times = {x.value: x.reason for x in steps(cast, line)["time"].values()}

    assert times[f"{day.isoformat()}/0"] != ""
    assert times[f"{day.isoformat()}/2"] == ""


def test_the_cascade_takes_the_same_number_of_statements_for_one_and_many(
    cast, c, program, django_assert_max_num_queries
):
    def statements():
        line = program.sessions.get(position=0)
        with django_assert_max_num_queries(40) as counted:
            cascade(cast.li, Program.objects.get(pk=program.pk), line, everything=True)
        return len(counted)

    submit.submit(actor=cast.wang, program=ready_program(cast, c, owner=cast.south))
    one = statements()
    for n in range(1, 4):
        other = ready_program(cast, c, owner=cast.south, offset=n)
        submit.submit(actor=cast.wang, program=other)
        course = CourseFactory(organisation=cast.north, category=c.theory, formats=[c.lecture])
        OfferFactory(course=course, format=c.lecture, teacher=c.chen)
        SessionFactory(program=program, course=course, position=n)
    assert statements() == one


# The page


def test_a_programme_is_composed_from_nothing_to_submission(cast, c, as_):
    client = as_(cast.li)
    plan = PlanFactory(organisation=cast.city, state="published")
    ShareFactory(plan=plan, code=c.theory, min_percent=30)
    day = timezone.localdate() + timedelta(days=40)
    basics = {
        "plan": plan.pk,
        "name": "青年干部班",
        "institute": cast.school.pk,
        "places": "40",
        "starts_on": day.isoformat(),
        "ends_on": day.isoformat(),
        "hours_min": "4",
        "hours_max": "8",
        "budget_yuan": "0",
    }
    wrong = html(client.post("/programs/new/", basics | {"ends_on": "2001-01-01"}))
    assert 'value="青年干部班"' in wrong
    assert 'value="2001-01-01"' in wrong
    client.post("/programs/new/", basics)
    program = Program.objects.get()

    client.post(url("line_add", program), {"course": c.theory_a.pk, "revision": "0"})
    line = program.sessions.get()
    for revision, (name, value) in enumerate(
        [
            ("format", c.case.pk),
            ("teacher", c.wang.pk),
            ("place", f"{c.base.pk}-{c.hall.pk}"),
            ("time", f"{day.isoformat()}/0"),
        ],
        1,
    ):
        answer = client.post(
            url("line_set", program, line.pk), {name: value, "revision": str(revision)}
        )
        assert answer.status_code == 302, html(answer)
    line.refresh_from_db()
    assert (line.format, line.teacher, line.base, line.room) == (c.case, c.wang, c.base, c.hall)
    assert (line.on, line.slot) == (day, 0)
    assert url("program_submit", program) in html(client.get(url("program_check", program)))
    client.post(url("program_submit", program))

    program.refresh_from_db()
    assert program.state == ProgramState.SUBMITTED


def test_page_check_page_api_and_submission_say_the_same(cast, c, as_):
    program = ready_program(cast, c, hours_min=20, budget_yuan=100)
    SessionFactory(program=program, course=c.skill_b, position=9)
    client = as_(cast.li)

    refused = html(client.post(url("program_submit", program)), 422)
    with pytest.raises(submit.NotReady) as refusal:
        submit.submit(actor=cast.li, program=program)

    texts = [issue.text for issue in refusal.value.issues]
    assert len(texts) == 3
    pages = [
        html(client.get(url("program_compose", program))),
        html(client.get(url("program_check", program))),
        refused,
    ]
    assert [[text in page for text in texts] for page in pages] == [[True] * 3] * 3
    program.refresh_from_db()
    assert (program.state, program.sessions.count()) == (ProgramState.DRAFT, 3)
    assert not Version.objects.exists()


def test_a_stale_page_is_told_who_changed_what_and_keeps_the_choice(cast, c, as_, program):
    line = program.sessions.get()
    compose.set_line(actor=cast.li, line=line, values={"format": c.lecture}, revision=0)

    answer = as_(cast.li).post(
        url("line_set", program, line.pk), {"format": c.case.pk, "revision": "0"}
    )

    page = html(answer, 409)
    assert "李强" in page
    (both,) = answer.context["differing"]
    assert (both.mine, both.theirs) == (c.case.label, c.lecture.label)
    radio = re.search(rf'name="format" value="{c.case.pk}"[^>]*', page)
    assert "checked" in radio.group(0)
    assert 'name="revision" value="1"' in page
    line.refresh_from_db()
    assert line.format == c.lecture


def test_stale_basics_keep_what_was_typed(cast, c, as_, program):
    compose.save_basics(actor=cast.li, program=program, revision=0)
    typed = {
        "name": "新的名称",
        "places": "33",
        "starts_on": "2031-05-12",
        "ends_on": "2031-05-16",
        "hours_min": "4",
        "hours_max": "8",
        "budget_yuan": "0",
        "revision": "0",
    }

    answer = as_(cast.li).post(url("program_edit", program), typed)

    page = html(answer, 409)
    assert 'value="新的名称"' in page
    both = {(one.mine, one.theirs) for one in answer.context["differing"]}
    assert {("33", "40"), ("新的名称", program.name)} <= both
    assert 'name="revision" value="1"' in page
    program.refresh_from_db()
    assert program.places == 40
    as_(cast.li).post(url("program_edit", program), typed | {"revision": "1"})
    program.refresh_from_db()
    assert (program.name, program.places) == ("新的名称", 33)


def test_a_removed_line_comes_back_by_undo_and_a_forged_one_does_not(cast, c, as_, program):
    line, client = program.sessions.get(), as_(cast.li)

    gone = client.post(url("line_remove", program, line.pk), {"revision": "0"})

    assert not program.sessions.exists()
    undo = parse_qs(urlsplit(gone["Location"]).query)["undo"][0]
    forged = f"{url('line_restore', program)}?undo={undo[:-2]}xx"
    client.post(forged)
    assert not program.sessions.exists()
    other = ProgramFactory(organisation=cast.north)
    client.post(f"{url('line_restore', other)}?undo={undo}")
    assert not other.sessions.exists()
    client.post(f"{url('line_restore', program)}?undo={undo}")
    assert program.sessions.get().pk == line.pk


def test_lines_move_and_are_pinned_by_buttons(cast, c, as_, program):
    SessionFactory(program=program, course=c.skill_a, position=1)
    client, first = as_(cast.li), program.sessions.get(position=0)

    client.post(url("line_move", program, first.pk), {"by": "1", "revision": "0"})
    client.post(url("line_set", program, first.pk), {"pinned": "1", "revision": "1"})

    first.refresh_from_db()
    assert (first.position, first.pinned) == (1, True)


@pytest.mark.parametrize("typed", ["qhjs", "全会", "quanhuijingshen", "{code}"])
def test_courses_are_found_by_name_number_and_pinyin(cast, c, as_, typed):
    program = ProgramFactory(organisation=cast.north)
    typed = typed.format(code=c.theory_a.code.lower())

    page = html(as_(cast.li).get(url("program_compose", program), {"q": typed}))

    assert c.theory_a.name in page


def test_a_course_that_is_in_the_programme_is_not_offered_again(cast, c, as_, program):
    page = html(as_(cast.li).get(url("program_compose", program), {"q": "qhjs"}))

    assert f'name="course" value="{c.theory_a.pk}"' not in page


def test_the_shortest_way_to_a_missing_category_is_offered(cast, c, as_):
    plan = PlanFactory(organisation=cast.city, state="published")
    ShareFactory(plan=plan, code=c.theory, min_percent=70)
    program = ready_program(cast, c, plan=plan)

    page = html(as_(cast.li).get(url("program_compose", program), {"ways": c.theory.pk}))

    assert f'name="course" value="{c.theory_b.pk}"' in page
    assert c.theory_b.name in page


@pytest.mark.parametrize(
    "sent", [{"place": "x"}, {"place": "999999-"}, {"time": "2031-13-40/0"}, {"teacher": "999999"}]
)
def test_choices_that_do_not_exist_are_answered_on_the_page(cast, as_, program, sent):
    line = program.sessions.get()

    answer = as_(cast.li).post(url("line_set", program, line.pk), sent | {"revision": "0"})

    assert answer.status_code == 422
    program.refresh_from_db()
    assert program.revision == 0


@pytest.mark.parametrize(
    "query", [{"line": "x"}, {"line": "999999"}, {"category": "x"}, {"q": "%_\\'"}, {"ways": "-1"}]
)
def test_odd_addresses_still_show_the_page(cast, as_, program, query):
    assert as_(cast.li).get(url("program_compose", program), query).status_code == 200


def test_a_copy_takes_the_lines_and_asks_for_the_days(cast, c, as_):
    source = ready_program(cast, c)
    client = as_(cast.li)
    assert source.name in html(client.get(url("program_copy", source)))

    client.post(
        url("program_copy", source),
        {
            "name": "第二期",
            "places": "30",
            "starts_on": "2031-05-12",
            "ends_on": "2031-05-16",
            "hours_min": "4",
            "hours_max": "8",
            "budget_yuan": "0",
        },
    )

    copy = Program.objects.get(name="第二期")
    assert (copy.places, copy.state, copy.sessions.count()) == (30, ProgramState.DRAFT, 2)
    assert {line.on.isoformat() for line in copy.sessions.all()} == {"2031-05-12"}


# Who may


PAGES = ("program_edit", "program_compose", "program_check")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("li", 200),
        ("steward", 403),
        ("he", 403),
        ("zhou", 403),
        ("viewer", 403),
        ("wang", 404),
        ("stranger", 404),
    ],
)
def test_only_managers_of_the_owner_compose(cast, as_, program, name, who, status):
    assert as_(getattr(cast, who)).get(url(name, program)).status_code == status


@pytest.mark.parametrize("who", ["he", "zhou", "steward", "wang", "stranger"])
def test_nobody_else_changes_a_line(cast, c, as_, program, who):
    line, client = program.sessions.get(), as_(getattr(cast, who))

    answers = [
        client.post(url("line_add", program), {"course": c.skill_a.pk}),
        client.post(url("line_set", program, line.pk), {"format": c.case.pk}),
        client.post(url("line_move", program, line.pk), {"by": "1"}),
        client.post(url("line_remove", program, line.pk)),
        client.post(url("program_submit", program)),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    program.refresh_from_db()
    assert (program.revision, program.sessions.get().format) == (0, None)


@pytest.mark.parametrize("state", ProgramState.values)
def test_rules_of_a_programme_by_state(cast, state):
    program = ProgramFactory(organisation=cast.north, institute=cast.school, state=state)
    editable = state in {"draft", "returned"}

    def may(rule):
        names = ("li", "wang", "he", "zhou", "chen", "steward", "stranger")
        return {name for name in names if rule(getattr(cast, name), program)}

    assert may(rules.may_edit) == ({"li"} if editable else set())
    assert may(rules.may_submit) == {"li"}
    assert may(rules.may_confirm) == {"he"}
    assert may(rules.may_approve) == {"chen"}


# Lists


@pytest.mark.parametrize("path", ["/programs/", "compose"])
def test_one_and_three_rows_take_the_same_number_of_statements(
    cast, c, as_, django_assert_max_num_queries, path
):
    program = ready_program(cast, c)
    address = url("program_compose", program) if path == "compose" else path
    client = as_(cast.li)

    def statements():
        with django_assert_max_num_queries(60) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    statements()
    one = statements()
    for offset in (1, 2):
        ready_program(cast, c, offset=offset)
        SessionFactory(
            program=program, course=c.skill_b, format=c.case, teacher=c.wang, base=c.base
        )
    assert statements() == one


def test_the_list_shows_state_hours_and_whose_turn(cast, c, as_):
    program = ready_program(cast, c)
    submit.submit(actor=cast.li, program=program)

    page = html(as_(cast.li).get("/programs/"))

    row = page[page.index(program.name) :]
    assert cast.school.name in row
    assert as_(cast.stranger).get("/programs/").content.decode().count(program.name) == 0


@pytest.mark.parametrize(
    "query", ["state=draft", "institute=1", "theme=1", "plan=1", "starts_on_from=x"]
)
def test_the_list_takes_every_filter(cast, program, as_, query):
    assert as_(cast.li).get(f"/programs/?{query}").status_code == 200


def test_a_line_taken_out_by_another_is_told_instead_of_not_found(cast, c, as_, program):
    line = program.sessions.get()
    compose.remove_line(actor=cast.li, line=line)
    answer = as_(cast.li).post(
        url("line_set", program, line.pk), {"format": c.case.pk, "revision": "0"}, follow=True
    )
    assert answer.status_code == 200
    assert [str(m) for m in answer.context["messages"]]


def test_what_was_chosen_for_a_line_taken_out_meanwhile_is_kept_and_offered(cast, c, as_, program):
    line = program.sessions.get()
    compose.remove_line(actor=cast.li, line=line)
    sent = {"of": line.course_id, "format": c.case.pk, "revision": "0"}
    page = html(as_(cast.li).post(url("line_set", program, line.pk), sent), 409)
    assert c.case.label in page
    again = dict(re.findall(r'type="hidden" name="(revision|course|format)" value="(\d+)"', page))
    assert again == {
        "revision": "1",
        "course": str(line.course_id),
        "format": str(c.case.pk),
    }
    assert as_(cast.li).post(url("line_add", program), again).status_code == 302
    back = program.sessions.get()
    assert (back.course_id, back.format) == (line.course_id, c.case)


def test_a_new_programme_begins_with_the_composer(cast, c, as_):
    from tests.factories.programs import PlanFactory, ready_program

    plan = PlanFactory(organisation=cast.city, state="published")
    good = ready_program(cast, c, name="good", state="approved")
    client = as_(cast.li)
    page = html(client.get(reverse("programs:program_new") + f"?plan={plan.pk}"))
    assert reverse("programs:program_copy", args=[good.pk]) in page
    typed = {
        "plan": plan.pk,
        "name": "新班",
        "places": "30",
        "institute": cast.school.pk,
        "starts_on": "2031-05-12",
        "ends_on": "2031-05-13",
        "hours_min": "4",
        "hours_max": "16",
        "budget_yuan": "0",
        "start": "compose",
    }
    answer = client.post(reverse("programs:program_new"), typed)
    made = Program.objects.get(name="新班").compositions.get()
    assert answer["Location"] == made.get_absolute_url()
    del typed["institute"]
    answer = client.post(reverse("programs:program_new"), typed | {"name": "没有院校"})
    other = Program.objects.get(name="没有院校")
    assert answer["Location"] == reverse("programs:program_compose", args=[other.pk])
