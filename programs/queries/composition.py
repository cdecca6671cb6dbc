"""What the composer answered, as lines of a programme, side by side with what is there now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.models import Code
from programs.choices import SLOT_NAMES
from programs.meter import Meter
from programs.models import Composition, Program, Session
from programs.queries import compose
from resources.models import Base, Course, Room, Teacher

PARTS = ("format", "teacher", "base", "room", "on", "slot")


def compositions(actor: Actor):
    """What was asked by organisations the actor sees, latest first."""
    rows = Composition.objects.visible_to(actor)
    return rows.select_related("program__organisation", "program__plan", "job", "organisation")


def easings(actor: Actor, program: Program):
    """Requests by which its department eased the plan for a programme, and still does."""
    rows = compositions(actor).filter(program=program, request__granted=True)
    return [one for one in rows if not one.request.get("withdrawn")]


def lines_now(actor: Actor, program: Program) -> list[dict[str, Any]]:
    """The lines of a programme as `set_lines` takes them."""
    return [_values(session) for session in compose.lines(actor, program)]


def _values(session: Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in ("course", *PARTS, "pinned")}


def packed(actor: Actor, lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines as JSON, to be kept beside what replaced them."""
    plain = [
        {name: getattr(line[name], "pk", line[name]) for name in ("course", *PARTS, "pinned")}
        for line in lines
    ]
    return [row | {"on": row["on"].isoformat() if row["on"] else None} for row in plain]


def unpacked(actor: Actor, composition: Composition) -> list[dict[str, Any]]:
    """The lines that an alternative replaced; what has vanished meanwhile is left open."""
    rows = composition.before
    found = {
        "course": by_key(actor, Course, rows, "course"),
        "format": by_key(actor, Code, rows, "format"),
        "teacher": by_key(actor, Teacher, rows, "teacher"),
        "base": by_key(actor, Base, rows, "base"),
        "room": by_key(actor, Room, rows, "room"),
    }
    return [
        row
        | {name: known.get(row[name]) for name, known in found.items()}
        | {"on": date.fromisoformat(row["on"]) if row["on"] else None}
        for row in rows
        if row["course"] in found["course"]
    ]


def by_key(actor: Actor, model, rows: Iterable[dict], name: str) -> dict[int, Any]:
    """The objects that rows name by key: what a programme holds, or a problem offers."""
    keys = {row[name] for row in rows} - {None}
    everything = model.objects.unscoped(reason="what the programme had before, or its offers have")
    return everything.in_bulk(keys)


def lines_of(actor: Actor, composition: Composition, number: int) -> list[dict[str, Any]] | None:
    """The lines of one alternative as `set_lines` takes them; None if there is no such one.

    Each session gets the smallest free room of its base that holds the group.
    """
    made = sessions_of(actor, composition)
    return [_values(s) for s in made[number]] if 0 <= number < len(made) else None


def sessions_of(actor: Actor, composition: Composition) -> list[list[Session]]:
    """Every alternative as unsaved sessions with what they point at; eight statements."""
    programmes = composition.answer.get("programmes", [])
    rows = [
        {name: int(s[name]) for name in ("course", "format", "teacher", "base")}
        for p in programmes
        for s in p["sessions"]
    ]
    known = {
        "course": by_key(actor, Course, rows, "course"),
        "format": by_key(actor, Code, rows, "format"),
        "teacher": by_key(actor, Teacher, rows, "teacher"),
        "base": _bases(rows),
    }
    now = {s.course_id: s for s in compose.lines(actor, composition.program)}
    seats = Seats(actor, composition, known["base"])
    days = [date.fromisoformat(day) for day in composition.problem["days"]]
    return [
        [
            _session(composition.program, s, known, now, days, seats)
            for s in sorted(p["sessions"], key=lambda s: (s["day"], s["slot"]))
            if int(s["course"]) in known["course"]
        ]
        for p in programmes
    ]


def _bases(rows) -> dict[int, Base]:
    everything = Base.objects.unscoped(reason="bases of offers the actor was shown as a problem")
    found = everything.filter(pk__in={row["base"] for row in rows}).prefetch_related("formats")
    return {base.pk: base for base in found}


def _session(program, s: dict, known, now: dict[int, Session], days, seats: "Seats") -> Session:
    parts = {name: known[name].get(int(s[name])) for name in ("format", "teacher", "base")}
    old = now.get(int(s["course"]))
    session = Session(
        pk=old and old.pk,
        program=program,
        course=known["course"][int(s["course"])],
        on=days[s["day"]],
        slot=s["slot"],
        pinned=bool(old and old.pinned),
        **parts,
    )
    session.room = seats.find(session, old and old.room)
    return session


