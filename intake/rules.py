"""Who may import, look at what came, and undo."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import Role
from accounts.models import Trainee
from accounts.rules import may_keep_people
from core.spreadsheets import kinds
from intake.models import Attachment, Batch
from programs.models import Program
from resources.rules import may_keep

NOT_YOURS = _("Only those who keep these data import them: managers and data stewards.")


def may_browse(actor: Actor, _any=None) -> Answer:
    """Managers and data stewards see the history of their organisation and those below."""
    return YES if actor.has(Role.MANAGER, Role.STEWARD) else Answer(NOT_YOURS)


def may_begin(actor: Actor, _any=None) -> Answer:
    """Whoever keeps some kind of data."""
    if any(kind.targets(actor) for kind in kinds.kinds()):
        return YES
    return Answer(NOT_YOURS)


def may_import(actor: Actor, batch: Batch) -> Answer:
    """Whoever may load this kind of data into this target, in the organisation of the import."""
    if actor.organisation.pk != batch.organisation_id:
        return Answer(_("Only the organisation that received the file goes on with its import."))
    kind = batch.declared
    if kind and any(target.pk == batch.target_pk for target in kind.targets(actor)):
        return YES
    return Answer(NOT_YOURS)


def may_read(actor: Actor, batch: Batch) -> Answer:
    """The rows hold personal data: those who keep them, here or above, may look at them."""
    if may_browse(actor) and actor.organisation.is_above(batch.organisation):
        return YES
    return Answer(NOT_YOURS)


def may_exceed(actor: Actor, _any=None) -> Answer:
    """A manager answers for an import that is larger than usual."""
    if actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager lets an import through that is above the limit."))


def may_set_limits(actor: Actor, row) -> Answer:
    """A manager sets the limits of his own organisation."""
    if actor.has(Role.MANAGER) and row.organisation_id == actor.organisation.pk:
        return YES
    return Answer(_("Only a manager of the organisation sets the limits of its imports."))


def may_purge(actor: Actor, batch: Batch) -> Answer:
    """The clock, in the name of the organisation that keeps the rows."""
    if actor.organisation.pk == batch.organisation_id:
        return YES
    return Answer(NOT_YOURS)


def may_keep_feed(actor: Actor, feed) -> Answer:
    """Whoever may load this kind of data into this target keeps the sources of it."""
    return may_import(actor, feed)


def may_undo(actor: Actor, batch: Batch) -> Answer:
    """Whoever may import may also undo, if this kind can be undone."""
    if batch.purged_at:
        return Answer(_("Its rows were deleted when their time was over: it is not undone."))
    if batch.declared.undo is None:
        return Answer(_("An import of this kind cannot be undone."))
    return may_import(actor, batch)


def may_attach(actor: Actor, thing) -> Answer:
    """Whoever keeps the trainee or the course; for a programme, its owner and its institute."""
    if isinstance(thing, Trainee):
        return may_keep_people(actor, thing.organisation)
    if not isinstance(thing, Program):
        return may_keep(actor, thing)
    parties = (thing.organisation_id, thing.institute_id)
    if actor.has(Role.MANAGER, Role.STEWARD) and actor.organisation.pk in parties:
        return YES
    return Answer(_("Only the unit of a programme and the institute that holds it attach files."))


def may_detach(actor: Actor, attachment: Attachment) -> Answer:
    """Whoever may attach may also take off."""
    return may_attach(actor, attachment.target)


def may_see_attached(actor: Actor, _thing) -> Answer:
    """Whoever sees the page of a thing sees what is attached to it."""
    return YES
