"""The composing page in one object: lines with their state, meter, tasks."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Actor
from programs.meter import Line, Meter, Quota, Share, shares
from programs.models import Program, Session
from programs.queries.compose import Said, lines, measured, said
from resources.choices import SLOT_NAMES

# In which cell of its line an issue shows.
CELLS = {
    "not_offered": "teacher",
    "teacher_taken": "teacher",
    "teacher_held": "teacher",
    "teacher_away": "teacher",
    "not_hosted": "place",
    "room_elsewhere": "place",
    "too_small": "place",
    "room_taken": "place",
    "room_held": "place",
    "room_closed": "place",
    "base_closed": "place",
    "base_full": "place",
    "overlap": "time",
    "past_day_end": "time",
    "outside_dates": "time",
}
MONEY = ("over_budget",)
SUMS = ("no_lines", "hours_short", "hours_over", "share_short", "share_over")
BASICS = ("no_institute", "no_dates")


@dataclass(frozen=True)
class Row:
    """One line of the table; `wrong` maps a cell to what is wrong with it."""

    session: Session
    line: Line
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def when(self) -> str:
        """Day and hour at which it begins; empty while no time is chosen."""
        if not self.line.timed:
            return ""
        return f"{self.line.on:%m-%d} {SLOT_NAMES[self.line.slots.start]}"

    @property
    def state(self) -> str:
        """Clash, open or ok."""
        return "clash" if self.wrong else "open" if self.line.missing else "ok"


@dataclass(frozen=True)
class Task:
    """One of the five tasks; `state` is done, now, wrong or next."""

    label: str
    state: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Board:
    """Everything the composing page shows beside the open line."""

    program: Program
    rows: list[Row]
    meter: Meter
    stops: list[Said]
    hints: list[Said]
    tasks: list[Task]

    @property
    def verdict(self) -> str:
        """Whether it can be submitted, in one sentence."""
        n = len(self.stops)
        if not n:
            return _("Ready to submit")
        text = ngettext("Not ready: %(n)s thing to solve", "Not ready: %(n)s things to solve", n)
        return text % {"n": n}

    @property
    def lacking(self) -> list:
        """Shares below their minimum."""
        return [share for share in self.meter.shares if share.state == "short"]

    def share_of(self, category: int) -> Share:
        """How one category stands, whether the plan says anything about it or not."""
        held = ((line.category, line.hours) for line in self.meter.lines)
        return shares([Quota(category, "")], held)[0]

    def row(self, pk: int) -> Row | None:
        """The row of one line."""
        return next((row for row in self.rows if row.session.pk == pk), None)


def board(actor: Actor, program: Program, sessions: list[Session] | None = None) -> Board:
    """Measure a programme and put it into words; `sessions` may carry unsaved choices."""
    sessions = lines(actor, program) if sessions is None else sessions
    meter = measured(actor, program, sessions)
    stops = [said(actor, issue) for issue in meter.blocking]
    rows = [
        Row(session, line, {CELLS[s.code]: s.text for s in stops if _at(s, line)})
        for session, line in zip(sessions, meter.lines, strict=True)
    ]
    return Board(
        program=program,
        rows=rows,
        meter=meter,
        stops=stops,
        hints=[said(actor, issue) for issue in meter.advice],
        tasks=_tasks(program, meter, stops),
    )


def _at(stop: Said, line: Line) -> bool:
    return stop.line == line.id and stop.code in CELLS


def _tasks(program: Program, meter: Meter, stops: list[Said]) -> list[Task]:
    page = reverse("programs:program_compose", args=[program.pk])
    count, whole = meter.complete, len(meter.lines)
    clashes = [s for s in stops if s.code in CELLS]
    wrong = clashes + [s for s in stops if s.code in MONEY]
    held = ngettext("%(n)s course", "%(n)s courses", whole) % {"n": whole}
    basics = reverse("programs:program_edit", args=[program.pk])
    check = reverse("programs:program_check", args=[program.pk]) if meter.ready else ""
    tasks = [
        _task(_("1 Basics"), _count(stops, BASICS), _("Done"), basics),
        _task(_("2 Courses"), _count(stops, SUMS), held, page, begun=whole),
        Task(
            _("3 Format, teacher, base"),
            "done" if whole and count == whole else "next",
            f"{count}/{whole}",
            page,
        ),
        _task(_("4 Time and budget"), len(wrong), _("No clash"), page, begun=count),
        Task(
            _("5 Check and submit"),
            "next",
            _("You can begin") if meter.ready else _("Not yet possible"),
            check,
        ),
    ]
    return _mark_current(tasks)


def _count(stops, codes) -> int:
    return sum(stop.code in codes for stop in stops)


def _task(label: str, problems: int, done: str, url: str, *, begun: int = 1) -> Task:
    if not begun:
        return Task(label, "next", _("Not begun"), url)
    if problems:
        text = ngettext("%(n)s problem", "%(n)s problems", problems) % {"n": problems}
        return Task(label, "wrong", text, url)
    return Task(label, "done", done, url)


def _mark_current(tasks: list[Task]) -> list[Task]:
    """The first task that can be begun and is no problem by itself is the one of now."""
    current = next((task for task in tasks if task.state == "next" and task.url), None)
    return [replace(task, state="now") if task is current else task for task in tasks]
