"""Who signs: the signatures of a programme, the department's table, deputies, clean cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.access import Actor
from accounts.choices import PERSONAL_ROLES, OrganisationKind, Role
from accounts.models import Member
from accounts.queries import members
from programs.choices import ProgramState, Verdict
from programs.models import ApprovalRule, Deputy, Program, Signature, Version
from programs.queries import compose
from programs.queries.review import Case
from programs.rules import program as rules

MOST = 50  # programmes decided about in one batch


@dataclass(frozen=True)
class Signer:
    """One signature as the page shows it: state done, back, wrong, now or next."""

    signature: Signature
    state: str
    mine: bool = False
    late: bool = False


def signers(actor: Actor, program: Program) -> list[Signer]:
    """The signatures of the latest version in order; one statement, and one per open one."""
    rows = Signature.objects.visible_to(actor).filter(program=program, version=program.version)
    rows = rows.select_related("organisation", "user", "member__user", "program__organisation")
    asked = {row.pk for row in rules.current(program)}
    today = timezone.localdate()
    return [
        Signer(
            row,
            _state(row, asked),
            mine=row.pk in asked and bool(rules.may_sign(actor, row)),
            late=row.pk in asked and row.due_on is not None and row.due_on < today,
        )
        for row in rows
    ]


def _state(row: Signature, asked: set[int]) -> str:
    marks = {Verdict.APPROVE: "done", Verdict.RETURN: "back", Verdict.REFUSE: "wrong"}
    return marks.get(row.verdict) or ("now" if row.pk in asked else "next")


def approval_rules(actor: Actor):
    """The table of the actor's department."""
    rows = ApprovalRule.objects.visible_to(actor).filter(organisation=actor.organisation)
    return rows.select_related("theme", "signer", "member__user", "organisation")


def deputies(actor: Actor):
    """Deputies of the actor's department, ended ones left out."""
    rows = Deputy.objects.visible_to(actor).filter(organisation=actor.organisation)
    rows = rows.filter(ends_on__gte=timezone.localdate())
    return rows.select_related("member__user", "deputy__user", "member__organisation")


def approvers(actor: Actor):
    """Approvers of the actor's department: those who may name a deputy."""
    return members(actor).filter(organisation=actor.organisation, role=Role.APPROVER)


def colleagues(actor: Actor):
    """Staff of the actor's own organisation: who can be a deputy."""
    rows = members(actor).filter(organisation=actor.organisation)
    return rows.exclude(role__in=PERSONAL_ROLES)


def choosable(actor: Actor, program: Program | None = None):
    """Who may be asked to sign: staff of the own department, approvers of those above and below.

    Above the own organisation nothing but name and department is shown of anybody.
    """
    near = Q(organisation=actor.organisation) & ~Q(role__in=PERSONAL_ROLES)
    around = Q(organisation__in=actor.ancestors) | Q(
        organisation__path__startswith=actor.organisation.path
    )
    rows = Member._base_manager.filter(near | (around & Q(role=Role.APPROVER)))
    rows = rows.filter(organisation__kind=OrganisationKind.DEPARTMENT, user__is_active=True)
    if program is not None:
        rows = rows.filter(organisation__in=program.organisation.ancestors)
    rows = rows.exclude(user=actor.user).select_related("user", "organisation")
    return rows.order_by("organisation__path", "role", "user__name", "pk")


def clean(actor: Actor, cases: Iterable[Case]) -> set[int]:
    """Programmes that can be approved together: nothing advised against, and nothing new.

    That is: no advice when it was submitted, and the first version or the same figures as the
    version before. One statement.
    """
    waiting = [c.program for c in cases if c.program.state == ProgramState.ACCEPTED]
    rows = Version.objects.visible_to(actor).filter(program__in=waiting)
    meters = {(v.program_id, v.number): v.content.get("meter", {}) for v in rows}
    return {p.pk for p in waiting if _is_clean(p, meters)}


def _is_clean(program: Program, meters: dict) -> bool:
    now = meters.get((program.pk, program.version))
    before = meters.get((program.pk, program.version - 1), now)
    return now is not None and now.get("advice") == 0 and now == before


@dataclass(frozen=True)
class Candidate:
    """One programme of a batch: what it adds up to now, and why it cannot be in the batch."""

    program: Program
    hours: int
    cost: int
    step: int | None
    why_not: str = ""


def batch(actor: Actor, programs: Iterable[Program]) -> list[Candidate]:
    """Measure the programmes of a batch once more; so many statements for each, at most `MOST`."""
    return [_candidate(actor, program) for program in list(programs)[:MOST]]


def _candidate(actor: Actor, program: Program) -> Candidate:
    meter = compose.measured(actor, program)
    issues = [*meter.blocking, *meter.advice]
    answer = rules.may_approve(actor, program)
    step = next((s.signature.pk for s in signers(actor, program) if s.mine), None)
    why_not = answer.reason or (compose.said(actor, issues[0]).text if issues else "")
    return Candidate(program, meter.hours, meter.cost.total, step, str(why_not))


def overdue(actor: None) -> list[Signature]:
    """Signatures past their deadline that have not been passed on; for the clock, of everybody."""
    rows = Signature._base_manager.filter(
        verdict="",
        escalated_at=None,
        due_on__lt=timezone.localdate(),
        program__state=ProgramState.ACCEPTED,
    )
    rows = rows.select_related(
        "program__organisation", "organisation", "user", "asked_by__user", "asked_by__organisation"
    )
    return [row for row in rows if row.version == row.program.version]
