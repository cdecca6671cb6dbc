"""What refers to a row: asked before it is removed, followed when it is merged with another."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey, Model

from accounts.models import AuditEntry

AT_ONCE = 500


def references(model: type[Model]) -> Iterator[ForeignKey]:
    """Give every foreign key, of whatever table, that leads to `model`.

    The links of its own sets (`formats`, `facilities`) are part of a row, not a use of it.
    """
    own = {relation.remote_field.through for relation in model._meta.local_many_to_many}
    for relation in model._meta.get_fields(include_hidden=True):
        leads_here = relation.auto_created and not relation.concrete
        if leads_here and not relation.many_to_many and relation.related_model not in own:
            yield relation.field


def used(model: type[Model], keys: Iterable[int]) -> set[int]:
    """Return the keys that anything refers to; one statement for each table that could."""
    keys = set(keys)
    found: set[int] = set()
    for field in references(model) if keys else ():
        rows = field.model._base_manager.filter(**{f"{field.attname}__in": keys})
        found |= set(rows.order_by().values_list(field.attname, flat=True))
    return found


def touched(model: type[Model], keys: Iterable[int]) -> set[int]:
    """Return the keys of rows that somebody has changed one by one, by the trail.

    An import leaves one entry for all its rows, a person at a page one for the row.
    """
    names = {f"{model._meta.label_lower}:{pk}": pk for pk in keys}
    found: set[int] = set()
    for at in range(0, len(names), AT_ONCE):
        entries = AuditEntry._base_manager.filter(target__in=list(names)[at : at + AT_ONCE])
        said = entries.values_list("target", "before", "after")
        found |= {names[target] for target, before, after in said if before or after}
    return found
