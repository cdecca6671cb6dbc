"""A model at rest: thirty ways to hand in something else, and what storing costs."""

from collections import Counter

from bench import match_data as data
from bench.match_runs import timed
from matching.engine.pipeline import train
from matching.engine.plan import Plan
from matching.engine.store import Refused, load, save
from matching.engine.tabular import Roles, cases
from tests.matching.tampering import tamperings

KEY = b"a key that lies outside the database"


def tampered(n=3_000) -> tuple[str, dict]:
    """Thirty changed files of a trained model, and the unchanged one."""
    found = cases(data.known(n, 5).rows, Roles("taken"))
    model = train(found.records, found.outcomes, plan=Plan(found.schema, found.classes)).model
    stored, writing = timed(lambda: save(model, key=KEY))
    again, reading = timed(lambda: load(stored, key=KEY))
    refused = Counter(filter(None, (_refusal(changed) for changed, _why in tamperings(stored))))
    lines = ["| refused because of | files |", "|---|---|"]
    lines += [f"| {reason} | {count} |" for reason, count in sorted(refused.items())]
    lines.append(
        f"\n{len(stored) / 1e6:.2f} MB for {n:,} people and {len(found.classes)} programmes; "
        f"written in {1000 * writing:.0f} ms, read and checked in {1000 * reading:.0f} ms. "
        f"The unchanged file is {'the same' if save(again, key=KEY) == stored else 'NOT the same'} "
        "after reading and writing. JSON and plain arrays: nothing in it is ever executed."
    )
    return "\n".join(lines), {
        "tampered files refused, of 30": (refused.total(), "30", lambda v: v == 30)
    }


def _refusal(changed: bytes) -> str:
    """Why a file is refused; empty where it is taken."""
    try:
        load(changed, key=KEY)
    except Refused as refused:
        return refused.reason
    return ""
