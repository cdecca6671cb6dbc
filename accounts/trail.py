"""The audit trail in words: what was done, and which field went from what to what."""

from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Of no interest to a reader, or said elsewhere in the entry.
INTERNAL = {
    *("id", "name_sort", "search_text", "path", "group_id", "token_hash", "key_hash"),
    *("organisation_id", "member_id", "invited_by_id", "created_at"),
}
COUNTS = {
    "created": _("Added"),
    "updated": _("Changed"),
    "unchanged": _("Unchanged"),
    "removed": _("Removed"),
}
ACTIONS = {
    "accounts.accept_invitation": _("Accepted an invitation"),
    "accounts.add_member": _("Added a member"),
    "accounts.add_organisation": _("Added an organisation"),
    "accounts.announce": _("Sent a notice to all"),
    "accounts.cancel_job": _("Stopped background work"),
    "accounts.erase_trainee": _("Erased personal data"),
    "accounts.export": _("Exported a list"),
    "accounts.invite": _("Invited a person"),
    "accounts.issue_token": _("Issued an API token"),
    "accounts.let_in_again": _("Allowed a new password"),
    "accounts.link_account": _("Linked an account"),
    "accounts.open_account": _("Opened an account"),
    "accounts.read_notice": _("Read a notice"),
    "accounts.read_notices": _("Read all notices"),
    "accounts.remove_view": _("Removed a saved view"),
    "accounts.reveal": _("Looked at personal identifiers"),
    "accounts.save_code": _("Changed a code table"),
    "accounts.save_codes": _("Changed code tables"),
    "accounts.save_organisation": _("Changed an organisation"),
    "accounts.save_profile": _("Changed the own profile"),
    "accounts.save_trainee": _("Changed a trainee"),
    "accounts.save_trainees": _("Changed many trainees"),
    "accounts.save_view": _("Saved a view"),
    "accounts.set_member_active": _("Ended or restored a membership"),
    "accounts.set_organisation_active": _("Closed or opened an organisation"),
    "accounts.set_code_hidden": _("Hid a code or offered it again"),
    "accounts.set_role": _("Changed a role"),
    "accounts.undo_trainees": _("Undid an import of trainees"),
    "accounts.withdraw_invitation": _("Withdrew an invitation"),
    "accounts.withdraw_token": _("Withdrew an API token"),
}
CODES = "accounts.code"


def describe(words: dict) -> None:
    """Add the words for the operations of another app: `{"programs.submit": _("Submitted …")}`."""
    ACTIONS.update(words)


def said(action: str) -> str:
    """An action in words; one that nobody has described is shown by its name."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    return action.partition(".")[2].replace("_", " ")


def explained(entries, codes: dict[int, str]) -> list:
    """Give each entry `words` and `lines` (field, before, after); `codes` names code entries."""
    entries = list(entries)
    for entry in entries:
        entry.words = said(entry.action)
        entry.lines = lines(entry, codes)
    return entries


def lines(entry, codes: dict[int, str]) -> list[tuple]:
    """The changed fields of an entry, as a person would name them."""
    model = _model(entry.target)
    names = sorted({*entry.before, *entry.after} - INTERNAL)
    pairs = [(name, entry.before.get(name), entry.after.get(name)) for name in names]
    told = [(name, old, new) for name, old, new in pairs if old or new]
    return [
        (_label(model, name), _shown(model, name, old, codes), _shown(model, name, new, codes))
        for name, old, new in told
    ]


def _model(target: str):
    try:
        return apps.get_model(target.partition(":")[0])
    except (LookupError, ValueError):
        return None


def _field(model, name: str):
    try:
        return model._meta.get_field(name.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        return None


def _label(model, name: str) -> str:
    field = _field(model, name)
    return capfirst(field.verbose_name) if field else str(COUNTS.get(name, name))


def _shown(model, name: str, value, codes: dict[int, str]):
    field = _field(model, name)
    if value is None or value == "" or field is None:
        return value
    if field.is_relation:
        is_code = field.related_model._meta.label_lower == CODES
        return codes.get(value, f"#{value}") if is_code else f"#{value}"
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return SHOWN.get(field.get_internal_type(), str)(value)


def _moment(value) -> str:
    moment = value if isinstance(value, datetime) else parse_datetime(str(value))
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else value


SHOWN = {
    "BooleanField": lambda value: str(_("yes") if value else _("no")),
    "DateTimeField": _moment,
    "JSONField": lambda value: (
        ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    ),
}
