"""Values that JSON does not know, kept so that they come back as what they were."""

import datetime as dt
from decimal import Decimal


def pack(value):
    """Return `value` as JSON can hold it; dates, times and decimals are marked."""
    if isinstance(value, dict):
        return {name: pack(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [pack(one) for one in value]
    for mark, kind in KINDS.items():
        if isinstance(value, kind):
            return {mark: str(value) if kind is Decimal else value.isoformat()}
    return value


def unpack(value):
    """Return what was packed. Pairs come back as lists."""
    if isinstance(value, list):
        return [unpack(one) for one in value]
    if not isinstance(value, dict):
        return value
    mark = next(iter(value)) if len(value) == 1 else ""
    if mark in KINDS:
        read = Decimal if mark == "$decimal" else KINDS[mark].fromisoformat
        return read(value[mark])
    return {name: unpack(one) for name, one in value.items()}


# a moment is also a date, so it is asked for first
KINDS = {"$moment": dt.datetime, "$date": dt.date, "$time": dt.time, "$decimal": Decimal}
