from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, Table
from resources.choices import SameState
from resources.flow import SAME


def same_state_of(pair):
    return pair.get_state_display(), SAME.tones[pair.state]


class SamePairs(Table):
    key, title, default_sort = "same-courses", _("Probably the same courses"), "-score"
    nothing_yet = _("No courses that are probably the same")
    why_nothing = _("Departments let a worker compare the courses of all institutes below them.")
    columns = (
        Column(
            "left",
            _("Course"),
            kind="link",
            value="left.label",
            url="get_absolute_url",
            sort="left__name",
            fixed=True,
        ),
        Column("left_owner", _("Offered by"), value="left.organisation.label", minor=True),
        Column("right", _("The other course"), value="right.label", sort="right__name"),
        Column("right_owner", _("Offered by"), value="right.organisation.label"),
        Column(
            "score",
            _("Likeness"),
            value=lambda pair: round(100 * pair.score),
            unit="%",
            numeric=True,
            sort="score",
        ),
        Column("state", _("State"), kind="pill", value=same_state_of, sort="state"),
        Column(
            "decided", _("Decided"), kind="date", value="decided_at", sort="decided_at", minor=True
        ),
    )
    filters = (Choice("state", _("State"), path="state", options=SameState.choices),)
