"""Ready-made programmes, as far as the actor sees them."""

from typing import Any

from django.db.models import Count, Sum

from accounts.access import Actor
from core.models import in_both
from resources.models import ReadyLine, ReadyProgram, ReadyVersion
from resources.queries.catalogue import with_reach


def ready_programs(actor: Actor, *, retired: bool = False):
    """Ready-made programmes the actor may see."""
    rows = ReadyProgram.objects.visible_to(actor).select_related("organisation", "theme")
    return rows if retired else rows.filter(active=True)


def ready_list(actor: Actor, *, retired: bool = False):
    """The same for the list: with hours, number of sessions and reach."""
    rows = with_reach(actor, ready_programs(actor, retired=retired))
    return rows.annotate(line_count=Count("lines"), hours=Sum("lines__course__hours", default=0))


def ready_lines(actor: Actor, ready: ReadyProgram):
    """The sessions of a ready-made programme the actor was shown, in order."""
    rows = ready.lines.select_related("course__category", "format", "teacher", "ready")
    return rows.order_by("day", "slot", "pk")


def lines_kept(actor: Actor):
    """Lines of the ready-made programmes the actor may see, as rows to find one in."""
    return ReadyLine.objects.visible_to(actor).select_related("ready__organisation", "course")


def history(actor: Actor, ready: ReadyProgram):
    """The earlier versions of a ready-made programme the actor was shown, the newest first."""
    return ready.earlier.select_related("ended_by__user").defer("content")


def version_kept(actor: Actor, ready_id: int | None, number: int | None) -> ReadyVersion | None:
    """What an earlier version contained, while the actor sees the ready-made programme."""
    rows = ReadyVersion.objects.visible_to(actor).filter(ready=ready_id, number=number)
    return rows.select_related("ready__organisation", "ended_by__user").first()


def version_now(actor: Actor, ready: ReadyProgram) -> ReadyVersion:
    """What it contains now, as a version that nobody has kept yet; two statements and the theme."""
    lines = [_line(line) for line in ready_lines(actor, ready)]
    content = {"basics": _basics(ready, lines), "lines": lines}
    return ReadyVersion(ready=ready, number=ready.version, content=content)


def _basics(ready: ReadyProgram, lines: list[dict]) -> dict[str, Any]:
    return {
        "name": ready.name,
        "name_en": ready.name_en,
        "theme": in_both(ready.theme),
        "levels": [in_both(level) for level in ready.levels.order_by("order", "pk")],
        "aim": ready.aim,
        "aim_en": ready.aim_en,
        "days": ready.days,
        "places": ready.places,
        "hours": sum(line["hours"] for line in lines),
    }


def _line(line: ReadyLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "course": {"id": line.course_id, **in_both(line.course)},
        "category": {"id": line.course.category_id, **in_both(line.course.category)},
        "hours": line.course.hours,
        "format": in_both(line.format),
        "teacher": in_both(line.teacher),
        "on": line.day,
        "slot": line.slot,
    }
