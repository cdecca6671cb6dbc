"""Who may compose, submit, confirm, approve and hold a programme."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation, User
from programs.choices import EDITABLE, NAMING, ProgramState
from programs.models import Deputy, Program, Session, Signature

ABOVE = _("Only an approver of the department above the owner decides about it.")
ORDERING = (OrganisationKind.UNIT, OrganisationKind.DEPARTMENT)


def may_create(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of the unit or department for which the programme is composed."""
    if organisation.pk == actor.organisation.pk and actor.at(*ORDERING) and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of a unit or department composes its programmes."))


def may_submit(actor: Actor, program: Program) -> Answer:
    """A manager of the organisation that owns the programme."""
    if program.organisation_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the organisation that owns the programme may do this."))


def may_edit(actor: Actor, program: Program) -> Answer:
    """The same, while nobody else is deciding about it."""
    if program.state not in EDITABLE:
        return Answer(
            _("A programme is changed only as a draft or after it was returned. Withdraw it first.")
        )
    return may_submit(actor, program)


def may_confirm(actor: Actor, program: Program) -> Answer:
    """A manager of the institute that is to hold it."""
    if program.institute_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the institute that holds the programme may do this."))


def may_approve(actor: Actor, program: Program) -> Answer:
    """Whoever is asked to sign now; without a table of steps, any approver of a department above.

    Never the person who submitted it: two people stand behind every approved programme. Nobody
    signs two steps of one version.
    """
    owner = program.organisation
    topmost = owner.parent_id is None or owner.pk != actor.organisation.pk
    answers = [may_sign(actor, signature) for signature in current(program)]
    answers = answers or [_above(actor, owner) if topmost else Answer(ABOVE)]
    if not (answer := next((answer for answer in answers if answer), answers[0])):
        return answer
    if actor.user.pk == submitter(program):
        return Answer(_("You submitted this programme yourself: another approver has to decide."))
    return YES


def may_sign(actor: Actor, signature: Signature) -> Answer:
    """Whoever this signature is asked of, or his deputy; after its deadline also who is above."""
    if signature.program.signatures.filter(
        version=signature.version, member__user=actor.user
    ).exists():
        return Answer(_("You have already signed an earlier step: now another person decides."))
    if actor.user in deputies(signature) or actor.user.pk == signature.user_id:
        return YES if not actor.is_personal else Answer(_("Switch to your role in the department."))
    if signature.user and signature.escalated_at is None:
        return Answer(_("This step waits for {name}.").format(name=signature.user.display_name))
    return _above(actor, signature.organisation)


def _above(actor: Actor, owner: Organisation) -> Answer:
    """An approver of this department, or of one above it."""
    above = actor.organisation.is_above(owner) and actor.at(OrganisationKind.DEPARTMENT)
    return YES if above and actor.has(Role.APPROVER) else Answer(ABOVE)


def current(program: Program) -> list[Signature]:
    """The signatures that are asked for now: the open ones of the lowest position."""
    if program.state != ProgramState.ACCEPTED:
        return []
    open_ones = program.signatures.filter(version=program.version, verdict="")
    rows = list(open_ones.select_related("organisation", "user", "program"))
    return [row for row in rows if row.position == rows[0].position]


def deputies(signature: Signature) -> list[User]:
    """Who may decide in the place of those asked, today."""
    today = timezone.localdate()
    rows = Deputy._base_manager.filter(starts_on__lte=today, ends_on__gte=today)
    rows = rows.select_related("deputy__user")
    if signature.user_id:
        rows = rows.filter(member__user=signature.user_id)
    else:
        rows = rows.filter(organisation=signature.organisation_id, member__role=Role.APPROVER)
    return [row.deputy.user for row in rows]


def submitter(program: Program) -> int | None:
    """The key of the user who submitted the latest version."""
    return program.versions.values_list("member__user_id", flat=True).first()


def may_create_for(actor: Actor, program: Program) -> Answer:
    """The same as `may_create`, asked about a programme that is being begun."""
    return may_create(actor, program.organisation)


def may_edit_line(actor: Actor, line: Session) -> Answer:
    """Whoever edits the programme edits its lines."""
    return may_edit(actor, line.program)


def may_amend(actor: Actor, program: Program) -> Answer:
    """Small edits that keep the approval: by a manager of the owner, until the end."""
    if program.state not in NAMING:
        return Answer(_("Only an approved programme is amended; before that it is composed."))
    return may_submit(actor, program)


def may_amend_line(actor: Actor, line: Session) -> Answer:
    """The same, about one line."""
    return may_amend(actor, line.program)
