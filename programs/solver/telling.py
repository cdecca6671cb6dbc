"""An answer as lines for a terminal."""

from collections.abc import Iterator

from programs.solver.answer import Answer
from programs.solver.solving_year import YearAnswer

NAMES = {
    "category_min": "at least {from} % of category {code}",
    "category_max": "at most {from} % of category {code}",
    "format_min": "at least {from} % of format {code}",
    "format_max": "at most {from} % of format {code}",
    "budget": "the budget",
    "hours_min": "the least hours",
    "hours_max": "the most hours",
    "max_hours_per_day": "the most hours a day",
    "required": "course {course} is required",
    "pinned": "course {course} is pinned",
    "after": "what course {course} comes after",
    "capacity": "the capacity of base {base}",
    "teacher_busy": "the calendar of teacher {teacher}",
    "base_busy": "the calendar of base {base}",
}

REASONS = {
    "impossible_alone": "impossible even alone; each of these, dropped alone, makes it possible",
    "taken": "what it needs is taken by others",
    "no_time": "nothing found in time",
}


def told(answer: Answer | YearAnswer) -> str:
    """Say an answer in plain English."""
    lines = _year(answer) if isinstance(answer, YearAnswer) else _lines(answer)
    return "\n".join(lines)


def _year(answer: YearAnswer) -> Iterator[str]:
    yield _how_good(answer)
    for programme in answer.programmes:
        days = programme["window"]
        yield ""
        yield f"{programme['id']}, {days[0]} to {days[-1]}"
        yield from _programme(programme)
    for lost in answer.unplaced:
        yield ""
        yield f"{lost['id']} is not placed: {REASONS[lost['reason']]}"
        yield from (f"  {name(rule)}" for rule in lost.get("conflict", ()))
        if lost.get("by"):
            yield f"  {', '.join(lost['by'])}"


def _lines(answer: Answer) -> Iterator[str]:
    if answer.status == "infeasible":
        yield from _impossible(answer)
    elif not answer.programmes:
        yield "Nothing found in time, and not proved impossible: try more --seconds."
    else:
        yield _how_good(answer)
        for number, programme in enumerate(answer.programmes, 1):
            yield ""
            yield f"Programme {number}"
            yield from _programme(programme)


def _how_good(answer: Answer | YearAnswer) -> str:
    if answer.status == "optimal":
        return f"{answer.score:.2f} points, proved best."
    if answer.bound is None or not answer.score:
        return f"{answer.score:.2f} points; how much better is possible is not known."
    more = 100 * (answer.bound - answer.score) / abs(answer.score)
    return f"{answer.score:.2f} points; at most {more:.1f} % better is possible."


def _programme(programme: dict) -> Iterator[str]:
    shares = ", ".join(f"{code} {value:.1f} %" for code, value in programme["percent"].items())
    yield (
        f"  {programme['score']:.2f} points, {programme['hours']} hours,"
        f" {programme['cost']} yuan; {shares}"
    )
    for s in programme["sessions"]:
        yield (
            f"  day {s['day']} slot {s['slot']}: {s['course']} ({s['format']}),"
            f" teacher {s['teacher']}, base {s['base']}"
        )


def _impossible(answer: Answer) -> Iterator[str]:
    yield "Impossible: proved, not merely not found."
    if answer.relaxations:
        yield "Each of these, dropped alone, makes it possible:"
    elif answer.conflict:
        yield "These stand against each other, and other demands do as well:"
    yield from (f"  {name(rule)}" for rule in answer.conflict)
    if answer.relaxations:
        yield "Enough, each alone, cheapest first:"
    for change in answer.relaxations:
        if "to" in change:
            yield f"  {change['kind']}{_about(change)}: {change['from']} → {change['to']}"
        else:
            yield f"  drop: {name(change)}"
    if answer.together:
        yield "No single one is enough; these together are:"
        yield from (f"  {name(rule)}" for rule in answer.together)


def name(rule: dict) -> str:
    """A rule in words."""
    return NAMES[rule["kind"]].format(**{"from": rule.get("from", "the given")} | rule)


def _about(rule: dict) -> str:
    keys = ("code", "course", "teacher", "base")
    return "".join(f" {rule[key]}" for key in keys if key in rule)
