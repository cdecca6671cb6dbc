"""Exact whole numbers out of the decimals of a problem."""

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache, reduce

TOLERANCE = Fraction(1, 10**6)
LARGEST = 1 << 44  # sums of scores stay below it, so that every solver counts them exactly
MANY = 10_000  # totals up to which the nearest share is looked for


@lru_cache(maxsize=4096)
def exact(value: float | int | None) -> Fraction:
    """The decimal that JSON wrote, 0 for nothing."""
    return Fraction(str(value)) if value is not None else Fraction(0)


@lru_cache(maxsize=4096)
def times(value: float | int | None, factor: Fraction) -> Fraction:
    """A decimal of the JSON times a factor. A problem has few different ones, and many of each."""
    return exact(value) * factor


def over_common(values: list[Fraction]) -> tuple[list[int], int]:
    """Numerators over the common denominator, and that denominator. O(n)."""
    below = math.lcm(*(value.denominator for value in values))
    return [value.numerator * (below // value.denominator) for value in values], below


def nearest(above: int, below: int) -> int:
    """The whole number nearest to a fraction; of two as near, the even one."""
    whole, rest = divmod(above, below)
    return round(Fraction(above, below)) if rest else whole


def common_unit(values: Iterable[Fraction]) -> int:
    """The number of parts into which 1 is cut so that all values are whole.

    Where that would make the sum larger than `LARGEST`, the largest power of ten that does not:
    values are then rounded. O(n).
    """
    sums: dict[int, int] = {}
    for value in values:
        below = value.denominator
        sums[below] = sums.get(below, 0) + abs(value.numerator)
    total = sum((Fraction(above, below) for below, above in sums.items()), Fraction(1))
    unit = 1
    for below in sums:
        unit = math.lcm(unit, below)
        if unit * total > LARGEST:
            return 10 ** max(0, math.floor(math.log10(LARGEST / total)))
    return unit


def common_grain(values: Iterable[Fraction]) -> Fraction:
    """The largest number of which all values, more than 0, are whole multiples. O(n)."""
    return reduce(_divisor, values)


def _divisor(one: Fraction, other: Fraction) -> Fraction:
    below = math.lcm(one.denominator, other.denominator)
    return Fraction(math.gcd(int(one * below), int(other * below)), below)


def smallest_share(percent: Fraction, most: int) -> tuple[int, int]:
    """The smallest share h/t of at most `most` hours that is at least `percent` percent.

    With it `100 h / t >= percent` becomes `h_ * t >= h * t_`, in small whole numbers. O(most), or
    where that would be too long, the percentage itself.
    """
    wanted = (percent - TOLERANCE) / 100
    if most > MANY:
        return max(0, wanted.numerator), wanted.denominator
    shares = ((math.ceil(wanted * t), t) for t in range(1, max(most, 1) + 1))
    return min(shares, key=lambda share: Fraction(*share))


def largest_share(percent: Fraction, most: int) -> tuple[int, int]:
    """The largest share h/t of at most `most` hours that is at most `percent` percent."""
    wanted = (percent + TOLERANCE) / 100
    if most > MANY:
        return wanted.numerator, wanted.denominator
    shares = ((math.floor(wanted * t), t) for t in range(1, max(most, 1) + 1))
    return max(shares, key=lambda share: Fraction(*share))
