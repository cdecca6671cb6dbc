"""Twenty at once for one teacher: exactly one gets him. Each guard has its negative control."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.retry import retried
from programs.models import Program
from programs.operations import submit
from programs.operations.submit import NotReady
from resources import bookings
from resources.models import Booking
from tests.factories.programs import catalogue, monday, ready_program
from tests.factories.resources import BaseFactory, RoomFactory, TeacherFactory
from tests.threads import at_once

DAY = monday()
MANY = 20
CONSTRAINTS = {c.name: c for c in Booking._meta.constraints}


def want(organisation, number, **things):
    holder = f"programs.program:{number}"
    return bookings.Want(
        organisation_id=organisation.pk,
        source=f"programs.session:{number}",
        holder=holder,
        label="班",
        label_en="",
        on=things.pop("on", DAY),
        slots=range(2),
        **things,
    )


def book_at_once(cast, count=MANY, **things):
    """So many programmes of two organisations that all want the same."""

    def work(number):
        one = want((cast.north, cast.south)[number % 2], number, **things)

        @retried
        def run():
            with transaction.atomic():
                bookings.book([one], holder=one.holder)

        return run()

    return at_once(count, work)


def winners():
    return set(Booking.objects.values_list("holder", flat=True))


@pytest.fixture
def teacher(shared_database, cast):
    return TeacherFactory(organisation=cast.school, name="陈思远")


def test_of_twenty_who_want_one_teacher_one_gets_him_and_nineteen_are_told(cast, teacher):
    results = book_at_once(cast, teacher=teacher)
    assert [type(r) for r in results].count(type(None)) == 1
    told = [r for r in results if isinstance(r, bookings.Taken)]
    assert len(told) == MANY - 1
    assert len(winners()) == 1
    assert Booking.objects.count() == 2


def test_the_constraint_alone_keeps_the_teacher(cast, teacher, monkeypatch):
    monkeypatch.setattr(bookings, "lock", lambda wants: None)
    results = book_at_once(cast, teacher=teacher)
    assert [type(r) for r in results].count(type(None)) == 1
    assert len(winners()) == 1


@pytest.mark.usefixtures("many_writers")
def test_without_lock_and_constraint_several_get_the_same_teacher(cast, teacher, monkeypatch):
    def slow(wants):
        return others(wants), time.sleep(0.1)

    others = bookings._others
    monkeypatch.setattr(bookings, "lock", lambda wants: None)
    monkeypatch.setattr(bookings, "_others", lambda wants: slow(wants)[0])
    constraint = CONSTRAINTS["teacher_booked_once"]
    with connection.schema_editor() as editor:
        index = "CREATE INDEX spare_teacher ON resources_booking (teacher_id)"
        editor.execute(index)  # the foreign key needs one
        editor.remove_constraint(Booking, constraint)
    try:
        book_at_once(cast, teacher=teacher)
        assert len(winners()) > 1
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, constraint)
            editor.execute("DROP INDEX spare_teacher ON resources_booking")


def test_a_base_for_three_groups_takes_three_of_twenty(shared_database, cast):
    base = BaseFactory(organisation=cast.school, groups=3)
    results = book_at_once(cast, base=base)
    assert [type(r) for r in results].count(type(None)) == 3
    assert len(winners()) == 3


@pytest.mark.usefixtures("many_writers")
def test_without_the_lock_a_base_takes_too_many(cast, monkeypatch):
    def slow(wants):
        found = others(wants)
        time.sleep(0.1)
        return found

    others = bookings._others
    monkeypatch.setattr(bookings, "lock", lambda wants: None)
    monkeypatch.setattr(bookings, "_others", slow)
    base = BaseFactory(organisation=cast.school, groups=3)
    book_at_once(cast, base=base)
    assert len(winners()) > 3


def test_thirty_who_book_two_rooms_in_opposite_order_all_finish(shared_database, cast):
    base = BaseFactory(organisation=cast.school, groups=99)
    rooms = RoomFactory.create_batch(2, base=base)

    def work(number):
        day = DAY + timedelta(days=number)
        order = rooms if number % 2 else rooms[::-1]
        wants = [want(cast.north, number, base=base, room=room, on=day) for room in order]

        @retried
        def run():
            with transaction.atomic():
                for one in wants:
                    bookings.lock([one])  # the wrong way on purpose: one at a time
                bookings.book(wants, holder=wants[0].holder)

        return run()

    results = at_once(30, work)
    assert results == [None] * 30
    assert Booking.objects.count() == 30 * 2 * 2


def test_of_twenty_programmes_submitted_at_once_with_one_teacher_one_is_submitted(
    shared_database, cast
):
    c = catalogue(cast)
    c.base.groups = 99
    c.base.save()
    owners = (cast.north, cast.south)
    programs = [ready_program(cast, c, owner=owners[n % 2]) for n in range(MANY)]
    people = (cast.li, cast.wang)

    def work(number):
        fresh = Program.objects.select_related("organisation", "institute").get(
            pk=programs[number].pk
        )
        return submit.submit(actor=people[number % 2], program=fresh)

    results = at_once(MANY, work)

    assert sum(isinstance(r, Program) for r in results) == 1
    told = [r for r in results if isinstance(r, NotReady)]
    assert len(told) == MANY - 1
    assert all("陈思远" in str(refusal) for refusal in told)
    assert len(winners()) == 1
