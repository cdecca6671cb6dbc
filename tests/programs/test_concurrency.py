"""Many people at once, with real threads: places are never oversold, decisions fall once.

Each promise has a negative control: with its guard taken away the fault must show. Where the
database lets in one writer at a time, a missing guard cannot be told from a working one.
"""

import time

import pytest
from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import Step
from core.flow import Flow
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment, Program, Signature, Version
from programs.operations import enrolment as naming
from programs.operations import review
from programs.operations.review import AlreadyDecided
from tests.factories.accounts import TraineeFactory, actor
from tests.factories.programs import ProgramFactory
from tests.threads import at_once

PLACES = 10
S = EnrolmentState


@pytest.fixture
def program(shared_database, cast):
    return ProgramFactory(
        organisation=cast.north,
        institute=cast.school,
        places=PLACES,
        state=ProgramState.APPROVED,
    )


def people(cast, count):
    return [TraineeFactory(organisation=cast.north) for _ in range(count)]


def name_one_each(cast, program, trainees):
    """Everybody in a request of his own, each with his own copy of the programme."""

    def work(number):
        fresh = Program.objects.select_related("organisation").get(pk=program.pk)
        return naming.name_trainees(actor=cast.li, program=fresh, trainees=[trainees[number]])

    return at_once(len(trainees), work)


def standing(program):
    """How many have a place, how many wait, how many places the programme thinks it gave."""
    rows = Enrolment.objects.filter(program=program)
    program.refresh_from_db()
    return (
        rows.filter(state=S.NOMINATED).count(),
        rows.filter(state=S.WAITING).count(),
        program.taken,
    )


def test_fifty_namings_at_once_fill_ten_places_and_no_more(program, cast):
    results = name_one_each(cast, program, people(cast, 50))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert standing(program) == (PLACES, 40, PLACES)


def test_the_conditional_update_alone_keeps_the_places(program, cast, monkeypatch):
    monkeypatch.setattr(naming, "_lock", lambda program: None)
    name_one_each(cast, program, people(cast, 50))
    assert standing(program) == (PLACES, 40, PLACES)


@pytest.mark.usefixtures("many_writers")
def test_without_the_guard_more_people_than_places_are_named(program, cast, monkeypatch):
    def read_then_write(program, wanted):
        rows = Program.objects.filter(pk=program.pk)
        places, taken = rows.values_list("places", "taken").get()
        time.sleep(0.05)
        free = min(wanted, places - taken)
        rows.update(taken=taken + free)
        program.refresh_from_db(fields=["taken"])
        return free

    monkeypatch.setattr(naming, "_lock", lambda program: None)
    monkeypatch.setattr(naming, "_take", read_then_write)
    name_one_each(cast, program, people(cast, 50))
    assert standing(program)[0] > PLACES


def test_the_same_trainee_named_by_many_at_once_has_one_place(program, cast):
    [trainee] = people(cast, 1)
    results = name_one_each(cast, program, [trainee] * 20)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert standing(program) == (1, 0, 1)


def test_names_taken_back_while_others_are_named_leave_no_place_empty(program, cast):
    first, later = people(cast, PLACES), people(cast, 20)
    naming.name_trainees(actor=cast.li, program=program, trainees=first)
    enrolments = list(Enrolment.objects.filter(program=program))

    def work(number):
        fresh = Program.objects.select_related("organisation").get(pk=program.pk)
        if number < len(later):
            return naming.name_trainees(actor=cast.li, program=fresh, trainees=[later[number]])
        enrolment = Enrolment.objects.select_related("program__organisation").get(
            pk=enrolments[number - len(later)].pk
        )
        return naming.withdraw(actor=cast.li, enrolment=enrolment)

    results = at_once(len(later) + len(enrolments), work)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert standing(program) == (PLACES, 10, PLACES)


