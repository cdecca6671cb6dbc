"""Keeping ready-made programmes; what one was before a change stays for those who adopted it."""

from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.references import references
from core.errors import Refusal
from resources import rules
from resources.models import ReadyLine, ReadyProgram, ReadyProgramGrant
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
