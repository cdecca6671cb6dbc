"""Programmes from before the calendar get their bookings when the database is brought up to date."""

from importlib import import_module

import pytest
from django.apps import apps

from programs.choices import ProgramState as S
from programs.models import Program
from resources.models import Booking
from tests.factories.programs import ProgramFactory, SessionFactory, catalogue, monday

book = import_module("resources.migrations.0009_bookings_of_programmes").book
DAY = monday()


@pytest.fixture
def c(cast):
    return catalogue(cast)


def programme(cast, c, state, **line):
    program = ProgramFactory(organisation=cast.north, institute=cast.school)
    Program.objects.filter(pk=program.pk).update(state=state)
    things = {"course": c.theory_a, "teacher": c.chen, "base": c.base, "room": c.hall}
    SessionFactory(program=program, **(things | {"on": DAY, "slot": 0} | line))
    return program


def rows(program):
    found = Booking.objects.filter(holder=f"programs.program:{program.pk}").order_by("slot")
    return [(b.slot, b.state, b.teacher_id, b.room_id, b.base_id) for b in found]


def test_what_is_approved_is_firm_and_what_waits_is_held(cast, c):
    approved = programme(cast, c, S.APPROVED)
    waiting = programme(cast, c, S.SUBMITTED, teacher=c.wang, room=c.small, slot=3)
    draft = programme(cast, c, S.DRAFT, slot=2)

    book(apps, None)

    things = (c.chen.pk, c.hall.pk, c.base.pk)
    assert rows(approved) == [(0, "firm", *things), (1, "firm", *things)]
    assert rows(waiting) == [(3, "held", c.wang.pk, c.small.pk, c.base.pk)]
    assert rows(draft) == []


def test_of_two_that_had_the_same_teacher_the_firmer_keeps_him(cast, c):
    waiting = programme(cast, c, S.ACCEPTED, room=c.small)
    running = programme(cast, c, S.RUNNING)

    book(apps, None)

    assert {row[2] for row in rows(running)} == {c.chen.pk}
    assert {row[2] for row in rows(waiting)} == {None}
    assert {row[3] for row in rows(waiting)} == {c.small.pk}


def test_a_second_run_adds_nothing(cast, c):
    approved = programme(cast, c, S.APPROVED)
    book(apps, None)
    first = rows(approved)
    book(apps, None)
    assert rows(approved) == first
