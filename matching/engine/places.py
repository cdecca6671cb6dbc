"""Many people, few places: everybody assigned at once for the best total match.

A flow of least cost from people to programmes gives the optimum. Where people times programmes
are too many for all arcs, prices learned on a sample say which programmes are within reach of
whom, and the flow runs on those arcs alone. The exact prices of its result then show which arcs
were missing; these are added and the flow runs again, until no better assignment is possible
among all, or the prices say how much at most is missing.
Source: Bertsekas, Linear Network Optimization, 1991 (prices, complementary slackness); Dantzig
and Wolfe, Decomposition principle for linear programs, 1960 (adding what the prices ask for).
"""

from dataclasses import dataclass

import numpy as np

UNPLACED = -1
UNIT = 1_000_000  # integer cost of one whole score: rounding costs less than 1e-6 a person
ALL_ARCS = 400_000  # up to so many pairs nothing is left out
SAMPLE, LEAST_SAMPLE, STEPS = 0.05, 3000, 150
REACH, ROUNDS = 6, 6  # programmes within reach of a person on average; how often some are added
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

    O(n k) reads and a flow on n x k arcs, above 400,000 pairs on about 6 n at first. The score
    matrix is not copied. Raises ValueError for places below 0, negative scores or unequal shapes.
    """
    _check(scores, places, quotas)
    n, k = scores.shape
    if not n or not k:
        return Assignment(np.full(n, UNPLACED), 0.0, 0.0, np.zeros(k))
    if n * k <= ALL_ARCS:
        return _solved(scores, places, quotas, np.flatnonzero(~np.isnan(scores)))
    prices, near = _sampled_prices(scores, places)
    arcs, best = _within_reach(scores, prices, near), None
    for _round in range(ROUNDS):
        found = _solved(scores, places, quotas, arcs)
        if quotas is not None:
            by_sample = _result(scores, places, found.chosen, prices)
            return min(found, by_sample, key=lambda r: r.bound)
        if best is None or found.gap < best.gap:
            best = found
        more = _missing(scores, found) if best.gap > ENOUGH else []
        if not len(more):
            break
        arcs = np.union1d(arcs, more)
    return best


def _solved(scores, places, quotas, arcs) -> Assignment:
    """Give the best assignment along the arcs `person * k + programme`, and its prices."""
    people, programs = np.divmod(arcs, scores.shape[1])
    chosen = flow(scores, people, programs, places, quotas)
    return _result(scores, places, chosen, _exact_prices(scores, arcs, chosen, places))


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
    cost = -_whole(scores, people, programs)
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


def _whole(scores, people, programs) -> np.ndarray:
    """(m,) int64 scores as the flow counts them."""
    return np.rint(scores[people, programs].astype(float) * UNIT).astype(np.int64)


def _sampled_prices(scores, places) -> tuple[np.ndarray, float]:
    """(k,) prices at which a sample asks for about its share of the places. O(steps n' k).

    Also how far below the best of a person a programme may lie for `REACH` on average to do so.
    """
    n, k = scores.shape
    rng = np.random.default_rng(0)
    some = np.sort(rng.permutation(n)[: max(LEAST_SAMPLE, int(SAMPLE * n))])
    known = np.nan_to_num(scores[some], nan=-1.0)
    share = np.maximum(places * (len(some) / n), 0.5)
    spread, rows = float(known.std()) or 1.0, np.arange(len(some))
    prices, mean = np.zeros(k, np.float32), np.zeros(k)
    for step in range(STEPS):
        worth = known - prices
        wanted = worth.argmax(1)
        asked = np.bincount(wanted[worth[rows, wanted] > 0], minlength=k)
        over = np.clip((asked - share) / share, -1, 2)
        prices = np.maximum(prices + 0.5 * spread / (1 + step / 8) * over, 0).astype(np.float32)
        mean += prices * (step >= STEPS // 2)
    prices = (mean / (STEPS - STEPS // 2)).astype(np.float32)
    lost = _best(known - prices) - (known - prices)
    return prices, float(np.quantile(lost, min(1.0, REACH / k)))


def _best(worth) -> np.ndarray:
    """(n, 1) what is worth most to each person; staying away is worth 0."""
    return np.fmax.reduce(worth, axis=1, initial=0.0, keepdims=True)


def _within_reach(scores, prices, near: float) -> np.ndarray:
    """Sorted `person * k + programme` of what lies at most `near` below the best, at prices."""
    out = []
    for start in range(0, len(scores), CHUNK):
        worth = scores[start : start + CHUNK] - prices
        out.append(np.flatnonzero(worth >= _best(worth) - near) + start * scores.shape[1])
    return np.concatenate(out)


def _missing(scores, found: Assignment) -> np.ndarray:
    """Arcs, at most `REACH` a person, that at the prices are worth more than what was chosen."""
    k, out = scores.shape[1], []
    for start in range(0, len(scores), CHUNK):
        part, own = scores[start : start + CHUNK], found.chosen[start : start + CHUNK]
        worth = part - found.prices
        mine = np.where(own >= 0, worth[np.arange(len(own)), own], 0.0)
        rows = np.flatnonzero(_best(worth)[:, 0] > mine + 1 / UNIT)
        above = np.where(worth[rows] > mine[rows, None] + 1 / UNIT, worth[rows], -np.inf)
        near = np.argpartition(-above, min(REACH, k) - 1, axis=1)[:, :REACH]
        keys = (rows[:, None] + start) * k + near
        out.append(keys[np.isfinite(np.take_along_axis(above, near, 1))])
    return np.concatenate(out)


def _exact_prices(scores, arcs, chosen, places) -> np.ndarray:
    """(k,) prices under which everybody has what is worth most to him along the arcs.

    Each person's choice bounds how far two prices may lie apart; the bounds are the arcs of a
    graph whose shortest paths are the prices (Bellman and Ford), in the whole numbers of the
    flow. Where quotas stand in the way there are none such, and those of the last round are as
    good as any others. O(arcs + k^3) at most.
    """
    k = scores.shape[1]
    people, programs = np.divmod(arcs, k)
    worth = _whole(scores, people, programs)
    placed = np.flatnonzero(chosen >= 0)
    mine = np.zeros(len(chosen))
    mine[placed] = _whole(scores, placed, chosen[placed])
    own = np.where(chosen >= 0, chosen, k)
    apart = np.full((k + 1, k + 1), np.inf)  # row's price - column's price is at most this
    np.minimum.at(apart, (own[people], programs), mine[people] - worth)
    np.minimum.at(apart[:, k], own, mine)
    apart[:k, k][np.bincount(chosen[placed], minlength=k) < places] = 0  # a place is free
    apart[k] = np.minimum(apart[k], 0)
    prices = np.append(np.full(k, np.inf), 0.0)
    for _round in range(k + 1):
        shorter = np.minimum(prices, (apart + prices).min(1))
        shorter[k] = 0.0
        if (shorter == prices).all():
            break
        prices = shorter
    most = np.nanmax(scores, axis=0, initial=0.0)
    return np.where(np.isfinite(prices[:k]), prices[:k] / UNIT, most).clip(0)


def _result(scores, places, chosen, prices) -> Assignment:
    """Value, and the bound that any prices >= 0 give: what the places and everybody's best cost."""
    placed = np.flatnonzero(chosen >= 0)
    value = float(scores[placed, chosen[placed]].sum(dtype=float))
    bound = float(places @ prices)
    for start in range(0, len(scores), CHUNK):
        worth = scores[start : start + CHUNK] - prices
        bound += float(np.fmax.reduce(worth, axis=1, initial=0.0).sum(dtype=float))
    return Assignment(chosen, value, max(bound, value), prices)
