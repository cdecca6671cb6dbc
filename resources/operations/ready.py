"""Keeping ready-made programmes; what one was before a change stays for those who adopted it."""

from collections.abc import Iterable
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from accounts.references import references
from core.errors import Refusal
from resources import rules, versions
from resources.choices import ChangeKind
from resources.models import CourseChange, ReadyLine, ReadyProgram, ReadyProgramGrant
from resources.queries.ready import version_now


class BeyondTheDays(Refusal):
    """A line on a day that the programme does not have."""

    code = "beyond_the_days"
    message = _("The programme has {days} days. Choose one of them, or make it longer first.")
    status = 422


class NotGiven(Refusal):
    """A line whose course is not given in that format, or by that teacher."""

    code = "not_given"
    message = _("“{course}” is not given so. Choose a format, and a teacher, of the course.")
    status = 422


@operation(rules.may_keep, on="ready")
def save_ready(*, actor: Actor, ready: ReadyProgram, levels=None) -> ReadyProgram:
    """Create or change a ready-made programme; what was adopted before stays as it was."""
    with _kept(actor, ready):
        ready.save()
        if levels is not None:
            ready.levels.set(levels)
    return ready


@operation(rules.may_keep_line, on="line")
def add_ready_line(*, actor: Actor, line: ReadyLine) -> ReadyLine:
    """Add a session. Raises `BeyondTheDays`, `NotGiven`."""
    if line.day > line.ready.days:
        raise BeyondTheDays(days=line.ready.days)
    offers = line.course.offers.all()
    if line.teacher_id:
        offers = offers.filter(teacher=line.teacher_id)
    if line.format_id:
        offers = offers.filter(format=line.format_id)
    if (line.teacher_id or line.format_id) and not offers.exists():
        raise NotGiven(course=line.course.label)
    with _kept(actor, line.ready):
        line.save()
    return line


@operation(rules.may_keep_line, on="line")
def remove_ready_line(*, actor: Actor, line: ReadyLine) -> None:
    """Take a session out."""
    with _kept(actor, line.ready):
        line.delete()


@operation(rules.may_keep, on="ready")
def drop_ready_lines(*, actor: Actor, ready: ReadyProgram, lines: Iterable[int]) -> ReadyProgram:
    """Take sessions out whose course is no longer in use."""
    with _kept(actor, ready):
        ready.lines.filter(pk__in=list(lines)).delete()
    return ready


@operation(rules.may_keep, on="ready")
def free_ready_lines(*, actor: Actor, ready: ReadyProgram, lines: Iterable[int]) -> ReadyProgram:
    """Let sessions be without their teacher: the unit that adopts chooses one."""
    with _kept(actor, ready):
        ready.lines.filter(pk__in=list(lines)).update(teacher=None)
    return ready


@contextmanager
def _kept(actor: Actor, ready: ReadyProgram):
    """Keep what it was as an earlier version, if others took it up and the block changes it."""
    if not ready.pk:
        yield
        return
    old = ReadyProgram._base_manager.select_for_update().get(pk=ready.pk)
    ready.version = old.version  # somebody else may have changed it meanwhile
    before = version_now(actor, old) if _taken_up(old) else None
    yield
    now = ReadyProgram._base_manager.get(pk=ready.pk)
    if before is None or version_now(actor, now).content == before.content:
        return
    before.ended_by = actor.member
    before.save()
    ready.version = old.version + 1
    ReadyProgram._base_manager.filter(pk=ready.pk).update(version=ready.version)
    versions.tell_version(actor, ready)


def _taken_up(ready: ReadyProgram) -> bool:
    """Whether it is more than a draft of its owner: shared or adopted."""
    tables = [
        field
        for field in references(ReadyProgram)
        if field.model._meta.app_label != "resources" or field.model is ReadyProgramGrant
    ]
    return any(
        field.model._base_manager.filter(**{field.attname: ready.pk}).exists() for field in tables
    )


# --- what a recall asks of ready-made programmes: their sessions name courses and teachers --------
def _using(keys: Iterable[int], kind: str) -> list[versions.Adopter]:
    return _adopters("course", keys) if kind == ChangeKind.RECALL else []


def _holding(what: str, keys: Iterable[int]) -> list[versions.Adopter]:
    return _adopters(what, keys) if what == "teacher" else []


def _adopters(what: str, keys: Iterable[int]) -> list[versions.Adopter]:
    rows = ReadyLine._base_manager.filter(**{f"{what}__in": list(keys)}, ready__active=True)
    pairs = {(getattr(line, f"{what}_id"), line.ready) for line in rows.select_related("ready")}
    return [
        versions.Adopter(
            what=what,
            thing_id=thing,
            about=key(ready),
            organisation_id=ready.organisation_id,
            label=ready.name,
            label_en=ready.name_en,
            url=ready.get_absolute_url(),
        )
        for thing, ready in pairs
    ]


def _ready(change: CourseChange) -> ReadyProgram:
    return ReadyProgram._base_manager.get(pk=change.about.partition(":")[2])


def _lines(change: CourseChange) -> list[versions.Line]:
    rows = _ready(change).lines.filter(**{change.thing.kind: change.thing})
    rows = rows.select_related("course", "format", "teacher")
    return [versions.Line(str(line.pk), line.course.label, line.note) for line in rows]


def _take(actor: Actor, change: CourseChange, chosen: set[str]) -> None:
    change_lines = drop_ready_lines if change.course else free_ready_lines
    change_lines(actor=actor, ready=_ready(change), lines=[int(pk) for pk in chosen])


READY = versions.Holder(
    prefix="resources.readyprogram",
    keep=lambda earlier: None,
    using=_using,
    holding=_holding,
    lines=_lines,
    take=_take,
)
