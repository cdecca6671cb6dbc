"""Every issue a programme can have, in the order a person would look for them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from programs.meter.costs import cost
from programs.meter.shapes import Issue, Line, Problem
from programs.meter.shares import shares
from resources.calendar import BLOCKED, CLOSED, HELD, Booking, Clash, Wish, clashes, meet

HEAVY_PERCENT = 50  # one teacher with more than this part of the hours is worth a word
LOW_RATING = 3.5
SOON = timedelta(hours=12)  # a hold that ends within this is worth a word


def issues(problem: Problem) -> tuple[Issue, ...]:
    """Find every issue, blocking ones first, then in the order of the lines.

    O(n log n + b + k) for n lines, b bookings and k pairs that share a day.
    """
    found = [*_basics(problem), *_sums(problem), *_lines(problem), *_clashes(problem)]
    found += _advice(problem)
    return tuple(sorted(found, key=lambda x: (not x.blocking, x.position or 0)))


def _stop(code: str, line: Line | None = None, **params) -> Issue:
    where = (line.id, line.position) if line else (None, None)
    return Issue(code, True, *where, params)


def _hint(code: str, line: Line | None = None, **params) -> Issue:
    where = (line.id, line.position) if line else (None, None)
    return Issue(code, False, *where, params)


def _basics(p: Problem) -> Iterator[Issue]:
    if not p.has_institute:
        yield _stop("no_institute")
    if not (p.starts_on and p.ends_on):
        yield _stop("no_dates")
    if not p.lines:
        yield _stop("no_lines")


def _sums(p: Problem) -> Iterator[Issue]:
    hours = sum(line.hours for line in p.lines)
    if p.lines and hours < p.hours_min:
        yield _stop("hours_short", hours=hours, least=p.hours_min, missing=p.hours_min - hours)
    if hours > p.hours_max:
        yield _stop("hours_over", hours=hours, most=p.hours_max, excess=hours - p.hours_max)
    yield from _quota_issues(p.quotas, ((x.category, x.hours) for x in p.lines))
    yield from _quota_issues(p.format_quotas, ((x.format, x.hours) for x in p.lines))
    total = cost(p.lines, p.places).total
    if p.budget_yuan is not None and total > p.budget_yuan:
        yield _stop("over_budget", cost=total, budget=p.budget_yuan, excess=total - p.budget_yuan)


def _quota_issues(quotas, held) -> Iterator[Issue]:
    for share in shares(quotas, held):
        of = {"name": share.quota.name, "shown": share.shown}
        if share.missing_hours:
            yield _stop("share_short", **of, least=share.quota.minimum, missing=share.missing_hours)
        elif share.excess_hours:
            yield _stop("share_over", **of, most=share.quota.maximum, excess=share.excess_hours)


def _lines(p: Problem) -> Iterator[Issue]:
    for line in p.lines:
        if line.missing:
            yield _stop("incomplete", line, course=line.name, parts=line.missing)
        yield from _choices(line, p.places)
        yield from _times(line, p)


def _choices(line: Line, places: int) -> Iterator[Issue]:
    if not line.offered:
        yield _stop("not_offered", line, teacher=line.teacher_name, course=line.name)
    if not line.hosted:
        yield _stop("not_hosted", line, base=line.base_name)
    if not line.room_fits_base:
        yield _stop("room_elsewhere", line, room=line.place, base=line.base_name)
    if line.capacity is not None and line.capacity < places:
        yield _stop("too_small", line, place=line.place, capacity=line.capacity, places=places)


def _times(line: Line, p: Problem) -> Iterator[Issue]:
    if not line.timed:
        return
    if line.slots.stop > len(p.slot_names):
        yield _stop("past_day_end", line, when=when(p, line), hours=line.hours)
    if (p.starts_on and line.on < p.starts_on) or (p.ends_on and line.on > p.ends_on):
        yield _stop("outside_dates", line, when=when(p, line))


def when(p: Problem, line: Line) -> str:
    """Say day and hour at which a line with a time begins: '04-12 08:30'."""
    return f"{line.on:%m-%d} {p.slot_names[line.slots.start]}"


def _clashes(p: Problem) -> Iterator[Issue]:
    timed = [line for line in p.lines if line.timed]
    yield from _overlaps(p, timed)
    booked: dict[date, list[Booking]] = defaultdict(list)
    for booking in p.bookings:
        booked[booking.on].append(booking)
    for line in timed:
        yield from _taken(p, line, booked[line.on])


def _overlaps(p: Problem, timed: list[Line]) -> Iterator[Issue]:
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in timed:
        by_day[line.on].append(line)
    for lines in by_day.values():
        for one, other in combinations(lines, 2):
            if meet(one.slots, other.slots):
                yield _stop("overlap", other, when=when(p, other), other=one.position)


def _taken(p: Problem, line: Line, booked: list[Booking]) -> Iterator[Issue]:
    wish = Wish(
        key=None,
        on=line.on,
        slots=line.slots,
        teacher=line.teacher,
        base=line.base,
        room=line.room,
        groups=line.groups,
    )
    things = set()
    for clash in clashes(wish, booked):
        if clash.what not in things and not (clash.what == "base" and "room" in things):
            yield _clash(p, line, clash)
        things.add(clash.what)


# Which sentence tells a clash: by what is taken, and how it is taken.
TAKEN = {
    ("teacher", HELD): "teacher_held",
    ("teacher", BLOCKED): "teacher_away",
    ("teacher", CLOSED): "teacher_away",
    ("room", HELD): "room_held",
    ("room", BLOCKED): "room_closed",
    ("room", CLOSED): "room_closed",
}


def _clash(p: Problem, line: Line, clash: Clash) -> Issue:
    if clash.others:
        on, others = f"{line.on:%m-%d}", clash.others
        return _stop("base_full", line, base=line.base_name, on=on, others=others)
    params = {"when": when(p, line), "program": clash.booking.label}
    if clash.what == "base":
        return _stop("base_closed", line, base=line.base_name, **params)
    name = line.teacher_name if clash.what == "teacher" else line.place
    code = TAKEN.get((clash.what, clash.booking.state), f"{clash.what}_taken")
    return _stop(code, line, **{clash.what: name}, **params)


def _advice(p: Problem) -> Iterator[Issue]:
    if p.starts_on and p.starts_on < p.today:
        yield _hint("past", on=f"{p.starts_on:%Y-%m-%d}")
    yield from _heavy(p.lines)
    yield from _repeated(p.lines)
    yield from _holds(p)
    for line in p.lines:
        if line.rating is not None and line.rating < LOW_RATING:
            yield _hint("low_rating", line, teacher=line.teacher_name, rating=f"{line.rating:.1f}")


def _holds(p: Problem) -> Iterator[Issue]:
    """What is chosen and about to be given to others."""
    for line in p.lines:
        if p.now and line.held_until and line.held_until - p.now < SOON:
            yield _hint("hold_ends", line, number=line.position, until=line.held_until)


def _heavy(lines: tuple[Line, ...]) -> Iterator[Issue]:
    hours: Counter = Counter()
    names = {x.teacher: x.teacher_name for x in lines}
    for x in lines:
        hours[x.teacher] += x.hours
    for teacher, held in hours.items():
        if teacher and len(lines) > 1 and 100 * held > HEAVY_PERCENT * hours.total():
            yield _hint("heavy_teacher", teacher=names[teacher], hours=held, total=hours.total())


def _repeated(lines: tuple[Line, ...]) -> Iterator[Issue]:
    first: dict[int, Line] = {}
    bases: dict[date, Line] = {}
    for line in lines:
        if line.course in first:
            position = first[line.course].position
            yield _hint("course_twice", line, course=line.name, other=position)
        first.setdefault(line.course, line)
        if line.on and line.base:
            other = bases.setdefault(line.on, line)
            if other.base != line.base:
                names = {"base": line.base_name, "other": other.base_name}
                yield _hint("two_bases", line, on=f"{line.on:%m-%d}", **names)
