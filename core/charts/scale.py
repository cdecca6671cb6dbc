"""Axes: round steps, and where a value lies."""

from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """A straight scale from `low` to `high`, drawn from `start` to `end`."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where `value` lies."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """Return the values of the grid lines."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + place * self.step, 10) for place in range(count + 1)]


def scale(values, *, start: float, end: float, zero: bool = True, lines: int = 4) -> Scale:
    """Return a scale that holds `values`, with about `lines` round steps.

    With `zero` it begins at zero; without, only when the values come near it.
    """
    low, high = min(values, default=0), max(values, default=1)
    if zero or 0 <= low < 0.6 * high:
        low = min(low, 0)
    if high <= low:
        high = low + 1
    rough = (high - low) / lines
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in STEPS if factor * power >= rough * 0.999)
    low, high = floor(low / step) * step, ceil(high / step - 1e-9) * step
    return Scale(low=low, high=high, step=step, start=start, end=end)


def say(value, unit="") -> str:
    """Return a figure as people read it: 1,234.5 with its unit."""
    if value is None:
        return "--"
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return f"{text} {unit}" if unit == "%" else f"{text}{unit}"
