"""Many people, few places: everybody assigned at once for the best total match.

A flow of least cost from people to programmes gives the optimum. Where people times programmes
are too many for all arcs, prices learned on a sample say which programmes are within reach of
whom, the flow runs on those arcs alone, and exact prices of its result prove it best among all,
or say how much at most is missing.
Source: Bertsekas, Linear Network Optimization, 1991 (prices, complementary slackness).
"""

from dataclasses import dataclass

import numpy as np

UNPLACED = -1
UNIT = 1_000_000  # integer cost of one whole score: rounding costs less than 1e-6 a person
ALL_ARCS = 400_000  # up to so many pairs nothing is left out
SAMPLE, LEAST_SAMPLE, STEPS = 0.05, 3000, 150
REACH, ROUNDS = 12, 3  # programmes within reach of a person at first; how often that is doubled
ENOUGH = 1e-6  # share that may be missing to the best
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Quotas:
    """At most so many people of one unit in one programme.

    unit : (n,) int in [0, u).  most : (u, k) int >= 0.
    """

    unit: np.ndarray
    most: np.ndarray


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who goes where, and how good that is.

    chosen : (n,) programme of each person, -1 without.  value : sum of the scores given.
    bound : no assignment is worth more.  prices : (k,) what one more place is worth.
    """

    chosen: np.ndarray
    value: float
    bound: float
    prices: np.ndarray

    @property
    def gap(self) -> float:
        """At most this share is missing to the best possible; 0 where proven best."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def assign(scores: np.ndarray, places: np.ndarray, quotas: Quotas | None = None) -> Assignment:
    """Give people places so that the sum of their scores is the most.

    scores : (n, k) float >= 0; NaN where a person must not go to a programme; someone with a
    free choice is never left without a place for a score above 0.  places : (k,) int >= 0.
    The bound leaves quotas out, so with them the gap holds what they cost as well.

    O(n k) reads and a flow on n x k arcs, above 400,000 pairs on about 12 n. The score matrix is
    not copied. Raises ValueError for places below 0, negative scores or unequal shapes.
    """
    _check(scores, places, quotas)
    n, k = scores.shape
    if not n or not k:
        return Assignment(np.full(n, UNPLACED), 0.0, 0.0, np.zeros(k))
    if n * k <= ALL_ARCS:
        people, programs = np.nonzero(~np.isnan(scores))
        chosen = flow(scores, people, programs, places, quotas)
        prices = _exact_prices(scores, chosen, places)
        return _result(scores, places, chosen, prices)
    return _sparse(scores, places, quotas)


def _sparse(scores, places, quotas) -> Assignment:
    """Widen what is within reach until the result is proven best, or has been widened enough."""
    k = scores.shape[1]
    prices, best = _sampled_prices(scores, places), None
    for wider in range(ROUNDS):
        people, programs = np.divmod(_within_reach(scores, prices, min(REACH << wider, k)), k)
        chosen = flow(scores, people, programs, places, quotas)
        exact = _exact_prices(scores, chosen, places)
        found = min(
            (_result(scores, places, chosen, one) for one in (exact, prices)), key=lambda r: r.bound
        )
        if best is None or found.value > best.value:
            best = found
        if best.gap <= ENOUGH or quotas is not None or REACH << wider >= k:
            break
    return best


def _check(scores, places, quotas) -> None:
    if scores.ndim != 2 or places.shape != scores.shape[1:] or (places < 0).any():
        raise ValueError("scores are people by programmes, places one number >= 0 a programme")
    if scores.size and np.nanmin(scores, initial=0.0) < 0:
        raise ValueError("scores are not below 0")
    if quotas and (len(quotas.unit) != len(scores) or quotas.most.shape[1] != scores.shape[1]):
        raise ValueError("quotas need a unit for every person and a number for every programme")


