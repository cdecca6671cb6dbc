"""From fields to numbers: codes, one-hot columns, pairs of fields, scaled numbers."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse

from matching.engine.features import Field, Table

MOST_VALUES = 8  # of a multi field that are read per person
FEWEST_PAIRS, MOST_PAIRS = 16, 64  # with few rows more pairs cost accuracy
ROWS_PER_PAIR = 300


@dataclass(slots=True)
class Coder:
    """The codes of one field: 0..m-1 known values or bins, then 'other', then 'missing'."""

    name: str
    kind: str
    words: list[str] = field(default_factory=list)
    edges: np.ndarray = field(default_factory=lambda: np.empty(0))
    mean: float = 0.0
    scale: float = 1.0

    @property
    def width(self) -> int:
        known = len(self.edges) + 1 if self.kind == "number" else len(self.words)
        return known + 2

    def codes(self, column: np.ndarray) -> np.ndarray:
        """(n, m) int32 codes; m is 1 except for a multi field, where -1 pads. O(n)."""
        if self.kind == "number":
            found = np.searchsorted(self.edges, column, side="right").astype(np.int32)
            found[np.isnan(column)] = self.width - 1
            return found[:, None]
        index = {word: code for code, word in enumerate(self.words)}
        index[""] = self.width - 1
        other = self.width - 2
        if self.kind == "category":
            return _looked_up(column, index, other)[:, None]
        return _padded([[index.get(v, other) for v in values] or [other + 1] for values in column])

    def scaled(self, column: np.ndarray) -> np.ndarray:
        """(n,) the number in standard deviations from its mean; 0 where missing."""
        return np.nan_to_num((column - self.mean) / self.scale).clip(-4, 4)


def _looked_up(column: np.ndarray, index: dict[str, int], other: int) -> np.ndarray:
    """(n,) codes; each different word is looked up once."""
    import pandas as pd

    place, words = pd.factorize(column, use_na_sentinel=False)
    codes = np.array([index.get(word, other) for word in words], np.int32)
    return codes[place] if len(codes) else np.empty(0, np.int32)


def _padded(rows: list[list[int]]) -> np.ndarray:
    rows = [sorted(set(codes))[:MOST_VALUES] for codes in rows]
    width = max((len(codes) for codes in rows), default=1)
    out = np.full((len(rows), width), -1, np.int32)
    for row, codes in enumerate(rows):
        out[row, : len(codes)] = codes
    return out


def coder(spec: Field, column: np.ndarray, min_frequency: int) -> Coder:
    """Learn the codes of one field. A value seen less than `min_frequency` times is 'other'."""
    if spec.kind == "number":
        known = column[~np.isnan(column)]
        edges = _edges(spec, known)
        mean, scale = (known.mean(), known.std()) if len(known) else (0.0, 1.0)
        return Coder(spec.name, spec.kind, [], edges, float(mean), float(scale) or 1.0)
    values = column if spec.kind == "category" else [v for row in column for v in row]
    counts = Counter(values)
    words = sorted(v for v, n in counts.items() if v and n >= min_frequency)
    return Coder(spec.name, spec.kind, words)


def _edges(spec: Field, known: np.ndarray) -> np.ndarray:
    if isinstance(spec.bins, tuple):
        return np.asarray(spec.bins, float)
    if not len(known):
        return np.empty(0)
    return np.unique(np.quantile(known, np.linspace(0, 1, spec.bins + 1)[1:-1]))


def frequency_floor(n: int) -> int:
    """How often a value must occur to get a column: 3 for few rows, 30 for many."""
    return int(np.clip(n // 300, 3, 30))


@dataclass
class Encoder:
    """All coders, and the pairs of fields whose joint values get columns.

    pairs : list of (a, b, cells): field numbers a < b and the (m,) int64 joint codes
        `code_a * width_b + code_b` that occurred often enough.
    """

    coders: list[Coder]
    pairs: list[tuple[int, int, np.ndarray]] = field(default_factory=list)

    @classmethod
    def fit(cls, x: Table, y: np.ndarray | None = None, *, crosses: bool = False) -> "Encoder":
        """Learn codes from `x`; with `crosses`, also the pairs that tell about `y` jointly.

        y : (n,) int class of every row; needed for `crosses`.
        O(n x fields) and, with crosses, O(n x fields^2).
        """
        floor = frequency_floor(len(x))
        out = cls([coder(f, x.columns[f.name], floor) for f in x.schema.used])
        if crosses:
            out.pairs = _telling_pairs(out.codes(x), out.widths, y, max(5, floor))
        return out

    @property
    def widths(self) -> list[int]:
        return [c.width for c in self.coders]

    @cached_property
    def owners(self) -> np.ndarray:
        """(p, 2) int: the two fields of every column of `matrix`; equal for a single field."""
        singles = [(f, f) for f, c in enumerate(self.coders) for _ in range(c.width)]
        joint = [(a, b) for a, b, cells in self.pairs for _ in cells]
        numbers = [(f, f) for f, c in enumerate(self.coders) if c.kind == "number"]
        return np.array(singles + joint + numbers, dtype=np.int32).reshape(-1, 2)

    def codes(self, x: Table) -> list[np.ndarray]:
        """Codes of every field, each (n, m_f) int32."""
        return [c.codes(x.columns[c.name]) for c in self.coders]

    def numbers(self, x: Table) -> np.ndarray:
        """(n, numbers) float64 scaled numbers; 0 where missing."""
        parts = [c.scaled(x.columns[c.name]) for c in self.coders if c.kind == "number"]
        return np.column_stack(parts) if parts else np.empty((len(x), 0))

    def matrix(self, x: Table) -> sparse.csr_array:
        """(n, p) float32 CSR: one-hot fields, then pairs, then scaled numbers.

        O(n x (fields + pairs)) time and memory; no dense copy.
        """
        codes = self.codes(x)
        starts = np.cumsum([0, *self.widths[:-1]])
        blocks = [np.where(c >= 0, c + start, -1) for c, start in zip(codes, starts, strict=True)]
        start = sum(self.widths)
        for a, b, cells in self.pairs:
            cross = joint(codes[a], codes[b], self.widths[b])
            blocks.append(_columns(cross, cells, start, self.widths[a] * self.widths[b]))
            start += len(cells)
        hot = _csr(np.hstack(blocks), start)
        numbers = sparse.csr_array(self.numbers(x).astype(np.float32))
        return sparse.hstack([hot, numbers], format="csr")

    def dense(self, x: Table, weight: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """One-hot categories times `weight` beside scaled numbers, for a kernel.

        Returns (n, q) float64 and (q,) int, the field of each column. A number has one
        scaled column and one that says it is missing.
        """
        parts, fields = [], []
        for f, c in enumerate(self.coders):
            column = x.columns[c.name]
            if c.kind == "number":
                gap = np.isnan(column) * weight
                parts.append(np.column_stack([c.scaled(column), gap]))
            else:
                parts.append(_hot(c.codes(column), c.width) * weight)
            fields += [f] * parts[-1].shape[1]
        return np.hstack(parts), np.array(fields)

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """What `restore` needs: JSON for the words, arrays for the rest."""
        words = [{"name": c.name, "kind": c.kind, "words": c.words} for c in self.coders]
        arrays = {f"edges_{f}": c.edges for f, c in enumerate(self.coders)}
        arrays["scales"] = np.array([[c.mean, c.scale] for c in self.coders]).reshape(-1, 2)
        arrays["pairs"] = np.array([(a, b) for a, b, _ in self.pairs], np.int64).reshape(-1, 2)
        for number, (_a, _b, cells) in enumerate(self.pairs):
            arrays[f"cells_{number}"] = cells
        return {"coders": words}, arrays

    @classmethod
    def restore(cls, data: dict[str, Any], arrays: dict[str, np.ndarray]) -> "Encoder":
        coders = [
            Coder(c["name"], c["kind"], list(c["words"]), arrays[f"edges_{f}"], mean, scale)
            for f, (c, (mean, scale)) in enumerate(
                zip(data["coders"], arrays["scales"].tolist(), strict=True)
            )
        ]
        pairs = [
            (a, b, arrays[f"cells_{number}"])
            for number, (a, b) in enumerate(arrays["pairs"].tolist())
        ]
        return cls(coders, pairs)


def joint(a: np.ndarray, b: np.ndarray, width: int) -> np.ndarray:
    """(n, m_a * m_b) int64 joint codes `a * width + b`; -1 where either is padding."""
    both = a[:, :, None].astype(np.int64) * width + b[:, None, :]
    both[(a[:, :, None] < 0) | (b[:, None, :] < 0)] = -1
    return both.reshape(len(a), both.shape[1] * both.shape[2])


def _columns(cross: np.ndarray, cells: np.ndarray, start: int, size: int) -> np.ndarray:
    lookup = np.full(size + 1, -1, np.int32)  # the last entry answers for padding, -1
    lookup[cells] = np.arange(start, start + len(cells), dtype=np.int32)
    return lookup[cross]


def _csr(columns: np.ndarray, width: int) -> sparse.csr_array:
    used = columns >= 0
    indptr = np.concatenate([[0], np.cumsum(used.sum(1))]).astype(np.int32)
    indices = columns[used].astype(np.int32)
    ones = np.ones(len(indices), np.float32)
    return sparse.csr_array((ones, indices, indptr), shape=(len(columns), width))


def _hot(codes: np.ndarray, width: int) -> np.ndarray:
    out = np.zeros((len(codes), width))
    rows, slots = np.nonzero(codes >= 0)
    out[rows, codes[rows, slots]] = 1.0
    return out


def _telling_pairs(codes, widths, y, floor) -> list[tuple[int, int, np.ndarray]]:
    """Pairs that say more about y jointly than apart, best first; how many grows with the rows.

    The gain in the log-likelihood-ratio statistic of a pair over its two fields is compared
    with its mean and deviation under no interaction (chi squared).
    """
    k = int(y.max()) + 1
    alone = [_g2(c[:, :1], w, y, k) for c, w in zip(codes, widths, strict=True)]
    scored = []
    for a, b in combinations(range(len(codes)), 2):
        cross = joint(codes[a], codes[b], widths[b])
        counts = np.bincount(cross[cross >= 0], minlength=widths[a] * widths[b])
        cells = np.flatnonzero(counts >= floor)
        gain, free = _g2(cross[:, :1], len(counts), y, k)
        gain -= alone[a][0] + alone[b][0]
        free = max(1, free - alone[a][1] - alone[b][1])
        scored.append(((gain - free) / np.sqrt(2 * free), a, b, cells))
    best = sorted(scored, key=lambda s: -s[0])[
        : int(np.clip(len(y) // ROWS_PER_PAIR, FEWEST_PAIRS, MOST_PAIRS))
    ]
    return [(a, b, cells) for _z, a, b, cells in best if len(cells)]


def _g2(codes: np.ndarray, width: int, y: np.ndarray, k: int) -> tuple[float, int]:
    """Likelihood-ratio statistic of codes against classes, and its degrees of freedom."""
    counts = np.bincount(codes[:, 0] * k + y, minlength=width * k).reshape(width, k)
    rows, columns, n = counts.sum(1), counts.sum(0), counts.sum()
    used = counts > 0
    expected = np.outer(rows, columns) / n
    g2 = 2 * float((counts[used] * np.log(counts[used] / expected[used])).sum())
    return g2, int(max(0, (rows > 0).sum() - 1) * max(0, (columns > 0).sum() - 1))
