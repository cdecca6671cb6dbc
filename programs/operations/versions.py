"""Which version of a course a programme holds: what was approved goes on, the next takes the new.

A draft follows its courses. From submitting on the lines stay with the version they have, until
whoever owns the programme takes a newer one over, line by line.
"""

from collections.abc import Iterable

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from core.errors import Refusal
from programs import bookings
from programs.choices import EDITABLE, NAMING, OCCUPYING, SLOT_NAMES
from programs.models import Program, Session
from programs.operations.adopt import follow_ready
from programs.operations.amend import NeedsApproval
from programs.queries.adoption import Difference, differences
from programs.rules import program as rules
from resources.choices import ChangeKind
from resources.models import Course, CourseChange
from resources.versions import Adopter, Holder, Line

OPEN = (*EDITABLE, *OCCUPYING)


class StillAway(Refusal):
    """A line of a programme that others are deciding about, or that is approved, is taken out."""

    code = "still_away"
    message = _("The programme cannot be edited now. Withdraw it, or choose to change it, first.")
    status = 422


@operation(rules.may_submit, on="program")
def follow_courses(*, actor: Actor, program: Program, lines: Iterable[int]) -> Program:
    """Hold lines with the newest version of their course.

    What is approved follows at once as long as hours, category and format stay. Raises
    `NeedsApproval` otherwise.
    """
    rows = _lines(program).filter(pk__in=list(lines)).exclude(course__current=None)
    for line in rows.select_related("course__current"):
        if not (program.state in EDITABLE or (program.state in NAMING and _same_shape(line))):
            raise NeedsApproval
        line.course = line.course.current
        line.save(update_fields=["course"])
    return program


def _same_shape(line: Session) -> bool:
    """Whether what was approved of a line holds for the newest version too."""
    old, new = line.course, line.course.current
    same = (old.hours, old.category_id) == (new.hours, new.category_id)
    return same and (line.format_id is None or new.formats.filter(pk=line.format_id).exists())


@operation(rules.may_submit, on="program")
def free_lines(*, actor: Actor, program: Program, lines: Iterable[int], of: str) -> Program:
    """Let lines be without their teacher, or their base and room, so that another is chosen.

    Raises `StillAway`.
    """
    if program.state not in EDITABLE:
        raise StillAway
    emptied = {"teacher": None} if of == "teacher" else {"base": None, "room": None}
    _lines(program).filter(pk__in=list(lines)).update(**emptied, pinned=False)
    Program._base_manager.filter(pk=program.pk).update(revision=F("revision") + 1)
    program.refresh_from_db(fields=["revision"])
    bookings.hold(program)
    return program


@operation(rules.may_submit, on="program")
def drop_lines(*, actor: Actor, program: Program, lines: Iterable[int]) -> Program:
    """Take lines out whose course is no longer in use. Raises `StillAway`."""
    if program.state not in EDITABLE:
        raise StillAway
    _lines(program).filter(pk__in=list(lines)).delete()
    return program


def _lines(program: Program):
    return Session._base_manager.filter(program=program)


# --- what the versions of courses ask of their holders -------------------------------------------
def _keep(earlier: dict[int, Course]) -> None:
    for pk, row in earlier.items():
        held = Session._base_manager.filter(course=pk).exclude(program__state__in=EDITABLE)
        held.update(course=row)


def _held(keys: Iterable[int], kind: str):
    """Lines that a new version does not reach; a recall concerns every line, whichever version."""
    rows = Session._base_manager.all()
    earlier = rows.filter(course__current__in=keys)
    return earlier | rows.filter(course__in=keys) if kind == ChangeKind.RECALL else earlier


def _using(keys: Iterable[int], kind: str) -> list[Adopter]:
    held = _held(set(keys), kind).filter(program__state__in=OPEN)
    pairs = {
        (line.course.current_id or line.course_id, line.program)
        for line in held.select_related("program", "course")
    }
    return [_adopter("course", course, program) for course, program in pairs]


