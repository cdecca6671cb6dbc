"""The life of a plan and of a programme, and who has to act in each state."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation
from accounts.process import Process, Waiting
from core.flow import Flow
from programs.choices import PlanState as P
from programs.choices import ProgramState as S
from programs.rules import plan as plan_rules
from programs.rules import program as rules


def owner(program) -> list[Organisation]:
    """Whoever composed the programme."""
    return [program.organisation]


def institute(program) -> list[Organisation]:
    """Whoever holds the programme."""
    return [program.institute] if program.institute else []


def department(program) -> list[Organisation]:
    """The nearest department above the owner; the topmost one decides about its own."""
    own = program.organisation
    rows = Organisation.objects.unscoped(reason="everyone may know his own superiors")
    above = rows.filter(pk__in=own.ancestors[:-1], kind=OrganisationKind.DEPARTMENT)
    return [above.order_by("-path").first() or own]


def signers(signature) -> list:
    """Whoever is asked to sign, his deputies, and who is above once it is overdue."""
    asked = [signature.user or signature.organisation, *rules.deputies(signature)]
    if signature.escalated_at:
        asked += department(signature) if signature.organisation.parent_id else []
        asked += [] if signature.user is None else [signature.organisation]
    return asked


# Each unit that was allotted places in a department's programme.
QUOTA = Waiting("name_quota", _("Name the trainees"), to=lambda one: [one.unit], days=14)
# Each unit that a plan asks gets this to-do; it stays until the unit submits a programme.
APPROVE = Waiting("approve", _("Approve"), to=signers, role=Role.APPROVER, days=5)
# A step nobody took in time: a manager of the department finds somebody who decides.
CHASE = Waiting("chase", _("Find somebody who decides"), to=lambda one: [one.organisation])
# What stands in a plan is relaxed by the department that owns it, or nothing comes of it.
RELAX = Waiting(
    "relax",
    _("Answer a request to relax a demand"),
    to=lambda made: [made.program.plan.organisation],
    days=5,
)
COMPOSE = Waiting("compose", _("Compose a programme"), to=lambda demand: [demand.unit])

PLAN = Process(
    Flow(
        # move     from          to           asks                        button
        ("publish", {P.DRAFT}, P.PUBLISHED, plan_rules.may_manage_plan, _("Publish"), "primary"),
        ("close", {P.PUBLISHED}, P.CLOSED, plan_rules.may_manage_plan, _("Close the plan")),
        tones={P.DRAFT: "draft", P.PUBLISHED: "running", P.CLOSED: "closed"},
    ),
    url="programs:plan",
    waits={},
)

PROGRAM = Process(
    Flow(
        ("submit", {S.DRAFT, S.RETURNED}, S.SUBMITTED, rules.may_submit, _("Submit"), "primary"),
        ("withdraw", {S.SUBMITTED}, S.DRAFT, rules.may_submit, _("Withdraw")),
        ("accept", {S.SUBMITTED}, S.ACCEPTED, rules.may_confirm, _("Confirm"), "primary"),
        ("decline", {S.SUBMITTED}, S.RETURNED, rules.may_confirm, _("Send back")),
        ("sign", {S.ACCEPTED}, S.ACCEPTED, rules.may_approve, _("Step approved")),
        ("approve", {S.ACCEPTED}, S.APPROVED, rules.may_approve, _("Approve"), "primary"),
        (
            "return",
            {S.SUBMITTED, S.ACCEPTED},
            S.RETURNED,
            rules.may_approve,
            _("Return for changes"),
        ),
        ("refuse", {S.ACCEPTED}, S.REFUSED, rules.may_approve, _("Refuse"), "danger"),
        ("reopen", {S.APPROVED}, S.RETURNED, rules.may_submit, _("Change what was approved")),
        ("start", {S.APPROVED}, S.RUNNING, rules.may_confirm, _("Start the programme"), "primary"),
        ("close", {S.RUNNING}, S.CLOSED, rules.may_confirm, _("Close the programme"), "primary"),
        tones={
            S.DRAFT: "draft",
            S.SUBMITTED: "waiting",
            S.ACCEPTED: "waiting",
            S.RETURNED: "returned",
            S.APPROVED: "approved",
            S.REFUSED: "refused",
            S.RUNNING: "running",
            S.CLOSED: "closed",
        },
    ),
    url="programs:program",
    # Who approves is asked signature by signature, in `operations/signing.py`.
    waits={
        S.SUBMITTED: Waiting("confirm", _("Confirm"), to=institute, days=5),
        S.RETURNED: Waiting("revise", _("Revise"), to=owner, days=10),
        S.APPROVED: (
            Waiting("name", _("Name the trainees"), to=owner, days=14),
            Waiting("start", _("Start the programme"), to=institute),
        ),
        S.RUNNING: Waiting("close", _("Close the programme"), to=institute),
    },
)
