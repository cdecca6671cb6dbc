"""Figures of a ranking against what was right."""

import numpy as np


def ranks(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(n,) place of class y in each row of scores, 1 is best; ties count half, rounded up.

    scores : (n, k).  y : (n,) int in [0, k).  O(n k).
    """
    own = scores[np.arange(len(y)), y][:, None]
    above = (scores > own).sum(1)
    level = (scores == own).sum(1) - 1
    return 1 + above + (level + 1) // 2


def mrr(scores: np.ndarray, y: np.ndarray) -> float:
    """Mean reciprocal rank of class y; 0.0 without rows."""
    return float((1 / ranks(scores, y)).mean()) if len(y) else 0.0


def ece(prob: np.ndarray, y: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the first choice, equal-width bins.

    Source: Guo et al., On calibration of modern neural networks, 2017.
    """
    if not len(y):
        return 0.0
    sure, hit = prob.max(1), prob.argmax(1) == y
    where = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.bincount(where, sure - hit, minlength=bins)
    return float(np.abs(gaps).sum() / len(y))


def figures(prob: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Top-1, top-3, MRR, macro-F1, ECE and n of probabilities (n, k) against classes (n,)."""
    from sklearn.metrics import f1_score

    place = ranks(prob, y) if len(y) else np.empty(0)
    if not len(y):
        return dict.fromkeys(("n", "top1", "top3", "mrr", "macro_f1", "ece"), 0)
    return {
        "n": len(y),
        "top1": float((place <= 1).mean()),
        "top3": float((place <= 3).mean()),
        "mrr": float((1 / place).mean()),
        "macro_f1": float(f1_score(y, prob.argmax(1), average="macro", zero_division=0)),
        "ece": ece(prob, y),
    }
