"""The rules that ask on which day and when, as constraints of the CP-SAT model of `model.py`."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from programs.solver.board import starts
from programs.solver.rules import Rule

if TYPE_CHECKING:
    from programs.solver.model import Model


def build(m: "Model", *, fine: bool) -> None:
    """Add these rules to a model whose choices exist.

    fine : whether slots matter on every day.
    """
    m.fine = set(range(m.days)) if fine else _fine_days(m)
    _slots(m)
    _bases_wanted(m)
    _teachers(m)
    _after(m)
    _pins(m)
    _same_days(m)


def good_starts(problem, window, teacher: int, day: int, slots: int) -> tuple[int, ...]:
    """Slots of a day from which a teacher is free for so many slots."""
    masks = window.busy.get(teacher)
    free = problem.full_day & ~masks[day] if masks else problem.full_day
    return starts(free, slots)


def _fine_days(m: "Model") -> set[int]:
    """Days on which slots matter."""
    p = m.problem
    if any(pin.slot is not None for pin in p.pins):
        return set(range(m.days))
    teachers = {p.ways[w].teacher for w, _ in m.held}
    return {
        d
        for window in p.windows
        for t in teachers & window.busy.keys()
        for d, mask in enumerate(window.busy[t])
        if mask not in (0, p.full_day)
    }


def _slots(m: "Model") -> None:
    """Sessions begin once, do not overlap and stay inside the day."""
    p = m.problem
    covering: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for c, d in m.ways_on:
        if d not in m.fine:
            continue
        n = p.courses[c].slots
        mine = {s: m.cp.new_bool_var("") for s in range(p.slots - n + 1)}
        for s, x in mine.items():
            m.begin[c, d, s] = x
            for t in range(s, s + n):
                covering[d, t].append(x)
        m.cp.add(sum(mine.values()) == m.on(c, d))
    for literals in covering.values():
        m.cp.add_at_most_one(literals)


def _bases_wanted(m: "Model") -> None:
    """What a question asks for is used, not only reserved."""
    for kind, index in m.problem.wanted:
        for k, d in m.at:
            if kind == "base" and k == index:
                m.cp.add(sum(x for (_, e), x in m.held.items() if e == d) >= m.at[k, d])


def _teachers(m: "Model") -> None:
    """Calendars and limits of teachers."""
    p = m.problem
    rows: dict[tuple[int, int], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for (w, d), x in m.held.items():
        rows[p.ways[w].teacher, d][p.ways[w].course].append(x)
    for (t, d), courses in rows.items():
        load = sum(p.courses[c].slots * sum(ways) for c, ways in courses.items())
        if p.limits[t] < p.slots:
            m.cp.add(load <= p.limits[t])
        for i, window in enumerate(p.windows):
            if (t, d) in window.room:
                most = window.room[t, d]
                m.cp.add(load <= most + (p.slots - most) * (1 - m.chosen[i]))
            masks = window.busy.get(t)
            if masks and d < len(masks) and masks[d]:
                for c, ways in courses.items():
                    _busy(m, t, (c, d, i), sum(ways))


def _busy(m: "Model", t: int, at: tuple[int, int, int], given: Any) -> None:
    """Teacher t gives course c on day d of window i only in slots in which he is free."""
    c, d, i = at
    p = m.problem
    n, rule = p.courses[c].slots, Rule("teacher_busy", t)
    good = set(good_starts(p, p.windows[i], t, d, n))
    if not good:
        m.add(given + m.chosen[i] <= 1, rule)
        return
    bad = [m.begin[c, d, s] for s in range(p.slots - n + 1) if s not in good]
    if bad:
        m.add(given + sum(bad) + m.chosen[i] <= 2, rule)


def _after(m: "Model") -> None:
    for c, course in enumerate(m.problem.courses):
        for a in course.after:
            for d in range(m.days):
                if (c, d) in m.ways_on:
                    _later(m, a, c, d)


def _later(m: "Model", a: int, c: int, d: int) -> None:
    """Course c, on day d, after course a: by days, and inside the day where slots matter."""
    p, rule = m.problem, Rule("after", c)
    done = sum(m.on(a, e) for e in range(d + 1))
    begun = sum(m.on(c, e) for e in range(d + 1))
    m.add(begun <= done, rule)
    if d not in m.fine or (a, d) not in m.ways_on:
        return
    n = p.courses[a].slots
    for s in range(p.slots - p.courses[c].slots + 1):
        late = [m.begin[a, d, t] for t in range(max(0, s - n + 1), p.slots - n + 1)]
        if late:
            m.add(m.begin[c, d, s] + sum(late) <= 1, rule)


def _pins(m: "Model") -> None:
    for pin in m.problem.pins:
        rule = Rule("pinned", pin.course)
        if rule in m.drops:
            _pinned_way(m, pin, rule)
        if pin.slot is not None:
            right = [x for (c, _, s), x in m.begin.items() if (c, s) == (pin.course, pin.slot)]
            m.add(sum(right) >= 1, rule)
        if pin.day is not None:
            for i, window in enumerate(m.problem.windows):
                day = window.labels.index(pin.day) if pin.day in window.labels else -1
                m.add(m.on(pin.course, day) >= m.chosen[i], rule)


def _pinned_way(m: "Model", pin, rule: Rule) -> None:
    """Format, teacher and base of a pin that may be dropped."""
    for d in range(m.days):
        for w in m.ways_on.get((pin.course, d), ()):
            way = m.problem.ways[w]
            if pin.format not in (None, way.format) or pin.teacher not in (None, way.teacher):
                m.add(m.held[w, d] == 0, rule)
        if pin.base is not None and (pin.course, d) in m.ways_on:
            m.add(m.on(pin.course, d) <= m.at.get((pin.base, d), 0), rule)


def _same_days(m: "Model") -> None:
    """Of neighbouring days that are alike, use the first first."""
    if m.drops or any(pin.day is not None for pin in m.problem.pins):
        return
    for a, b in pairwise(range(m.days)):
        if all(_alike(window, a, b) for window in m.problem.windows):
            m.cp.add(m.used[a] >= m.used[b])


def _alike(window, a: int, b: int) -> bool:
    """Whether two days of a window have the same calendars."""
    if b >= len(window.days):
        return False
    teachers = all(masks[a] == masks[b] for masks in window.busy.values())
    bases = all((mask >> a & 1) == (mask >> b & 1) for mask in window.closed.values())
    room = all(window.room.get((t, a)) == window.room.get((t, b)) for t, _ in window.room)
    return teachers and bases and room
