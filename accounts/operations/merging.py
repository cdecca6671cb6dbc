"""Two records of one person become one, with everything that hangs on them; it can be undone."""

import json
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, Denied, key, operation
from accounts.joining import let_in
from accounts.models import AuditEntry, Member, Merge, Step, Trainee
from accounts.references import references
from accounts.rules import may_keep, may_let_in_again
from core import events
from core.errors import Refusal

FIELDS = (
    *("number", "name", "name_latin", "sex", "born_on", "id_number", "phone"),
    *("kind", "level", "area", "education", "post", "post_en", "joined_on"),
)
HISTORY = (AuditEntry, Step)  # what was done stays said of whom it was done to


class SamePerson(Refusal):
    """A record cannot be merged with itself."""

    code = "same_person"
    message = _("These are not two records.")


class OtherAccount(Refusal):
    """Two accounts, one of them used elsewhere too."""

    code = "other_account"
    message = _("Both have an account, and “{name}” also acts elsewhere: a manager above decides.")


class NotUndoable(Refusal):
    """Something has changed since that stands in the way."""

    code = "not_undoable"
    message = _("This can no longer be undone: {why}")


@operation(may_keep, on="kept")
def merge_trainees(
    *, actor: Actor, kept: Trainee, gone: Trainee, take: Iterable[str] = (), reason: str
) -> Merge:
    """Make `gone` part of `kept`: all that refers to him now refers to `kept`.

    `take` are the fields whose value `gone` brings; empty fields of `kept` are filled anyway.
    Raises `SamePerson`, `OtherAccount`, `Denied`.
    """
    if kept.pk == gone.pk:
        raise SamePerson
    if not (answer := may_keep(actor, gone)):
        raise Denied(answer.reason)
    merge = Merge(
        organisation=kept.organisation,
        kept=kept,
        gone_pk=gone.pk,
        gone_label=f"{gone.name} {gone.number}"[:200],
        reason=reason,
        member=actor.member,
    )
    work = _Merging()
    _accounts(actor, work, kept, gone)
    work.absorb(kept, gone)
    work.change(kept, _taken(kept, gone, set(take)))
    merge.journal = json.loads(json.dumps(work.journal, default=str))
    merge.save()
    events.publish("accounts.trainees_merged", pk=kept.pk)
    return merge


def _taken(kept: Trainee, gone: Trainee, take: set[str]) -> dict:
    found = {}
    for name in FIELDS:
        attribute = Trainee._meta.get_field(name).attname
        ours, theirs = getattr(kept, attribute), getattr(gone, attribute)
        if theirs not in (None, "") and theirs != ours and (name in take or ours in (None, "")):
            found[attribute] = theirs
    return found


def _accounts(actor: Actor, work: "_Merging", kept: Trainee, gone: Trainee) -> None:
    """One account is left: what the other one's owner did and was asked becomes his."""
    user = gone.user
    if user is None:
        return
    work.change(gone, {"user_id": None})
    if kept.user is None:
        work.change(kept, {"user_id": user.pk})
        return
    places = list(user.members.filter(active=True).select_related("organisation", "user"))
    if not all(may_let_in_again(actor, place) for place in places):
        raise OtherAccount(name=user.display_name)
    for place in places:
        let_in(place.organisation, kept.user, place.role)
        work.change(place, {"active": False})
    work.repoint(kept.user, user, apart_from=(Member, Trainee))
    work.change(user, {"is_active": False})


