"""Tables to measure matching by: real ones beside the checkout, and one whose best is known."""

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
SIZES = (12, 6, 8, 5, 4, 7, 3, 10, 6, 2)  # words of the ten category fields of a known leader
NUMBERS = 4


def _rows(path: Path, **options) -> list[dict[str, str]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, **options))


def modules() -> list[dict[str, str]]:
    """Module chosen by students of an open university; `day` is the start of the presentation."""
    starts = {"2013B": "2013-02-01", "2013J": "2013-10-01", "2014B": "2014-02-01"}
    out = []
    for row in _rows(SHARED / "oulad" / "studentInfo.csv.gz"):
        row["day"] = starts.get(row.pop("code_presentation"), "2014-10-01")
        del row["id_student"], row["final_result"]
        out.append(row)
    return out


def placement(*, recommended: bool) -> list[dict[str, str]]:
    """Mathematics course of those who succeeded in it; courses of 20 people and more."""
    rows = _rows(SHARED / "math-placement" / "MathPlacement.csv")
    rows = [r for r in rows if r["CourseSuccess"] in {"1", "1.0"}]
    many = [r["Course"] for r in rows]
    keep = ["PSATM", "SATM", "ACTM", "Rank", "Size", "GPAadj", "PlcmtScore", "Gender", "Course"]
    keep += ["Recommends"] * recommended
    blank = {"NA": ""}
    return [
        {name: blank.get(r[name], r[name]) for name in keep}
        for r in rows
        if many.count(r["Course"]) >= 20
    ]


def degrees() -> list[dict[str, str]]:
    """Degree programme of graduates, from what was known when they enrolled."""
    later = ("Curricular", "Target", "Debtor", "Tuition", "Scholarship", "Unemploy", "Infl", "GDP")
    rows = _rows(SHARED / "uci697-dropout" / "data.csv", delimiter=";")
    return [
        {name.strip(): v for name, v in r.items() if not name.startswith(later)}
        for r in rows
        if r["Target"] == "Graduate"
    ]


@dataclass(frozen=True)
class Known:
    """rows : texts.  utility : (n, k) true worth in log-odds.  best : (n,) class drawn from it."""

    rows: list[dict[str, str]]
    utility: np.ndarray
    best: np.ndarray


def known(n: int, seed: int, *, k: int = 20, sharp: float = 1.0, noisy: bool = True) -> Known:
    """Leaders with 14 mixed attributes whose programme is drawn from a known utility.

    Every field counts by itself, one pair of fields jointly, one number in the middle most; what
    is drawn carries Gumbel noise, so that nobody can do better than the utility itself.
    """
    truth, rng = np.random.default_rng(2027), np.random.default_rng(seed)
    codes = [rng.choice(m, n, p=truth.dirichlet(np.full(m, 3.0))) for m in SIZES]
    numbers = rng.normal(size=(n, NUMBERS))
    utility = np.tile(0.5 * truth.normal(size=k), (n, 1))
    for m, own, weight in zip(SIZES, codes, truth.uniform(0.1, 0.6, len(SIZES)), strict=True):
        utility += weight * truth.normal(size=(m, k))[own]
    both = truth.normal(size=(SIZES[0], SIZES[2], k))
    utility += 1.2 * both[codes[0], codes[2]]
    utility += 0.3 * numbers @ truth.normal(size=(NUMBERS, k))
    utility -= 0.4 * (numbers[:, :1] - truth.normal(size=k)) ** 2 / 2
    utility *= 1.4 * sharp
    drawn = (utility + rng.gumbel(size=utility.shape) * noisy).argmax(1)
    rows = [
        {f"field{f}": f"w{own[i]}" for f, own in enumerate(codes)}
        | {f"number{f}": f"{numbers[i, f]:.3f}" for f in range(NUMBERS)}
        | {"taken": f"P{drawn[i]:03d}"}
        for i in range(n)
    ]
    return Known(rows, utility, drawn)
