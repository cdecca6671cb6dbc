"""The shared calendar: holds, firm bookings, what is closed, and what is given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.operations import compose, review, submit
from programs.queries import compose as queries
from resources import bookings, calendar
from resources.choices import BookingState
from resources.models import Booking, OpenHour, Period
from tests.factories.programs import SessionFactory, catalogue, monday, ready_program
from tests.factories.resources import BaseFactory, RoomFactory, TeacherFactory

DAY = monday()


@pytest.fixture
def c(cast):
    return catalogue(cast)


def want(cast, *, holder="programs.program:1", source=None, on=DAY, slots=(0, 1), **things):
    return bookings.Want(
        organisation_id=cast.north.pk,
        source=source or f"{holder}/line",
        holder=holder,
        label="班",
        label_en="Class",
        on=on,
        slots=range(slots[0], slots[-1] + 1),
        **things,
    )


def take(cast, holder, **things):
    bookings.book([want(cast, holder=holder, **things)], holder=holder)


def codes(cast, program):
    return [issue.code for issue in queries.measured(cast.li, program).blocking]


# The rule


def test_a_booking_meets_a_wish_only_in_the_same_double_hour():
    booked = [calendar.Booking("a", "", DAY, range(1, 2), teacher=7)]

    def clash(*slots):
        wish = calendar.Wish(key="b", on=DAY, slots=range(*slots), teacher=7)
        return [x.what for x in calendar.clashes(wish, booked)]

    assert [clash(0, 1), clash(0, 2), clash(1, 4), clash(2, 4)] == [
        [],
        ["teacher"],
        ["teacher"],
        [],
    ]


def test_one_programme_is_one_group_of_a_base_however_many_lines_it_has():
    booked = [calendar.Booking(key, "", DAY, range(4), base=1) for key in ("a", "a", "b")]

    def full(key, groups):
        wish = calendar.Wish(key=key, on=DAY, slots=range(1), base=1, groups=groups)
        return [x.others for x in calendar.clashes(wish, booked)]

    assert (full("c", 2), full("c", 3), full("a", 2)) == ([2], [], [])


# Taking and giving back


def test_what_one_has_another_is_refused_and_the_sentence_names_thing_and_time(cast):
    teacher = TeacherFactory(organisation=cast.school, name="陈思远")
    take(cast, "a", teacher=teacher)

    with pytest.raises(bookings.Taken) as refusal:
        take(cast, "b", teacher=teacher, slots=(1, 2))

    assert "陈思远" in str(refusal.value)
    assert f"{DAY:%m-%d} 10:20" in str(refusal.value)
    assert set(Booking.objects.values_list("holder", flat=True)) == {"a"}


def test_booking_all_or_nothing_leaves_nothing_of_a_refused_want(cast):
    free, busy = TeacherFactory.create_batch(2, organisation=cast.school)
    take(cast, "a", teacher=busy)
    wants = [want(cast, holder="b", teacher=free, slots=(3,)), want(cast, holder="b", teacher=busy)]

    with pytest.raises(bookings.Taken):
        bookings.book(wants, holder="b")

    assert not Booking.objects.filter(holder="b").exists()


def test_a_hold_takes_what_is_free_and_leaves_to_others_what_they_have(cast):
    teacher = TeacherFactory(organisation=cast.school)
    room = RoomFactory(base=BaseFactory(organisation=cast.school))
    take(cast, "a", teacher=teacher)
    until = timezone.now() + bookings.HOLD

    bookings.hold(
        [want(cast, holder="b", teacher=teacher, base=room.base, room=room)],
        holder="b",
        until=until,
    )

    rows = Booking.objects.filter(holder="b")
    assert [(r.teacher, r.room, r.base, r.until) for r in rows] == [
        (None, room, room.base, until)
    ] * 2


def test_a_hold_that_is_over_is_free_for_the_next_and_swept_away(cast):
    teacher = TeacherFactory(organisation=cast.school)
    past = timezone.now() - timedelta(minutes=1)
    bookings.hold([want(cast, holder="a", teacher=teacher)], holder="a", until=past)
    assert bookings.taken({DAY}, {teacher.pk}, set()) == []

    take(cast, "b", teacher=teacher)

    assert set(Booking.objects.values_list("holder", flat=True)) == {"b"}
    later = TeacherFactory(organisation=cast.school)
    bookings.hold([want(cast, holder="c", teacher=later)], holder="c", until=past)
    assert bookings.expire(timezone.now()) == 2
    assert not Booking.objects.filter(holder="c").exists()


def test_holding_again_replaces_what_was_held_before(cast):
    first, second = TeacherFactory.create_batch(2, organisation=cast.school)
    until = timezone.now() + bookings.HOLD
    for teacher in (first, second):
        bookings.hold([want(cast, holder="a", teacher=teacher)], holder="a", until=until)
    assert set(Booking.objects.values_list("teacher", flat=True)) == {second.pk}


def test_outside_the_bookable_hours_nothing_can_be_booked_unless_a_period_opens_it(cast):
    teacher = TeacherFactory(organisation=cast.school)
    OpenHour.objects.create(teacher=teacher, weekday=DAY.weekday(), slot=0)
    take(cast, "a", teacher=teacher, slots=(0,))
    with pytest.raises(bookings.Taken):
        take(cast, "b", teacher=teacher, slots=(1,))

    Period.objects.create(teacher=teacher, first_on=DAY, last_on=DAY, opens=True)

    take(cast, "b", teacher=teacher, slots=(1,))
    with pytest.raises(bookings.Taken):
        take(cast, "c", teacher=teacher, on=DAY + timedelta(days=1))


def test_a_closed_base_lets_nobody_in_and_a_closed_room_only_itself(cast):
    base = BaseFactory(organisation=cast.school, groups=9)
    one, other = RoomFactory.create_batch(2, base=base)
    OpenHour.objects.create(room=one, weekday=DAY.weekday(), slot=3)
    with pytest.raises(bookings.Taken):
        take(cast, "a", base=base, room=one)
    take(cast, "a", base=base, room=other)
    OpenHour.objects.create(base=base, weekday=DAY.weekday(), slot=3)
    with pytest.raises(bookings.Taken):
        take(cast, "b", base=base)


def test_a_base_takes_as_many_programmes_a_day_as_it_has_groups(cast):
    base = BaseFactory(organisation=cast.school, groups=2)
    for holder in ("a", "b"):
        take(cast, holder, base=base)
    with pytest.raises(bookings.Taken):
        take(cast, "c", base=base, slots=(3,))
    bookings.release(holder="a")
    take(cast, "c", base=base, slots=(3,))


# The life of a programme


def line_of(program, **values):
    return SessionFactory(program=program, **values)


def held(program):
    rows = Booking.objects.filter(holder=f"programs.program:{program.pk}")
    return {(row.state, row.until is None) for row in rows}


def test_choosing_holds_for_48_hours_and_taking_the_line_out_gives_back(cast, c):
    program = ready_program(cast, c)
    line = program.sessions.first()

    compose.set_line(actor=cast.li, line=line, values={"slot": 1})

    first = Booking.objects.filter(source=f"programs.session:{line.pk}").first()
    assert timedelta(hours=47) < first.until - timezone.now() <= bookings.HOLD
    assert held(program) == {("held", False)}
    compose.remove_line(actor=cast.li, line=line)
    assert not Booking.objects.filter(source=f"programs.session:{line.pk}").exists()
    assert held(program) == {("held", False)}


def test_the_second_who_chooses_is_told_at_once_and_the_first_keeps_it(cast, c):
    mine, theirs = ready_program(cast, c), ready_program(cast, c, owner=cast.south)
    for actor, program in ((cast.wang, theirs), (cast.li, mine)):
        line = program.sessions.first()
        compose.set_line(actor=actor, line=line, values={"teacher": c.chen})
    assert codes(cast, mine)[:2] == ["teacher_held", "room_held"]
    assert queries.measured(cast.wang, theirs).ready
    assert held(mine) == set()


def test_a_programme_from_submission_to_the_end_holds_then_has_its_bookings(cast, c):
    program = submit.submit(actor=cast.li, program=ready_program(cast, c))
    assert held(program) == {("held", True)}
    review.accept(actor=cast.he, program=program)
    review.approve(actor=cast.chen, program=program)
    assert held(program) == {("firm", True)}


@pytest.mark.parametrize(
    ("end", "left"), [("withdraw", set()), ("refuse", set()), ("return", {("held", False)})]
)
def test_what_is_not_to_be_held_is_given_back(cast, c, end, left):
    program = submit.submit(actor=cast.li, program=ready_program(cast, c))
    if end == "withdraw":
        submit.withdraw(actor=cast.li, program=program)
    else:
        review.accept(actor=cast.he, program=program)
        decide = review.refuse if end == "refuse" else review.return_
        decide(actor=cast.chen, program=program, reason="换一位老师")
    assert held(program) == left


def test_a_hold_that_ends_soon_is_told_in_the_meter(cast, c):
    program = ready_program(cast, c)
    compose.set_line(actor=cast.li, line=program.sessions.first(), values={"slot": 0})
    assert "hold_ends" not in [x.code for x in queries.measured(cast.li, program).advice]
    soon = timezone.now() + timedelta(hours=2)
    Booking.objects.update(until=soon)
    hints = [x for x in queries.measured(cast.li, program).advice if x.code == "hold_ends"]
    assert [hint.position for hint in hints] == [1, 2]
    assert f"{timezone.localtime(soon):%m-%d %H:%M}" in queries.said(cast.li, hints[0]).text


def test_closed_hours_of_a_teacher_are_a_reason_in_the_meter(cast, c):
    program = ready_program(cast, c)
    OpenHour.objects.create(teacher=c.chen, weekday=5, slot=0)
    assert codes(cast, program) == ["teacher_away", "teacher_away"]


def test_state_values_are_the_words_of_the_rule():
    assert {*BookingState.values} == {calendar.HELD, calendar.FIRM, calendar.BLOCKED}
