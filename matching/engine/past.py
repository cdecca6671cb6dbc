"""Former people: who was similar, what they took, how it went."""

from dataclasses import dataclass, field

import numpy as np

from matching.engine.encoding import Coder, Encoder
from matching.engine.features import Table

MOST = 5000


@dataclass(slots=True)
class Past:
    """The latest 5,000 former people at most.

    points : (m, q) float32.  taken : (m,) int class.  success : (m,) bool.  people : m keys.
    held : one (width,) array a field, how many people had each code.
    """

    encoder: Encoder
    points: np.ndarray
    taken: np.ndarray
    success: np.ndarray
    people: list[str] = field(default_factory=list)
    held: list[np.ndarray] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, np.ndarray]:
        """Field to (width,) people with each code; numbers by their bins."""
        return dict(zip((c.name for c in self.encoder.coders), self.held, strict=True))


@dataclass(frozen=True, slots=True)
class Similar:
    """A former person. closeness : 0 .. 1, one is the same in every field."""

    person: str
    label: str
    success: bool
    closeness: float


def remember(x: Table, taken: np.ndarray, success: np.ndarray) -> Past:
    """Keep the latest people as points. O(n x fields)."""
    encoder = Encoder.fit(x)
    rows = np.argsort(x.when, kind="stable")[-MOST:]
    kept = x.take(rows)
    held = [counted(coder, kept) for coder in encoder.coders]
    near = points(encoder, kept)
    return Past(encoder, near, taken[rows], success[rows], list(kept.people), held)


def counted(coder: Coder, x: Table) -> np.ndarray:
    """(width,) float64 how many people hold every code of a field."""
    codes = coder.codes(x.columns[coder.name]).ravel()
    return np.bincount(codes[codes >= 0], minlength=coder.width).astype(float)


def points(encoder: Encoder, x: Table) -> np.ndarray:
    """(n, q) float32; the L1 distance of two is about the number of fields that differ."""
    hot, fields = encoder.dense(x)
    for f, c in enumerate(encoder.coders):
        own = fields == f
        if c.kind == "number":
            hot[:, np.flatnonzero(own)[0]] /= 4
        else:
            hot[:, own] /= 2 * np.maximum(hot[:, own].sum(1, keepdims=True), 1)
    return hot.astype(np.float32)


def similar(past: Past, classes: tuple[str, ...], x: Table, n: int = 5) -> list[Similar]:
    """Give the n nearest former people of the one person in `x`; equals in time order. O(m q)."""
    if not len(past.taken):
        return []
    apart = np.abs(past.points - points(past.encoder, x)[0]).sum(1)
    near = (1 - apart / max(1, len(past.encoder.coders))).clip(0, 1)
    best = np.argsort(-near, kind="stable")[:n]
    return [
        Similar(past.people[i], classes[past.taken[i]], bool(past.success[i]), float(near[i]))
        for i in best
    ]