def waiting_for_approval(cast):
    program = ProgramFactory(
        organisation=cast.north, institute=cast.school, state=ProgramState.ACCEPTED, version=1
    )
    content = {"basics": {}, "lines": [], "meter": {}}
    Version.objects.create(program=program, number=1, content=content, member=cast.li.member)
    return program


def mixed(number):
    """Half of the approvers approve it, half return it."""
    return review.approve if number % 2 else review.return_


def decide_at_once(cast, program, choose, count=20):
    """So many approvers, each with his own copy of the programme."""
    approvers = [actor(cast.city, Role.APPROVER, f"审批{number}") for number in range(count)]

    def work(number):
        fresh = Program.objects.select_related("organisation", "institute").get(pk=program.pk)
        decide, reason = choose(number), "请补 1 学时。"
        return decide(actor=approvers[number], program=fresh, version=1, reason=reason)

    return at_once(count, work)


def decisions(program):
    return Step.objects.filter(target=f"programs.program:{program.pk}").count()


def test_of_twenty_decisions_at_once_exactly_one_falls(shared_database, cast):
    program = waiting_for_approval(cast)
    results = decide_at_once(cast, program, mixed)
    assert sum(isinstance(one, Program) for one in results) == 1
    assert sum(isinstance(one, AlreadyDecided) for one in results) == 19
    assert decisions(program) == 1
    step = Step.objects.get(target=f"programs.program:{program.pk}")
    program.refresh_from_db()
    assert step.state == program.state
    refusal = next(one for one in results if isinstance(one, AlreadyDecided))
    assert str(step.member.user) in str(refusal)


def test_of_twenty_at_once_exactly_one_gives_the_first_of_two_signatures(shared_database, cast):
    program = waiting_for_approval(cast)
    steps = [
        {"position": 10, "organisation": cast.city},
        {"position": 20, "organisation": cast.city},
    ]
    first, second = (
        Signature.objects.create(program=program, version=1, asked_by=cast.he.member, **step)
        for step in steps
    )
    approvers = [actor(cast.city, Role.APPROVER, f"审批{number}") for number in range(20)]

    def work(number):
        fresh = Program.objects.select_related("organisation", "institute").get(pk=program.pk)
        return review.approve(actor=approvers[number], program=fresh, version=1, step=first.pk)

    results = at_once(20, work)
    assert sum(isinstance(one, Program) for one in results) == 1
    assert sum(isinstance(one, AlreadyDecided) for one in results) == 19
    program.refresh_from_db()
    second.refresh_from_db()
    assert (program.state, second.verdict, decisions(program)) == ("accepted", "", 1)


def test_two_batches_at_once_approve_each_programme_once(shared_database, cast):
    programs = [waiting_for_approval(cast) for _ in range(4)]
    approvers = [actor(cast.city, Role.APPROVER, f"审批{number}") for number in range(5)]

    def work(number):
        done = 0
        for program in programs[number % 4 :] + programs[: number % 4]:
            fresh = Program.objects.select_related("organisation", "institute").get(pk=program.pk)
            try:
                review.approve(actor=approvers[number], program=fresh, version=1)
                done += 1
            except AlreadyDecided:
                continue
        return done

    assert sum(at_once(5, work)) == 4
    assert [decisions(program) for program in programs] == [1] * 4
    given = Signature.objects.filter(program__in=programs).values_list("verdict", flat=True)
    assert list(given) == ["approve"] * 4


@pytest.mark.usefixtures("many_writers")
def test_without_the_guard_several_decisions_fall(cast, monkeypatch):
    def read_then_write(flow, obj, name, **values):
        move = flow[name]
        time.sleep(0.05)
        type(obj)._base_manager.filter(pk=obj.pk).update(state=move.target, **values)
        obj.state = move.target
        return move

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows.all())
    monkeypatch.setattr(Flow, "move", read_then_write)
    monkeypatch.setattr(review.signing, "give", lambda *_signature: True)
    program = waiting_for_approval(cast)
    decide_at_once(cast, program, lambda number: review.approve)
    assert decisions(program) > 1
