"""The tree of organisations and the code tables they use."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Code, HiddenCode, Organisation
from accounts.rules import may_govern, may_hide_code, may_keep, may_keep_people, may_manage
from core.errors import Refusal


class CodeTaken(Refusal):
    """A table has each code once."""

    code = "code_taken"
    message = _("The table already has an entry with the code “{word}”.")


@operation(may_manage, on="organisation")
def save_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Change an organisation."""
    organisation.save()
    return organisation


@operation(may_manage, on="superior")
def add_organisation(*, actor: Actor, superior: Organisation, new: Organisation) -> Organisation:
    """Make an organisation below `superior`."""
    new.parent = superior
    new.save()
    return new


@operation(may_govern, on="organisation")
def set_organisation_active(
    *, actor: Actor, organisation: Organisation, active: bool
) -> Organisation:
    """Close an organisation or open it again; its members are out with their next request."""
    organisation.active = active
    organisation.save(update_fields=["active"])
    return organisation


@operation(may_keep, on="code")
def save_code(*, actor: Actor, code: Code) -> Code:
    """Create or change one entry of a code table. Raises `CodeTaken`."""
    same = Code._base_manager.filter(organisation=code.organisation, kind=code.kind, code=code.code)
    if same.exclude(pk=code.pk).exists():
        raise CodeTaken(word=code.code)
    code.save()
    return code


@operation(may_hide_code, on="code")
def set_code_hidden(*, actor: Actor, code: Code, hidden: bool) -> Code:
    """Leave an entry of a superior's table out of the choices of one's own organisation, or not."""
    here = {"organisation": actor.organisation, "code": code}
    if hidden:
        HiddenCode._base_manager.get_or_create(**here)
    else:
        HiddenCode._base_manager.filter(**here).delete()
    return code


@operation(may_keep_people, on="organisation")
def save_codes(*, actor: Actor, organisation: Organisation, rows: Iterable[dict]) -> int:
    """Create or update entries of the code tables by table and code. Returns how many."""
    rows = list(rows)
    for row in rows:
        key = {"organisation": organisation, "kind": row["kind"], "code": row["code"]}
        Code._base_manager.update_or_create(
            **key, defaults={k: v for k, v in row.items() if k not in key}
        )
    return len(rows)
