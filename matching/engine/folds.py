"""Splits that keep the future out of the past, and one person on one side."""

import numpy as np


def last_part(when: np.ndarray, group: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Earlier rows to learn from and about the last `share` of rows to be judged by.

    when : (n,) int day numbers.  group : (n,) int, equal for one person.  0 < share < 1.
    The cut falls between two days. Earlier rows of the people in the later part are dropped.
    If everything happened on one day, whole people are split instead, by their number.
    Returns two index arrays in time order. O(n log n).
    """
    order = np.argsort(when, kind="stable")
    days = when[order]
    wanted = round(len(when) * (1 - share))
    starts = np.flatnonzero(np.diff(days)) + 1
    if not len(starts):
        return by_person(group, share)
    cut = starts[np.argmin(np.abs(starts - wanted))]
    earlier, later = order[:cut], order[cut:]
    return earlier[~np.isin(group[earlier], group[later])], later


def by_person(group: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Split whole people of all days by their number. Returns two index arrays. O(n).

    For calibration, which asks how sure a model may be, not what next year brings.
    """
    every = max(2, round(1 / share))
    late = group % every == every - 1
    return np.flatnonzero(~late), np.flatnonzero(late)


def time_folds(when: np.ndarray, group: np.ndarray, folds: int = 3):
    """Growing windows: learn from the first parts, be judged by the next, `folds` times.

    Returns a list of (earlier, later) index arrays; a fold without rows on a side is left out.
    O(folds x n log n).
    """
    order = np.argsort(when, kind="stable")
    out = []
    for fold in range(folds):
        end = round(len(order) * (folds + 2 + fold) / (2 * folds + 1))
        window = order[:end]
        share = 1 / (folds + 2 + fold)
        earlier, later = last_part(when[window], group[window], share)
        if len(earlier) and len(later):
            out.append((window[earlier], window[later]))
    return out
