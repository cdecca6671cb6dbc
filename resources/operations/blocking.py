"""The sheet of days on which bases cannot be booked."""

from collections.abc import Iterable
from datetime import timedelta

from accounts.access import Actor, operation
from accounts.models import Organisation
from core.spreadsheets.kinds import Loaded, Outcome
from resources import closing, queries, rules
from resources.models import Base, Period
from resources.operations.calendar import LONGEST, PeriodUpsideDown
from resources.operations.loading import UnknownBase

FIELDS = ("last_on", "reason")


@operation(rules.may_bring_in, on="organisation")
def save_blocked(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Block days of bases; a row is known by its base and its first day.

    Raises `UnknownBase`, `PeriodUpsideDown`, and `closing.Engaged` while somebody has booked then.
    """
    bases = queries.kept(actor, Base).filter(organisation__path__startswith=organisation.path)
    known = {base.code: base for base in bases.select_related("organisation")}
    return Loaded([_saved(actor, known, row) for row in rows])


def _saved(actor: Actor, known: dict[str, Base], row: dict) -> Outcome:
    if row["base"] not in known:
        raise UnknownBase(word=row["base"])
    base, first = known[row["base"]], row["first_on"]
    period = Period._base_manager.filter(base=base, opens=False, first_on=first).first()
    new = period is None
    period = period or Period(base=base, first_on=first, last_on=row.get("last_on") or first)
    said = {name: row[name] for name in FIELDS if row.get(name)}
    changes = {n: (getattr(period, n), value) for n, value in said.items()}
    changes = {n: pair for n, pair in changes.items() if pair[0] != pair[1]}
    if not (new or changes):
        return Outcome(period.pk, "unchanged")
    _write(actor, period, {name: value for name, (_old, value) in changes.items()})
    return Outcome(period.pk, "created") if new else Outcome(period.pk, "updated", changes)


def _write(actor: Actor, period: Period, values: dict) -> None:
    if period.pk:
        closing.lift(period)
    for name, value in values.items():
        setattr(period, name, value)
    if not timedelta() <= period.last_on - period.first_on <= LONGEST:
        raise PeriodUpsideDown
    period.save()
    closing.shut(actor, period)


@operation(rules.may_bring_in, on="organisation")
def undo_blocked(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_blocked`: days are free again, or blocked as before."""
    outcomes = list(outcomes)
    mine = Period._base_manager.filter(base__organisation__path__startswith=organisation.path)
    found = mine.filter(pk__in=[one.pk for one in outcomes]).select_related("base")
    periods = {period.pk: period for period in found}
    done = [_taken_back(actor, periods.get(one.pk), one) for one in reversed(outcomes)]
    return Loaded(done[::-1])


def _taken_back(actor: Actor, period: Period | None, outcome: Outcome) -> Outcome:
    if period is None or outcome.action == "unchanged":
        return Outcome(outcome.pk, "removed" if outcome.action == "created" else "unchanged")
    if outcome.action == "created":
        closing.lift(period)
        period.delete()
        return Outcome(outcome.pk, "removed")
    since = {n: pair for n, pair in outcome.changes.items() if getattr(period, n) == pair[1]}
    if since:
        _write(actor, period, {name: old for name, (old, _new) in since.items()})
    return Outcome(outcome.pk, "updated" if since else "unchanged", since)