def flow(scores, people, programs, places, quotas: Quotas | None = None) -> np.ndarray:
    """(n,) the best assignment along the arcs (people[i], programs[i])."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    n, k = scores.shape
    cost = -np.rint(scores[people, programs].astype(float) * UNIT).astype(np.int64)
    sink = n + k
    net = SimpleMinCostFlow()
    heads, quota_arcs = n + programs, []
    if quotas is not None:
        own = quotas.unit[people] * k + programs
        used, place = np.unique(own, return_inverse=True)
        heads = sink + 1 + place
        quota_arcs = [(sink + 1 + np.arange(len(used)), n + used % k, quotas.most.ravel()[used])]
    arcs = net.add_arcs_with_capacity_and_unit_cost(people, heads, np.ones_like(people), cost)
    everybody = np.arange(n)
    sinks = np.full(max(n, k), sink)
    quota_arcs += [
        (n + np.arange(k), sinks[:k], places),
        (everybody, sinks[:n], np.ones_like(everybody)),
    ]
    for tails, ends, most in quota_arcs:
        net.add_arcs_with_capacity_and_unit_cost(tails, ends, most, np.zeros(len(tails), np.int64))
    net.set_nodes_supplies(np.append(everybody, sink), np.append(np.ones(n, np.int64), -n))
    if net.solve() != net.OPTIMAL:
        raise ValueError("the flow has no solution")
    chosen = np.full(n, UNPLACED)
    used = net.flows(arcs) > 0
    chosen[people[used]] = programs[used]
    return chosen


def _sampled_prices(scores, places) -> np.ndarray:
    """(k,) prices at which a sample asks for about its share of the places. O(steps n' k)."""
    n, k = scores.shape
    rng = np.random.default_rng(0)
    some = np.sort(rng.permutation(n)[: max(LEAST_SAMPLE, int(SAMPLE * n))])
    known = np.nan_to_num(scores[some], nan=-1.0)
    share = np.maximum(places * (len(some) / n), 0.5)
    spread = float(known.std()) or 1.0
    prices, mean = np.zeros(k, np.float32), np.zeros(k)
    for step in range(STEPS):
        wanted = (known - prices).argmax(1)
        asked = np.bincount(wanted, minlength=k)
        over = np.clip((asked - share) / share, -1, 2)
        prices = np.maximum(prices + 0.5 * spread / (1 + step / 8) * over, 0).astype(np.float32)
        mean += prices * (step >= STEPS // 2)
    return (mean / (STEPS - STEPS // 2)).astype(np.float32)


def _within_reach(scores, prices, most: int) -> np.ndarray:
    """Sorted `person * k + programme` of the programmes worth most to each person at prices."""
    k = scores.shape[1]
    out = []
    for start in range(0, len(scores), CHUNK):
        part = scores[start : start + CHUNK]
        worth = np.where(np.isnan(part), -np.inf, part - prices)
        near = np.argpartition(-worth, most - 1, axis=1)[:, :most]
        rows = np.arange(len(part))[:, None]
        keys = (rows + start) * k + near
        out.append(keys[np.isfinite(worth[rows, near])])
    return np.sort(np.concatenate(out))


def _exact_prices(scores, chosen, places) -> np.ndarray:
    """(k,) prices under which everybody has what is worth most to him, if there are such.

    Each person's choice bounds how far two prices may lie apart; the bounds are the arcs of a
    graph whose shortest paths are the prices (Bellman and Ford). An assignment that could be
    bettered has a cycle below 0 in it; then the prices of the last round are still a bound.
    O(n k + k^3) at most.
    """
    k = scores.shape[1]
    apart = np.full((k + 1, k + 1), np.inf)  # row's price - column's price is at most this
    order = np.argsort(chosen, kind="stable")
    ends = np.searchsorted(chosen[order], np.arange(-1, k + 1))
    for own in range(-1, k):
        rows = order[ends[own + 1] : ends[own + 2]]
        if len(rows):
            apart[own] = _slack(scores, rows, own)
    free = np.bincount(chosen[chosen >= 0], minlength=k) < places
    apart[:k, k][free] = np.minimum(apart[:k, k][free], 0)
    apart[k, :k] = np.minimum(apart[k, :k], 0)
    prices = np.append(np.full(k, np.inf), 0.0)
    for _round in range(k + 1):
        shorter = np.minimum(prices, (apart + prices).min(1))
        shorter[k] = 0.0
        if np.allclose(shorter, prices, rtol=0, atol=1e-9, equal_nan=True):
            break
        prices = shorter
    most = np.nanmax(scores, axis=0, initial=0.0)
    return np.where(np.isfinite(prices[:k]), prices[:k], most).clip(0)


def _slack(scores, rows, own: int) -> np.ndarray:
    """(k + 1,) least advantage of their choice over every other, the last is going nowhere."""
    k = scores.shape[1]
    least = np.full(k + 1, np.inf)
    for start in range(0, len(rows), CHUNK):
        part = scores[rows[start : start + CHUNK]]
        mine = part[:, own] if own >= 0 else np.zeros(len(part), scores.dtype)
        least[:k] = np.fmin(least[:k], np.fmin.reduce(mine[:, None] - part, axis=0, initial=np.inf))
        least[k] = min(least[k], mine.min())
    return least


def _result(scores, places, chosen, prices) -> Assignment:
    """Value, and the bound that any prices >= 0 give: what the places and everybody's best cost."""
    placed = np.flatnonzero(chosen >= 0)
    value = float(scores[placed, chosen[placed]].sum(dtype=float))
    bound = float(places @ prices)
    for start in range(0, len(scores), CHUNK):
        worth = scores[start : start + CHUNK] - prices
        bound += float(np.fmax.reduce(worth, axis=1, initial=0.0).sum(dtype=float))
    return Assignment(chosen, value, max(bound, value), prices)