class Seats:
    """The rooms in which alternatives are held: free, large enough, and no larger than needed."""

    def __init__(self, actor: Actor, composition: Composition, bases: dict[int, Base]):
        self.places = composition.program.places
        rows = Room.objects.visible_to(actor).filter(active=True, base__in=bases)
        self.rooms = list(rows.filter(capacity__gte=self.places).order_by("capacity", "code"))
        taken = compose.bookings(
            actor,
            composition.program,
            days={date.fromisoformat(day) for day in composition.problem["days"]},
            teachers=set(),
            bases=set(bases),
            rooms={room.pk for room in self.rooms},
        )
        self.taken = {(b.room, b.on, slot) for b in taken if b.room for slot in b.slots}

    def find(self, session: Session, wanted: Room | None) -> Room | None:
        """The room of before if it still will do, else the smallest free one; None if all full."""
        here = [room for room in self.rooms if room.base_id == session.base_id]
        free = [
            r for r in here if all((r.pk, session.on, s) not in self.taken for s in session.slots)
        ]
        return next((r for r in free if wanted and r.pk == wanted.pk), next(iter(free), None))

    def _is_free(self, room: Room, session: Session) -> bool:
        return all((room.pk, session.on, slot) not in self.taken for slot in session.slots)


@dataclass
class Column:
    """One alternative, or what is there now: its figures and what it changes.

    `changes` are (sign, words) pairs; `number` is None for what is there now.
    """

    number: int | None
    name: str
    sessions: list[Session]
    meter: Meter
    score: float | None = None
    rating: float | None = None
    moves: int = 0
    changes: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""

    @property
    def is_best(self) -> bool:
        """Whether it is the first one."""
        return self.number == 0


def columns(actor: Actor, composition: Composition) -> list[Column]:
    """What is there now and every alternative; a fixed number of statements per alternative."""
    program = composition.program
    now = compose.lines(actor, program)
    found = [_column(actor, program, None, _("Now"), now, now, None)]
    scores = [p["score"] for p in composition.answer.get("programmes", [])]
    for number, sessions in enumerate(sessions_of(actor, composition)):
        name = _("Alternative %(name)s") % {"name": _("ABCDE")[number]}
        found.append(_column(actor, program, number, name, sessions, now, scores[number]))
    return _noted(found, composition)


def _column(actor, program, number, name, sessions, now, score) -> Column:
    rated = [(s.teacher.rating, s.course.hours) for s in sessions if s.teacher and s.teacher.rating]
    hours = sum(h for _r, h in rated)
    bases = [s.base_id for s in sorted(sessions, key=_when) if s.base_id and s.on]
    return Column(
        number=number,
        name=name,
        sessions=sessions,
        meter=compose.measured(actor, program, sessions),
        score=score,
        rating=float(sum(r * h for r, h in rated)) / hours if hours else None,
        moves=sum(one != other for one, other in pairwise(bases)),
        changes=[] if number is None else _changes(now, sessions),
    )


def _when(session: Session):
    return session.on or date.max, session.slot or 0


def _noted(found: list[Column], composition: Composition) -> list[Column]:
    """Say of each alternative what it is best at."""
    others = found[1:]
    if not others:
        return found
    cheapest = min(others, key=lambda c: c.meter.cost.total)
    nearest = min(others, key=lambda c: len(c.changes))
    for column in others:
        words = [_("best effect")] if column.is_best else [_behind(others[0], column)]
        words += [_("cheapest")] if column is cheapest and len(others) > 1 else []
        words += [_("fewest changes")] if column is nearest and len(others) > 1 else []
        column.note = _(", ").join(words)
    return found


def _behind(best: Column, column: Column) -> str:
    loss = round((best.score or 0) - (column.score or 0), 1)
    words = {"loss": loss, "name": best.name}
    return _("%(loss)s points below %(name)s") % words if loss else _("as good as %(name)s") % words


def _changes(now: Iterable[Session], new: Iterable[Session]) -> list[tuple[str, str]]:
    """What an alternative does to the lines of today: added, removed, changed."""
    old = {s.course_id: (position, s) for position, s in enumerate(now, 1)}
    said = []
    kept = set()
    for s in new:
        kept.add(s.course_id)
        if s.course_id not in old:
            words = _("%(course)s (%(hours)s h)") % {
                "course": s.course.label,
                "hours": s.course.hours,
            }
            said.append(("+", words))
        elif parts := _parts(old[s.course_id][1], s):
            words = {"n": old[s.course_id][0], "parts": _(", ").join(parts)}
            said.append(("~", _("line %(n)s: %(parts)s") % words))
    gone = [(position, s) for course, (position, s) in old.items() if course not in kept]
    said += [("-", s.course.label) for _position, s in gone]
    return said


def _parts(old: Session, new: Session) -> list[str]:
    found = [
        f"{_label(getattr(new, name))}"
        for name in ("format", "teacher", "base")
        if getattr(old, f"{name}_id") != getattr(new, f"{name}_id")
    ]
    if (old.on, old.slot) != (new.on, new.slot):
        found.append(f"{new.on:%m-%d} {SLOT_NAMES[new.slot]}")
    return found


def _label(thing) -> str:
    return thing.label if thing else "--"


def share_rows(actor: Actor, found: list[Column]) -> list[tuple[Any, list]]:
    """Each category or format that the plan speaks of, with its share in every column."""
    shares = [[*c.meter.shares, *c.meter.format_shares] for c in found]
    return [(row[0].quota, list(row)) for row in zip(*shares, strict=True)]
