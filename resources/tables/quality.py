from django.utils.translation import gettext_lazy as _

from core.lists import Choice, Column, DateRange, Search, Table
from resources.choices import ReviewState
from resources.flow import REVIEW
from resources.models import Base, Course, Teacher

KINDS = [(one._meta.model_name, one._meta.verbose_name) for one in (Course, Teacher, Base)]


def review_state_of(review):
    return review.get_state_display(), REVIEW.flow.tones[review.state]


def by_kind(rows, values):
    return rows.exclude(**{values[0]: None})


class Reviews(Table):
    key, title, default_sort = "reviews", _("Quality reviews"), "-begun"
    nothing_yet = _("No quality reviews yet")
    why_nothing = _("An institute asks for a review on the page of the course, teacher or base.")
    columns = (
        Column(
            "thing",
            _("Reviewed"),
            kind="link",
            value="thing.label",
            url="get_absolute_url",
            sort=("course__name", "teacher__name_sort", "base__name"),
            fixed=True,
        ),
        Column("kind", _("Kind"), value="thing._meta.verbose_name"),
        Column("state", _("State"), kind="pill", value=review_state_of, sort="state"),
        Column(
            "owner",
            _("Offered by"),
            value="organisation.label",
            sort="organisation__name",
            minor=True,
        ),
        Column("begun", _("Review asked for on"), kind="date", value="begun_at", sort="begun_at"),
        Column("again", _("Review again on"), kind="date", value="again_on", sort="again_on"),
        Column("ends", _("End of life"), kind="date", value="ends_on", sort="ends_on", minor=True),
    )
    filters = (
        Search(
            label=_("Name or number"),
            fields=("course__search_text", "teacher__search_text", "base__search_text"),
        ),
        Choice("state", _("State"), path="state", options=ReviewState.choices),
        Choice("kind", _("Kind"), options=KINDS, multiple=False, apply=by_kind),
        DateRange("begun_at", _("Review asked for on"), moment=True, more=True),
        DateRange("again_on", _("Review again on"), more=True),
    )