class _Merging:
    """Moves what refers to one row to another, step by step, and writes every step down."""

    def __init__(self):
        self.journal: list = []

    def absorb(self, kept: Model, gone: Model) -> None:
        """Repoint all that refers to `gone`, then remove it."""
        self.repoint(kept, gone)
        self.retarget(kept, gone)
        self.journal.append(["removed", serializers.serialize("python", [gone])[0]])
        type(gone)._base_manager.filter(pk=gone.pk).delete()

    def repoint(self, kept: Model, gone: Model, apart_from: tuple = ()) -> None:
        """Let every row of ours that refers to `gone` refer to `kept`."""
        for field in references(type(gone)):
            ours = field.model._meta.app_label in settings.OUR_APPS
            if ours and field.model not in apart_from:
                rows = field.model._base_manager.filter(**{field.attname: gone.pk})
                for row in rows.order_by("pk"):
                    self._move(field, row, kept)

    def _move(self, field, row: Model, kept: Model) -> None:
        old = getattr(row, field.attname)
        rows = field.model._base_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                rows.update(**{field.attname: kept.pk})
        except IntegrityError:  # both had one, say a place in the same programme: they become one
            twin = _twin(field, row, kept)
            self.change(twin, _gaps(twin, row))
            self.absorb(twin, row)
        else:
            self.journal.append(
                ["moved", field.model._meta.label, field.attname, [row.pk], old, kept.pk]
            )
            if getattr(row, "goes_with", "") == field.name:
                row.refresh_from_db()
                self.change(row, {"organisation_id": kept.organisation_id})

    def retarget(self, kept: Model, gone: Model) -> None:
        """The same for what names its object in words: to-dos, attachments."""
        for model in (
            m for app in settings.OUR_APPS for m in apps.get_app_config(app).get_models()
        ):
            if model in HISTORY or not any(f.name == "target" for f in model._meta.concrete_fields):
                continue
            rows = model._base_manager.filter(target=key(gone))
            if keys := list(rows.values_list("pk", flat=True)):
                model._base_manager.filter(pk__in=keys).update(target=key(kept))
                told = [str(one) if not isinstance(one, int) else one for one in keys]
                self.journal.append(
                    ["moved", model._meta.label, "target", told, key(gone), key(kept)]
                )

    def change(self, row: Model, values: dict) -> None:
        """Set fields of a row that stays."""
        if not values:
            return
        told = {name: [getattr(row, name), value] for name, value in values.items()}
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self.journal.append(["set", row._meta.label, row.pk, told])


def _twin(field, row: Model, kept: Model) -> Model:
    """The row of `kept` that stands in the way of `row`, by the constraint that both meet."""
    for names in _unique(field.model):
        if field.name in names:
            same = {name: getattr(row, name) for name in names if name != field.name}
            if twin := field.model._base_manager.filter(**same, **{field.name: kept}).first():
                return twin
    raise NotUndoable(why=row)


def _unique(model: type[Model]):
    yield from (constraint.fields for constraint in model._meta.total_unique_constraints)
    yield from model._meta.unique_together
    yield from ((field.name,) for field in model._meta.concrete_fields if field.unique)


def _gaps(twin: Model, row: Model) -> dict:
    """What a row knows that its twin does not."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if getattr(twin, field.attname) in (None, "")
        and getattr(row, field.attname) not in (None, "")
    }


@operation(may_keep, on="merge")
def undo_merge(*, actor: Actor, merge: Merge) -> Merge:
    """Take a merge back, the last step first: what was changed since stays as it is now.

    Raises `NotUndoable`.
    """
    if not Merge._base_manager.filter(pk=merge.pk, undone_at=None).update(undone_at=timezone.now()):
        raise NotUndoable(why=_("it has been undone already."))
    try:
        for step in reversed(merge.journal):
            _BACK[step[0]](*step[1:])
    except IntegrityError as error:
        raise NotUndoable(why=_("a number is used again, or something was deleted.")) from error
    merge.refresh_from_db()
    events.publish("accounts.trainees_merged", pk=merge.kept_id)
    return merge


def _move_back(label: str, column: str, keys: list, old, new) -> None:
    rows = apps.get_model(label)._base_manager.filter(pk__in=keys, **{column: new})
    rows.update(**{column: old})


def _set_back(label: str, pk, told: dict) -> None:
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=pk).first()
    for name, (old, new) in told.items():
        field = model._meta.get_field(name.removesuffix("_id"))
        if row is not None and field.to_python(new) == getattr(row, name):
            setattr(row, name, field.to_python(old) if old is not None else None)
    if row is not None:
        row.save()


def _bring_back(stored: dict) -> None:
    for one in serializers.deserialize("python", [stored]):
        one.save(force_insert=True)


_BACK = {"moved": _move_back, "set": _set_back, "removed": _bring_back}
