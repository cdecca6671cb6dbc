"""Ready-made programmes, as far as the actor sees them."""

from django.db.models import Count, Sum

from accounts.access import Actor
from resources.models import ReadyLine, ReadyProgram
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
