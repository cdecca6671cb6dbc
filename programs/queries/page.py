"""What the page of one programme shows: facts, the way it goes, the timetable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import queries as accounts
from accounts.access import Actor, key
from accounts.models import WorkItem
from accounts.process import VERBS
from programs.choices import ProgramState as S
from programs.models import Program, Session
from resources.choices import Slot

DOUBLE_HOUR = timedelta(minutes=90)
BEGINS = {slot.value: time.fromisoformat(slot.label) for slot in Slot}
BACKWARDS = ("decline", "return", "refuse")
# The one line above the page: the move that ends each stage, and the state in which it is due.
STAGES = (
    ("submit", gettext_lazy("Submit")),
    ("accept", gettext_lazy("Institute confirms")),
    ("approve", gettext_lazy("Department approves")),
    ("start", gettext_lazy("Name and start")),
    ("close", gettext_lazy("Hold and close")),
)
DUE = {S.DRAFT: 0, S.RETURNED: 0, S.SUBMITTED: 1, S.ACCEPTED: 2, S.REFUSED: 2, S.APPROVED: 3}
DUE |= {S.RUNNING: 4, S.CLOSED: 5}
MARKS = {S.RETURNED: "back", S.REFUSED: "wrong"}


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One session with its real times, as a timetable or a calendar needs them."""

    session: Session
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True, kw_only=True)
class Day:
    """The lessons of one day; lessons without a day come last under None."""

    on: date | None
    lessons: list[Lesson]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the line above the page: state done, now, back, wrong or next."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of the time line."""

    what: str
    who: str
    state: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a programme is: the line of stages, and what has happened, newest first."""

    stages: list[Stage]
    events: list[Event]
    waiting: list[WorkItem]


def programs(actor: Actor):
    """Programmes the actor may see, with the names that a page shows."""
    rows = Program.objects.visible_to(actor)
    return rows.select_related("organisation", "institute", "plan", "theme", "created_by__user")


def timetable(actor: Actor, program: Program) -> list[Day]:
    """The sessions day by day; one statement."""
    rows = program.sessions.select_related(
        "course__category", "format", "teacher", "base", "room"
    ).order_by("on", "slot", "position", "pk")
    lessons = sorted((lesson(actor, row) for row in rows), key=lambda x: x.session.on is None)
    return [
        Day(on=on, lessons=list(found)) for on, found in groupby(lessons, lambda x: x.session.on)
    ]


def lesson(actor: Actor, session: Session) -> Lesson:
    """Say when a session begins and ends: a double hour lasts ninety minutes."""
    slots = session.slots
    if session.on is None or not slots:
        return Lesson(session=session, begins=None, ends=None)
    last = min(slots[-1], max(BEGINS))
    begins = datetime.combine(session.on, BEGINS[slots[0]])
    ends = datetime.combine(session.on, BEGINS[last]) + DOUBLE_HOUR
    return Lesson(
        session=session, begins=timezone.make_aware(begins), ends=timezone.make_aware(ends)
    )


def progress(actor: Actor, program: Program) -> Progress:
    """Where the programme stands; two statements."""
    steps = list(accounts.steps(actor, program))
    work = WorkItem.objects.unscoped(reason="who decides next belongs to a programme in sight")
    waiting = list(
        work.filter(target=key(program), closed_at=None).select_related("organisation", "user")
    )
    return Progress(
        stages=_stages(program, steps, waiting),
        events=[*_planned(program), *_now(waiting), *_past(steps)],
        waiting=waiting,
    )


def _stages(program, steps, waiting) -> list[Stage]:
    due = DUE[program.state]
    last = {step.move: step for step in reversed(steps)}
    found = []
    for index, (move, label) in enumerate(STAGES):
        state = "done" if index < due else "next"
        if index == due:
            state = MARKS.get(program.state, "now")
        note = _by(last[move]) if state == "done" and move in last else ""
        if index == due:
            note = _until(waiting)
        found.append(Stage(label=str(label), state=state, note=note))
    return found


def _by(step) -> str:
    return f"{step.member.user} · {_day(step.at)}" if step.member else _day(step.at)


def _until(waiting) -> str:
    due = min((item.due_on for item in waiting if item.due_on), default=None)
    if due is None:
        return ""
    return _("by %(day)s") % {"day": date_format(due, "m-d")}


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "m-d")


def _planned(program) -> list[Event]:
    """The stages to come, the last one on top; nothing more follows a refusal."""
    if program.state == S.REFUSED:
        return []
    later = STAGES[DUE[program.state] + 1 :]
    return [Event(what=str(label), who="", state="next") for _move, label in reversed(later)]


def _now(waiting: Iterable[WorkItem]) -> list[Event]:
    return [
        Event(what=_waits(item.verb), who=_holder(item), state="now")
        for item in sorted(waiting, key=lambda item: item.pk, reverse=True)
    ]


def _waits(verb: str) -> str:
    """Name open work as its button does."""
    return str(VERBS.get(verb, verb))


def _holder(item) -> str:
    """Who has to act, since when, until when."""
    who = str(item.user or item.organisation.label)
    if item.due_on is None:
        return who
    return _("%(who)s · by %(day)s") % {"who": who, "day": date_format(item.due_on, "Y-m-d")}


def _past(steps) -> list[Event]:
    earlier = [*steps[1:], None][: len(steps)]
    return [_event(step, before) for step, before in zip(steps, earlier, strict=True)]


def _event(step, before) -> Event:
    who = [step.member.user.display_name, step.member.organisation.label] if step.member else []
    who.append(date_format(timezone.localtime(step.at), "Y-m-d H:i"))
    if before is not None:
        who.append(_("after %(time)s") % {"time": timesince(before.at, step.at, depth=1)})
    state = "back" if step.move in BACKWARDS else "done"
    return Event(what=_(step.label), who=" · ".join(who), state=state, quote=step.note)
