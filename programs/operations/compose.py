"""Composing a programme: basics, lines, submitting."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Code
from core.errors import Refusal
from core.retry import retried
from programs import bookings
from programs.choices import EDITABLE
from programs.flow import PROGRAM
from programs.models import Program, Session
from programs.rules import program as rules
from resources.models import Course

CHOSEN = ("format", "teacher", "base", "room", "on", "slot")
FIELDS = ("course", *CHOSEN, "pinned")
KEPT = tuple(Session._meta.get_field(name).attname for name in ("id", "position", *FIELDS))


class Stale(Refusal):
    """The programme was changed by somebody else since the page was loaded."""

    code = "stale"
    message = _("Somebody else has changed this programme meanwhile. Nothing of yours was saved.")


class UpsideDown(Refusal):
    """The last day before the first, or fewer hours at most than at least."""

    code = "upside_down"
    message = _("The last day must not lie before the first, nor the most hours below the least.")
    status = 422

    @classmethod
    def check(cls, program: Program) -> None:
        """Ask whether days and hours are the right way round. Raises `UpsideDown`."""
        first, last = program.starts_on, program.ends_on
        if (first and last and last < first) or program.hours_max < program.hours_min:
            raise cls


class UnknownLine(Refusal):
    """A line that was asked to be restored, but is still there."""

    code = "line_is_there"
    message = _("This line is already back.")


@operation(rules.may_create_for, on="program")
def create_program(*, actor: Actor, program: Program, levels: Iterable[Code] = ()) -> Program:
    """Begin a programme as a draft. Raises `UpsideDown`."""
    UpsideDown.check(program)
    program.created_by = actor.member
    program.save()
    program.levels.set(levels)
    PROGRAM.start(program, actor=actor, label=_("Begun"))
    return program


@operation(rules.may_edit, on="program")
def save_basics(
    *,
    actor: Actor,
    program: Program,
    levels: Iterable[Code] | None = None,
    revision: int | None = None,
) -> Program:
    """Change what is known of a programme beside its lines. Raises `Stale`, `UpsideDown`."""
    UpsideDown.check(program)
    _advance(program, revision)
    program.save()
    if levels is not None:
        program.levels.set(levels)
    return program


@operation(rules.may_create_for, on="program")
def copy_program(
    *, actor: Actor, program: Program, source: Program, levels: Iterable[Code] | None = None
) -> Program:
    """Begin a programme with the lines of an earlier one; teachers and bases stay, times go.

    The lines keep their time if the new programme has as many days as the old one.
    """
    levels = source.levels.all() if levels is None else levels
    create_program(actor=actor, program=program, levels=levels)
    shift = _shift(program, source)
    for line in source.sessions.all():
        copy = Session(program=program, position=line.position)
        for name in FIELDS:
            setattr(copy, name, getattr(line, name))
        copy.on = line.on + shift if shift is not None and line.on else None
        copy.slot = line.slot if copy.on else None
        copy.save()
    bookings.hold(program)
    return program


def _shift(program, source):
    days = (program.starts_on, program.ends_on, source.starts_on, source.ends_on)
    if None in days or days[1] - days[0] != days[3] - days[2]:
        return None
    return program.starts_on - source.starts_on


def _advance(program: Program, revision: int | None) -> None:
    """Count one edit, if nobody else has edited since `revision`. Raises `Stale`."""
    rows = Program._base_manager.filter(pk=program.pk, state__in=EDITABLE)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(revision=F("revision") + 1):
        raise Stale
    program.refresh_from_db(fields=["revision"])


@operation(rules.may_edit, on="program")
def add_line(
    *,
    actor: Actor,
    program: Program,
    course: Course,
    revision: int | None = None,
    values: dict[str, Any] | None = None,
) -> Session:
    """Add a course at the end; what there is only one of is chosen at once. Raises `Stale`.

    `values` are choices made before, as `set_line` takes them.
    """
    _advance(program, revision)
    last = program.sessions.aggregate(last=Max("position"))["last"]
    line = Session(program=program, course=course, position=0 if last is None else last + 1)
    offers = list(course.offers.filter(teacher__active=True).values_list("format", "teacher")[:2])
    if len(offers) == 1:
        line.format_id, line.teacher_id = offers[0]
    for name, value in (values or {}).items():
        setattr(line, name, value)
    if values:
        bookings.hold(program, line)
    line.save()
    return line


@retried
@operation(rules.may_edit_line, on="line")
def set_line(
    *, actor: Actor, line: Session, values: dict[str, Any], revision: int | None = None
) -> Session:
    """Choose something of a line; what it breaks stays and is shown as broken. Raises `Stale`.

    Teacher, base and room are held for the programme for 48 hours, as far as they are free.
    `values` maps any of course, format, teacher, base, room, on, slot, pinned.
    """
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"A line has no {', '.join(sorted(unknown))}")
    _advance(line.program, revision)
    for name, value in values.items():
        setattr(line, name, value)
    bookings.hold(line.program, line)
    line.save()
    return line


@operation(rules.may_edit_line, on="line")
def move_line(*, actor: Actor, line: Session, by: int, revision: int | None = None) -> Session:
    """Move a line up (-1) or down (1) in the order. Raises `Stale`."""
    _advance(line.program, revision)
    lines = list(line.program.sessions.order_by("position", "pk"))
    old = lines.index(line)
    lines.insert(max(0, min(len(lines) - 1, old + by)), lines.pop(old))
    for position, one in enumerate(lines):
        one.position = position
    Session.objects.unscoped(reason="lines of a programme the actor may edit").bulk_update(
        lines, ["position"]
    )
    line.position = lines.index(line)
    return line


@operation(rules.may_edit_line, on="line")
def remove_line(*, actor: Actor, line: Session, revision: int | None = None) -> dict[str, Any]:
    """Take a line out; returns what `restore_line` needs to bring it back. Raises `Stale`."""
    _advance(line.program, revision)
    kept = {name: getattr(line, name) for name in KEPT}
    line.program.sessions.filter(pk=line.pk).delete()
    bookings.hold(line.program)
    return kept


@operation(rules.may_edit, on="program")
def restore_line(*, actor: Actor, program: Program, kept: dict[str, Any]) -> Session:
    """Bring a removed line back under its old key, so that comments find it again.

    Raises `UnknownLine`.
    """
    _advance(program, None)
    if program.sessions.filter(pk=kept["id"]).exists():
        raise UnknownLine
    line = Session(program=program, **{name: kept[name] for name in KEPT})
    bookings.hold(program, line)
    line.save(force_insert=True)
    return line


@retried
@operation(rules.may_edit, on="program")
def set_lines(
    *,
    actor: Actor,
    program: Program,
    lines: Iterable[dict[str, Any]],
    revision: int | None = None,
) -> Program:
    """Replace all lines at once; each maps course and any further choice. Raises `Stale`.

    A line whose course was held before keeps its key, so that comments and versions match.
    """
    _advance(program, revision)
    old = {line.course_id: line for line in program.sessions.order_by("-pk")}
    kept = []
    for position, values in enumerate(lines):
        line = old.pop(values["course"].pk, None) or Session(program=program)
        line.position = position
        for name in FIELDS:
            setattr(line, name, values.get(name, False if name == "pinned" else None))
        line.save()
        kept.append(line.pk)
    program.sessions.exclude(pk__in=kept).delete()
    bookings.hold(program)
    return program
