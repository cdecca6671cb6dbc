"""Keeping ready-made programmes."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core.errors import Refusal
from resources import rules
from resources.models import ReadyLine, ReadyProgram


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
    if ready.pk:
        ready.version += 1
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
    line.save()
    _advance(line.ready)
    return line


@operation(rules.may_keep_line, on="line")
def remove_ready_line(*, actor: Actor, line: ReadyLine) -> None:
    """Take a session out."""
    line.delete()
    _advance(line.ready)


def _advance(ready: ReadyProgram) -> None:
    ReadyProgram._base_manager.filter(pk=ready.pk).update(version=F("version") + 1)
