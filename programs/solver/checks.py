"""Everything that can be wrong with a problem before it is solved."""

from typing import Any

from programs.solver.reading import Reader, is_date, is_number, join

MOST_SLOTS = 96  # a day in quarters of an hour
HUNDRED = 100 + 1e-6


class Ids:
    """The names that the rest of a problem may refer to, and its days."""

    def __init__(self, data: dict, read: Reader, path: str, days: tuple[str, ...] | None):
        self.courses = read.ids(read.rows(data, "courses", path), "id")
        self.teachers = read.ids(read.rows(data, "teachers", path), "id")
        self.bases = read.ids(read.rows(data, "bases", path), "id")
        self.categories = read.ids(read.rows(data, "categories", path), "code")
        self.formats = read.ids(read.rows(data, "formats", path, needed=False), "code")
        self.by_date = days is not None
        self.slots = read.number(
            data, "slots_per_day", path, needed=True, whole=True, least=1, most=MOST_SLOTS
        )
        before = len(read.faults)
        self.days = days if self.by_date else read_days(data, read, path)
        self.days_known = len(read.faults) == before


def read_days(data: dict, read: Reader, path: str) -> tuple[str, ...]:
    """The training days of a single programme."""
    if "days" in data:
        return read.days(data["days"], join(path, "days"))
    read.fault(join(path, "days"), "missing")
    return ()


def check_programme(data: Any, read: Reader, path: str = "", days=None) -> None:
    """Find every fault of one programme.

    Parameters
    ----------
    data : the programme as JSON gives it.
    read : keeps the faults.
    path : where the programme lies in the document.
    days : dates of all its windows in a year's plan, where days are named by date; None in a
        single programme, where they are counted.
    """
    if read.typed(data, path, dict) is None:
        return
    ids = Ids(data, read, path, days)
    _basics(data, read, path)
    for key in ("categories", "formats"):
        _shares(data, read, path, key)
    for at, course in read.rows(data, "courses", path):
        _course(course, read, at, ids)
        _true_hours(course, data, read, at)
    _cycles(ids, read, path)
    for at, teacher in read.rows(data, "teachers", path):
        _teacher(teacher, read, at, ids)
    for at, base in read.rows(data, "bases", path):
        _base(base, read, at, ids)
    for at, offer in read.rows(data, "offers", path):
        _offer(offer, read, at, ids)
    for at, pin in read.rows(data, "pinned", path, needed=data.get("pinned") is not None):
        _pin(pin, read, at, ids, data)


def _basics(data: dict, read: Reader, path: str) -> None:
    at = join(path, "hours_per_slot")
    if read.number(data, "hours_per_slot", path, needed=True) == 0:
        read.fault(at, "small", least="more than 0")
    read.number(data, "cohort", path, needed=True, whole=True)
    read.number(data, "budget", path)
    read.number(data, "max_hours_per_day", path)
    for key, names in (
        ("hours", ("min", "max")),
        ("weights", ("value", "rating", "cost_per_1000", "base_change")),
    ):
        inner = data.get(key)
        if inner is not None and read.typed(inner, join(path, key), dict) is not None:
            for name in names:
                read.number(inner, name, join(path, key))


def _shares(data: dict, read: Reader, path: str, key: str) -> None:
    total = 0.0
    for at, row in read.rows(data, key, path, needed=False):
        for name in ("min_percent", "max_percent"):
            value = read.number(row, name, at)
            if value is not None and value > HUNDRED:
                read.fault(join(at, name), "over_100")
            elif name == "min_percent":
                total += value or 0
    if total > HUNDRED:
        read.fault(join(path, key), "sum_over_100", sum=f"{total:g}")


def _course(course: dict, read: Reader, at: str, ids: Ids) -> None:
    read.number(course, "slots", at, needed=True, whole=True, least=1)
    read.number(course, "value", at, needed=True)
    if course.get("required") is not None:
        read.typed(course["required"], join(at, "required"), bool)
    if "category" in course:
        read.known(course["category"], join(at, "category"), "category", ids.categories)
    else:
        read.fault(join(at, "category"), "missing")
    if course.get("after") is None:
        return
    for index, name in enumerate(read.typed(course["after"], join(at, "after"), list) or []):
        where = f"{at}.after[{index}]"
        read.known(name, where, "course", ids.courses)
        if name == course.get("id"):
            read.fault(where, "self")


def _true_hours(course: dict, data: dict, read: Reader, at: str) -> None:
    """A course's own hours: some, and no more than its slots hold."""
    own = read.number(course, "hours", at)
    parts = (own, course.get("slots"), data.get("hours_per_slot"))
    if own == 0:
        read.fault(join(at, "hours"), "small", least="more than 0")
    elif all(map(is_number, parts)) and own > parts[1] * parts[2] + 1e-9:
        read.fault(join(at, "hours"), "beyond", most=f"{parts[1] * parts[2]:g}")


def _cycles(ids: Ids, read: Reader, path: str) -> None:
    """Find courses that wait for each other, once a cycle."""
    state: dict[str, int] = {}
    numbers = {name: index for index, name in enumerate(ids.courses)}
    for root in ids.courses:
        _walk(root, ids, state, [], lambda cycle: _cycle_fault(cycle, numbers, read, path))


