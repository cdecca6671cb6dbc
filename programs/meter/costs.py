"""What a programme costs, in whole yuan."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from programs.meter.shapes import Cost, Line


def cost(lines: Iterable[Line], places: int) -> Cost:
    """Add up what the lines cost for `places` people.

    A base is paid once for each day it is used, boarding once for each person and training day,
    at the dearest base of that day. O(n).
    """
    lines = list(lines)
    used = {(x.on, x.base): x.day_cost_yuan for x in lines if x.on and x.base}
    boarding: dict[date, int] = defaultdict(int)
    for x in lines:
        if x.on and x.base:
            boarding[x.on] = max(boarding[x.on], x.boarding_yuan_per_day)
    teaching = sum(x.fee_yuan for x in lines)
    return Cost(teaching, sum(used.values()), sum(boarding.values()) * places)
