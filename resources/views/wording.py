"""How a change of a resource is put to those who took it over, by what has become of what."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.choices import ChangeKind
from resources.models import CourseChange

Text = str | Promise


@dataclass(frozen=True)
class Wording:
    """What is said first, over the lines, on the two buttons, and where no line is left."""

    follows: Text
    take: Text
    decline: Text
    nothing: Text
    told: Text = ""


VERSION = Wording(
    follows=_("What follows it"),
    take=_("Take over what is ticked"),
    decline=_("Leave everything as it is"),
    nothing=_("Nothing holds the old version any more."),
)
READY_VERSION = replace(
    VERSION,
    nothing=_(
        "No session has come, gone or been moved. Change the rest, if you wish, in the basics of "
        "the programme."
    ),
)
RECALLED = Wording(
    told=_(
        "Nothing new can choose it. Lines that hold it may go on with it, or be freed for another "
        "choice."
    ),
    follows=_("Lines to choose anew"),
    take=_("Free what is ticked"),
    decline=_("Keep using it"),
    nothing=_("Nothing holds it any more."),
)
COURSE_RECALLED = replace(
    RECALLED,
    told=_("Nothing new can choose the course. What already uses it may go on, or leave it out."),
    follows=_("What is left out"),
    take=_("Leave out what is ticked"),
    decline=VERSION.decline,
)
READY_RECALLED = replace(
    RECALLED,
    told=_("Nobody can adopt it any more. Programmes that were made from it go on as they are."),
    follows=_("Take note"),
    nothing="",
)


def wording(change: CourseChange, *, has_lines: bool) -> Wording:
    """Choose the words for what is asked; a question that touches nothing is only closed."""
    if change.kind == ChangeKind.VERSION:
        return READY_VERSION if change.readyprogram else VERSION
    found = RECALLED
    if change.course:
        found = COURSE_RECALLED
    elif change.readyprogram:
        found = READY_RECALLED
    return found if has_lines else replace(found, decline=_("Close the question"))
