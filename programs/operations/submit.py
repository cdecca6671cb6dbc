"""Handing a programme over, and taking it back."""

from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from core.errors import Refusal
from core.retry import retried
from programs import bookings
from programs.choices import PlanState
from programs.flow import COMPOSE, PROGRAM
from programs.models import Program, Version
from programs.queries import compose as queries
from programs.queries import snapshot
from programs.rules import program as rules
from resources import bookings as calendar


class NotReady(Refusal):
    """The meter found what forbids submitting; `issues` are the sentences."""

    code = "not_ready"
    status = 422
    message = _("This cannot be submitted yet. {issues}")

    def __init__(self, issues: list[queries.Said]):
        self.issues = issues
        super().__init__(None, issues=" ".join(issue.text for issue in issues))


@retried
@operation(rules.may_submit, on="program")
def submit(*, actor: Actor, program: Program) -> Program:
    """Hand a programme to its institute, and keep this version of it for good.

    From here on its teachers and rooms are taken. What it wants is locked before it is
    measured: of several that want the same at once, one is submitted and the others learn why
    not. Raises `NotReady` (nothing is changed then), `WrongState`, `TooBusy`.
    """
    sessions = queries.lines(actor, program)
    calendar.lock(bookings.wants(program, sessions))
    meter = queries.measured(actor, program, sessions)
    if not meter.ready:
        raise NotReady([queries.said(actor, issue) for issue in meter.blocking])
    bookings.book(program, sessions)
    PROGRAM.move(program, "submit", actor=actor, version=program.version + 1)
    Version.objects.create(
        program=program,
        number=program.version,
        content=snapshot.snapshot(actor, program, sessions, meter),
        member=actor.member,
    )
    for demand in _demands(program):
        process.close(demand, actor=actor)
    return program


@operation(rules.may_submit, on="program")
def withdraw(*, actor: Actor, program: Program) -> Program:
    """Take a programme back while the institute has not decided. Raises `WrongState`."""
    PROGRAM.move(program, "withdraw", actor=actor)
    bookings.settle(program)
    for demand in _demands(program):
        for unit in COMPOSE.to(demand):
            url, due_on = program.plan.get_absolute_url(), program.plan.deadline_on
            process.ask(COMPOSE, demand, unit, actor=actor, url=url, due_on=due_on)
    return program


def _demands(program: Program):
    """What the plan asks of the programme's owner, while the plan is open."""
    if program.plan is None or program.plan.state != PlanState.PUBLISHED:
        return ()
    return program.plan.demands.filter(unit=program.organisation)
