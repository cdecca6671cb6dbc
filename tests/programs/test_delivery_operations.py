"""Holding a programme: start, attendance, results, end."""

from decimal import Decimal

import pytest

from accounts.choices import Role
from programs.choices import EnrolmentState as S
from programs.operations import delivery, enrolment
from programs.rules import enrolment as rules
from tests.factories.accounts import TraineeFactory, actor
from tests.programs import lives

pytestmark = pytest.mark.django_db


def test_nobody_can_begin_without_people(cast):
    program = lives.approved(cast)
    with pytest.raises(delivery.NobodyNamed):
        delivery.start(actor=cast.he, program=program)


def test_attendance_is_written_changed_and_taken_back(cast):
    program = lives.running(cast, people=3)
    a, b, c = program.enrolments.values_list("pk", flat=True)
    session = program.sessions.first()
    record = delivery.record_attendance
    record(actor=cast.he, session=session, statuses={a: "present", b: "late", c: "absent"})
    record(actor=cast.he, session=session, statuses={b: "excused", c: ""})
    rows = session.attendance.order_by("enrolment").values_list("enrolment", "status")
    assert list(rows) == [(a, "present"), (b, "excused")]


def test_attendance_of_somebody_without_a_place_is_refused(cast):
    program = lives.running(cast)
    other = unknown_key(program)
    with pytest.raises(delivery.UnknownPerson):
        delivery.record_attendance(
            actor=cast.he, session=program.sessions.first(), statuses={other: "present"}
        )


def unknown_key(program):
    return max(program.enrolments.values_list("pk", flat=True)) + 1


def test_the_teacher_records_his_own_session_only(cast):
    program = lives.running(cast)
    first, second = program.sessions.all()
    teacher = actor(cast.school, Role.TEACHER)
    first.teacher.user = teacher.user
    first.teacher.save()
    second.teacher = None
    assert rules.may_record_attendance(teacher, program.sessions.get(pk=first.pk))
    assert not rules.may_record_attendance(teacher, second)
    assert not rules.may_record(teacher, program)


def test_results_keep_what_is_not_named(cast):
    program = lives.running(cast, people=1)
    one = program.enrolments.get()
    record = delivery.record_results
    record(actor=cast.he, program=program, results={one.pk: {"score": Decimal("86.5")}})
    record(actor=cast.he, program=program, results={one.pk: {"remark": "发言积极"}})
    one.refresh_from_db()
    assert (one.score, one.remark, one.state) == (Decimal("86.5"), "发言积极", S.NOMINATED)


def test_an_outcome_can_be_set_and_corrected(cast):
    program = lives.running(cast, people=1)
    one = program.enrolments.get()
    for outcome in ("failed", "failed", "completed"):
        delivery.record_results(
            actor=cast.he, program=program, results={one.pk: {"outcome": outcome}}
        )
        one.refresh_from_db()
        assert one.state == outcome


def test_the_end_gives_everybody_an_outcome(cast):
    program = lives.running(cast, people=4, places=4)
    late = TraineeFactory(organisation=cast.north)
    enrolment.name_trainees(actor=cast.li, program=program, trainees=[late])
    low, high, none, told = program.enrolments.filter(state=S.NOMINATED).order_by("pk")
    delivery.record_results(
        actor=cast.he,
        program=program,
        results={
            low.pk: {"score": Decimal("59.5")},
            high.pk: {"score": Decimal(60)},
            told.pk: {"score": Decimal(90), "outcome": "failed"},
        },
    )
    delivery.close(actor=cast.he, program=program)
    states = dict(program.enrolments.values_list("pk", "state"))
    assert [states[x.pk] for x in (low, high, none, told)] == [
        S.FAILED,
        S.COMPLETED,
        S.COMPLETED,
        S.FAILED,
    ]
    assert program.enrolments.get(trainee=late).state == S.WITHDRAWN


@pytest.mark.parametrize(
    ("who", "may"), [("he", True), ("li", False), ("chen", False), ("stranger", False)]
)
def test_who_may_record_results(cast, who, may):
    program = lives.running(cast)
    assert bool(rules.may_record(getattr(cast, who), program)) is may


def test_nothing_is_recorded_before_the_start(cast):
    program = lives.approved(cast)
    assert not rules.may_record(cast.he, program)