def _cycle_fault(cycle: list[str], numbers: dict[str, int], read: Reader, path: str) -> None:
    at = join(path, f"courses[{numbers[cycle[0]]}].after")
    read.fault(at, "cycle", names=" → ".join([*cycle, cycle[0]]))


def _walk(root: str, ids: Ids, state: dict[str, int], trail: list[str], tell) -> None:
    stack: list[tuple[str, int]] = [(root, 0)] if root not in state else []
    while stack:
        name, step = stack.pop()
        before = [x for x in _after(ids.courses[name]) if x in ids.courses and x != name]
        if step == 0:
            state[name] = 1
            trail.append(name)
        if step == len(before):
            state[name] = 2
            trail.pop()
            continue
        stack.append((name, step + 1))
        other = before[step]
        if other not in state:
            stack.append((other, 0))
        elif state[other] == 1:
            tell(trail[trail.index(other) :])


def _after(course: dict) -> list:
    after = course.get("after")
    return [x for x in after if isinstance(x, str)] if isinstance(after, list) else []


def _teacher(teacher: dict, read: Reader, at: str, ids: Ids) -> None:
    read.number(teacher, "rating", at, needed=True)
    read.number(teacher, "fee_per_slot", at, needed=True)
    read.number(teacher, "max_slots_per_day", at, whole=True)
    if teacher.get("busy") is None:
        return
    for index, pair in enumerate(read.typed(teacher["busy"], f"{at}.busy", list) or []):
        if _plain_pair(pair, ids):
            continue
        where = f"{at}.busy[{index}]"
        if not isinstance(pair, list) or len(pair) != 2:
            read.fault(where, "type", wanted="a pair [day, slot]")
            continue
        _day(pair[0], read, f"{where}[0]", ids)
        _slot(pair[1], read, f"{where}[1]", ids)


def _plain_pair(pair: Any, ids: Ids) -> bool:
    """Whether a busy slot is beyond doubt, as nearly all of a year's many thousand are."""
    if not (ids.by_date and isinstance(pair, list) and len(pair) == 2):
        return False
    return is_date(pair[0]) and type(pair[1]) is int and 0 <= pair[1] < (ids.slots or 0)


def _base(base: dict, read: Reader, at: str, ids: Ids) -> None:
    read.number(base, "capacity", at, whole=True)
    read.number(base, "day_cost", at, needed=True)
    if base.get("busy_days") is None:
        return
    for index, day in enumerate(read.typed(base["busy_days"], f"{at}.busy_days", list) or []):
        _day(day, read, f"{at}.busy_days[{index}]", ids)


def _day(value: Any, read: Reader, at: str, ids: Ids) -> None:
    if ids.by_date:
        read.day(value, at)
        return
    day = read.checked_number(value, at, whole=True)
    if day is not None and ids.days_known and day >= len(ids.days):
        read.fault(at, "range", most=len(ids.days) - 1)


def _slot(value: Any, read: Reader, at: str, ids: Ids) -> None:
    slot = read.checked_number(value, at, whole=True)
    if slot is not None and ids.slots is not None and slot >= ids.slots:
        read.fault(at, "range", most=ids.slots - 1)


def _offer(offer: dict, read: Reader, at: str, ids: Ids) -> None:
    for key, names in (("course", ids.courses), ("teacher", ids.teachers), ("base", ids.bases)):
        name = offer.get(key)
        if isinstance(name, str) and name in names:
            continue
        if key in offer:
            read.known(name, join(at, key), key, names)
        else:
            read.fault(join(at, key), "missing")
    if not isinstance(offer.get("format"), str):
        read.need(offer, "format", at, str)


def _pin(pin: dict, read: Reader, at: str, ids: Ids, data: dict) -> None:
    before = len(read.faults)
    if "course" not in pin:
        read.fault(join(at, "course"), "missing")
        return
    for key, names in (("course", ids.courses), ("teacher", ids.teachers), ("base", ids.bases)):
        if pin.get(key) is not None:
            read.known(pin[key], join(at, key), key, names)
    if pin.get("format") is not None:
        read.typed(pin["format"], join(at, "format"), str)
    _pin_time(pin, read, at, ids)
    offers = data.get("offers")
    known = len(read.faults) == before and isinstance(offers, list)
    if known and not any(_allows(offer, pin) for offer in offers):
        read.fault(at, "pin")


def _pin_time(pin: dict, read: Reader, at: str, ids: Ids) -> None:
    if pin.get("day") is not None:
        _day(pin["day"], read, join(at, "day"), ids)
        if ids.by_date and pin["day"] not in ids.days:
            read.fault(join(at, "day"), "pin_window")
    if pin.get("slot") is None:
        return
    _slot(pin["slot"], read, join(at, "slot"), ids)
    length = ids.courses.get(str(pin["course"]), {}).get("slots")
    if all(map(is_number, (pin["slot"], length, ids.slots))) and (
        pin["slot"] < ids.slots < pin["slot"] + length
    ):
        read.fault(join(at, "slot"), "pin_end")


def _allows(offer: Any, pin: dict) -> bool:
    keys = ("course", "format", "teacher", "base")
    return isinstance(offer, dict) and all(
        pin.get(key) is None or offer.get(key) == pin[key] for key in keys
    )