def _holding(what: str, keys: Iterable[int]) -> list[Adopter]:
    if what == "readyprogram":
        rows = Program._base_manager.filter(taken_from__in=list(keys), state__in=OPEN)
        return [_adopter(what, program.taken_from_id, program) for program in rows]
    if what not in ("teacher", "base"):
        return []
    held = _to_come(what).filter(**{f"{what}__in": list(keys)}, program__state__in=OPEN)
    pairs = {(getattr(line, f"{what}_id"), line.program) for line in held.select_related("program")}
    return [_adopter(what, thing, program) for thing, program in pairs]


def _to_come(what: str):
    """Lines that are not over yet: who taught yesterday is no question today."""
    rows = Session._base_manager.exclude(**{what: None})
    return rows.filter(Q(on=None) | Q(on__gte=timezone.localdate()))


def _adopter(what: str, thing: int, program: Program) -> Adopter:
    return Adopter(
        what=what,
        thing_id=thing,
        about=key(program),
        organisation_id=program.organisation_id,
        label=program.name,
        label_en=program.name_en,
        url=program.get_absolute_url(),
    )


def _program(change: CourseChange) -> Program:
    return Program._base_manager.get(pk=change.about.partition(":")[2])


def _asked(change: CourseChange) -> list[Line]:
    if change.readyprogram:
        return _of_ready(change)
    if change.course:
        rows = _held([change.course_id], change.kind)
    else:
        what = change.thing.kind
        rows = _to_come(what).filter(**{what: change.thing})
    program = _program(change)
    anew = not change.course and program.state in EDITABLE
    rows = rows.filter(program=program).select_related("format", "teacher", "course")
    return [
        Line(str(line.pk), line.course.label, _when(line), _chosen_at(line) if anew else "")
        for line in rows.order_by("position")
    ]


def _of_ready(change: CourseChange) -> list[Line]:
    """Sessions that came, went or were moved; that it is out of use concerns no line."""
    if change.kind == ChangeKind.RECALL:
        return []
    return [
        Line(one.key, _said(one), " → ".join(filter(None, _times(one))))
        for one in differences(None, _program(change))
    ]


def _said(one: Difference) -> str:
    if one.mine is None:
        return gettext("Add “%(course)s”") % {"course": one.theirs.course.label}
    if one.theirs is None:
        return gettext("Leave out “%(course)s”") % {"course": one.mine.course.label}
    return gettext("Change “%(course)s”") % {"course": one.mine.course.label}


def _times(one: Difference) -> tuple[str, str]:
    return _when(one.mine) if one.mine else "", one.theirs.note if one.theirs else ""


def _hindrance(change: CourseChange) -> str | Promise:
    by_hand = change.kind == ChangeKind.RECALL or change.readyprogram
    return StillAway.message if by_hand and _program(change).state not in EDITABLE else ""


def _compare(change: CourseChange) -> str:
    program = _program(change)
    if change.readyprogram is None or program.taken_version == change.readyprogram.version:
        return ""
    return reverse("programs:ready_version", args=[program.taken_from_id, program.taken_version])


def _chosen_at(line: Session) -> str:
    """The line in the composer, opened: what is feasible instead stands there."""
    page = reverse("programs:program_compose", args=[line.program_id])
    return f"{page}?line={line.pk}#line-{line.pk}"


def _when(line: Session) -> str:
    time = f"{line.on:%Y-%m-%d} {SLOT_NAMES[line.slot]}" if line.on and line.slots else ""
    parts = (time, line.format and line.format.label, line.teacher and line.teacher.label)
    return " · ".join(filter(None, parts))


def _take(actor: Actor, change: CourseChange, chosen: set[str]) -> None:
    if change.readyprogram:
        follow_ready(actor=actor, program=_program(change), chosen=chosen)
        return
    asked = {"actor": actor, "program": _program(change), "lines": [int(pk) for pk in chosen]}
    if change.kind == ChangeKind.VERSION:
        follow_courses(**asked)
    elif change.course:
        drop_lines(**asked)
    else:
        free_lines(**asked, of=change.thing.kind)


PROGRAMS = Holder(
    prefix="programs.program",
    keep=_keep,
    using=_using,
    holding=_holding,
    lines=_asked,
    take=_take,
    hindrance=_hindrance,
    compare=_compare,
)
