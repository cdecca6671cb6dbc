"""What the lists of courses, teachers, bases and ready-made programmes have in common."""

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.queries import codes
from core.lists import Choice, Column, Range
from resources import queries, rules
from resources.choices import Reach


def of_table(kind):
    return lambda actor: [(code.pk, code.label) for code in codes(actor, kind)]


def having(name):
    return lambda rows, values: rows.having(name, values)


def owners_of(model):
    return lambda actor: [(o.pk, o.label) for o in queries.owners(actor, model)]


def joined(name):
    return lambda row: gettext(", ").join(code.label for code in getattr(row, name).all())


def state_of(row):
    return _("In use") if row.active else _("Retired")


def reach_of(row):
    """How far the actor shares what is his; until when others share theirs with him."""
    if row.reach:
        return Reach(row.reach).label
    if row.lent_until:
        return gettext("us, until %(day)s") % {"day": date_format(row.lent_until, "Y-m-d")}
    return gettext("us, for good")


def lent_of(row):
    return date_format(row.lent_until, "Y-m-d") if row.lent_until else _("for good")


def only_borrows(actor):
    return not rules.may_offer_own(actor)


def rating_of(row):
    return row.rating and round(row.rating, 1)


def by_state(rows, values):
    return rows.filter(active__in=[value == "use" for value in values])


def name_of(label, sort="name"):
    """The column that leads to the page of the row: always the first."""
    return Column(
        "name",
        label,
        kind="link",
        value=str,
        url="get_absolute_url",
        sort=sort,
        fixed=True,
    )


def number(name="code", **more):
    """The owner's number of the row."""
    return Column(name, _("Number"), sort=name, minor=True, **more)


def owner_choice(model, **more):
    """Whose resource it is, out of those the actor sees."""
    options = owners_of(model)
    return Choice("owner", _("Offered by"), path="organisation_id", options=options, **more)


OWNER = Column(
    "owner", _("Offered by"), value="organisation.label", sort="organisation__name", minor=True
)
RATING = Column("rating", _("Rating"), value=rating_of, numeric=True, sort="rating")
REACH = Column(
    "reach",
    _("Shared with"),
    kind="words",
    value=reach_of,
    allowed=rules.may_offer_own,
    minor=True,
)
LENT = Column("lent", _("Shared until"), value=lent_of, allowed=only_borrows, minor=True)
STATE = Column("state", _("State"), value=state_of, sort="active", shown=False)
STATES = Choice(
    "state",
    _("State"),
    options=(("use", _("In use")), ("retired", _("Retired"))),
    apply=by_state,
    more=True,
)
REACHES = Choice("reach", _("Shared with"), options=Reach.choices, more=True)
RATINGS = Range("rating", _("Rating"), more=True)
