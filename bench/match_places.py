"""Places for 100,000 people at once, beside other ways and one scoring of everybody."""

import time

import numpy as np

from matching.engine.places import Quotas, assign, flow


def timed(do):
    """Result and CPU seconds of a call."""
    began = time.process_time()
    out = do()
    return out, time.process_time() - began


def crowd(n, k, *, seed=0, slack=1.1):
    """Scores between 0 and 1 with popular programmes, and a tenth more places than people."""
    rng = np.random.default_rng(seed)
    one, other = (rng.normal(size=s).astype(np.float32) for s in ((n, 12), (12, k)))
    worth = one @ other / 3 + 0.8 * rng.normal(size=k).astype(np.float32)
    worth += 0.3 * rng.gumbel(size=(n, k)).astype(np.float32)
    size = rng.integers(5, 15, k)
    places = np.maximum(1, np.rint(size / size.sum() * n * slack)).astype(int)
    return 1 / (1 + np.exp(-worth)), places


def greedy(scores, places):
    """The best pair first, as long as places last."""
    left, chosen = places.copy(), np.full(len(scores), -1)
    order = np.argsort(-scores.max(1), kind="stable")
    for one in order:
        for program in np.argsort(-scores[one])[:50]:
            if left[program]:
                left[program] -= 1
                chosen[one] = program
                break
    return chosen


def worth(scores, chosen) -> float:
    placed = np.flatnonzero(chosen >= 0)
    return float(scores[placed, chosen[placed]].sum(dtype=float))


def whole(scores, places):
    """The flow on all arcs."""
    people, programs = np.nonzero(~np.isnan(scores))
    return flow(scores, people, programs, places)


def measure(sizes=((400, 10), (10_000, 100), (100_000, 500))) -> tuple[str, dict]:
    lines = [
        "| people × programmes | method | CPU s | share of everybody's best | certified gap |",
        "|---|---|---|---|---|",
    ]
    facts = {}
    for n, k in sizes:
        scores, places = crowd(n, k)
        most = float(scores.max(1).sum(dtype=float))
        name = f"{n:,} × {k}"
        found, seconds = timed(lambda s=scores, p=places: assign(s, p))
        chosen, took = timed(lambda s=scores, p=places: greedy(s, p))
        lines.append(
            f"| {name} | person by person | {took:.2f} | {worth(scores, chosen) / most:.5f} | |"
        )
        if n * k <= 1_000_000:
            every, took = timed(lambda s=scores, p=places: whole(s, p))
            lines.append(
                f"| {name} | flow, all arcs | {took:.2f} | {worth(scores, every) / most:.5f} | 0 |"
            )
            if n == 10_000:
                off = abs(found.value / worth(scores, every) - 1)
                facts["value by that of all arcs, 10,000 × 100: off by"] = (
                    off,
                    "≤ 1e-4",
                    lambda v: v <= 1e-4,
                )
                facts |= _quotas(scores, places, seconds)
        lines.append(
            f"| {name} | **prices, then a flow** | {seconds:.2f} | {found.value / most:.5f} "
            f"| {found.gap:.1e} |"
        )
        if n == 100_000:
            facts["certified gap at 100,000 × 500"] = (found.gap, "≤ .001", lambda v: v <= 1e-3)
            gain = found.value / worth(scores, chosen)
            facts["value by that of person by person"] = (gain, "≥ 1.010", lambda v: v >= 1.01)
            facts |= _beside_scoring(n, k, seconds)
    return "\n".join(lines), facts


def _quotas(scores, places, seconds) -> dict:
    unit = np.random.default_rng(1).integers(0, 40, len(scores))
    most = np.full((40, len(places)), 8)
    _found, took = timed(lambda: assign(scores, places, Quotas(unit, most)))
    return {
        "time with quotas of 40 units, times without": (took / seconds, "≤ 2", lambda v: v <= 2)
    }


def _beside_scoring(n, k, seconds) -> dict:
    """One raw decision for everybody: a Nyström map of 500 points, then one product."""
    rng = np.random.default_rng(0)
    people, points = rng.normal(size=(n, 40)), rng.normal(size=(500, 40))
    weight = rng.normal(size=(500, k)).astype(np.float32)

    def decide():
        for start in range(0, n, 4096):
            part = people[start : start + 4096]
            apart = (part**2).sum(1)[:, None] + (points**2).sum(1) - 2 * part @ points.T
            np.exp(-0.02 * apart).astype(np.float32) @ weight

    _out, raw = timed(decide)
    return {
        "scoring and assigning, times one raw decision (kernel map of 500 points)": (
            (raw + seconds) / raw,
            "≤ 3",
            lambda v: v <= 3,
        )
    }
