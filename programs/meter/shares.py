"""Shares of the hours, and the shortest way to a missing one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programs.meter.shapes import Carried, Quota, Share


def shares(quotas: Iterable[Quota], held: Iterable[tuple[int | None, int]]) -> tuple[Share, ...]:
    """Say how each quota stands; `held` are pairs of key and hours. O(n + q)."""
    sums: Counter = Counter()
    for key, hours in held:
        sums[key] += hours
    total = sums.total()
    return tuple(_share(quota, sums[quota.key], total) for quota in quotas)


def carried(kind: str, quotas: Iterable[Quota], **stages: dict[int | None, int]):
    """Set each quota beside what stands at every stage: planned, approved, held.

    `stages` map the key of a quota to its hours. A stage without any hours says nothing.
    Returns a tuple of `Carried`. O(q · s).
    """
    quotas = list(quotas)
    told = {name: shares(quotas, hours.items()) for name, hours in stages.items() if hours}
    return tuple(
        Carried(kind, quota, **{name: found[i] for name, found in told.items()})
        for i, quota in enumerate(quotas)
    )


def _share(quota: Quota, hours: int, total: int) -> Share:
    missing = _missing(hours, total, quota.minimum)
    excess = 0 if quota.maximum is None else _excess(hours, total, quota.maximum)
    return Share(quota, hours, total, missing, excess, _shown(hours, total, missing, excess))


def _missing(hours: int, total: int, percent: int) -> int:
    lack = percent * total - 100 * hours
    if lack <= 0:
        return 0
    # At 100 % nothing added helps while other hours stay: they have to be exchanged.
    return total - hours if percent >= 100 else -(-lack // (100 - percent))


def _excess(hours: int, total: int, percent: int) -> int:
    over = 100 * hours - percent * total
    return 0 if over <= 0 else min(hours, -(-over // (100 - percent)))


def _shown(hours: int, total: int, missing: int, excess: int) -> int:
    if not total:
        return 0
    if missing:
        return 100 * hours // total
    return -(-100 * hours // total) if excess else (200 * hours + total) // (2 * total)


@dataclass(frozen=True)
class Candidate:
    """A course that could be added, at the fee of its cheapest teacher."""

    course: int
    name: str
    hours: int
    fee_yuan: int


@dataclass(frozen=True)
class Way:
    """What adding one course does to a short quota; `missing_hours` is what then still lacks."""

    candidate: Candidate
    shown: int
    missing_hours: int
    total_hours: int


def shortest_ways(share: Share, candidates: Iterable[Candidate], *, hours_max: int, count=3):
    """Choose up to `count` courses that bring a short quota nearest to its minimum.

    First those that stay within `hours_max`, then those that leave least missing, then the
    fewest hours, then the cheapest. O(c log c). Returns a tuple of `Way`.
    """
    ways = []
    for c in candidates:
        after = _share(share.quota, share.hours + c.hours, share.total + c.hours)
        ways.append(Way(c, after.shown, after.missing_hours, after.total))
    best = sorted(
        ways,
        key=lambda w: (
            w.total_hours > hours_max,
            w.missing_hours,
            w.candidate.hours,
            w.candidate.fee_yuan,
            w.candidate.course,
        ),
    )
    return tuple(best[:count])
