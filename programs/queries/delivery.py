"""Attendance and results as the institute enters them and others read them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.queries import codes
from programs.choices import AttendanceStatus
from programs.models import Enrolment, Program, Session
from programs.queries.enrolment import participants

THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One person in one session; `status` is empty until somebody has looked."""

    enrolment: Enrolment
    status: str


def sessions(actor: Actor, program: Program):
    """The sessions in order, each with how many people have a mark."""
    rows = Session.objects.visible_to(actor).filter(program=program)
    rows = rows.select_related("course", "teacher", "base", "room", "program")
    return rows.annotate(marked=Count("attendance")).order_by("on", "slot", "position", "pk")


def marks(actor: Actor, session: Session) -> list[Mark]:
    """Everybody who takes part, with his mark in this session; two statements."""
    known = dict(session.attendance.values_list("enrolment_id", "status"))
    rows = participants(actor, session.program)
    return [Mark(enrolment=row, status=known.get(row.pk, "")) for row in rows]


def results(actor: Actor, program: Program):
    """Everybody who takes part, with how often he was there."""
    there = Count("attendance", filter=Q(attendance__status__in=THERE))
    return participants(actor, program).annotate(there=there, marked=Count("attendance"))


def grades(actor: Actor):
    """The grades that may be given."""
    return codes(actor, CodeKind.GRADE)
