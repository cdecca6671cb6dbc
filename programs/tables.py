from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, OrganisationKind
from accounts.queries import codes, organisations, partners
from core.lists import Choice, Column, DateRange, Range, Search, Table
from programs.choices import PlanState, ProgramState
from programs.flow import PLAN, PROGRAM
from programs.queries import plan as plans
from resources.choices import Mastery
from resources.tables import Courses

S = ProgramState


def state_of(program):
    return program.get_state_display(), PROGRAM.flow.tones[program.state]


def turn_of(program):
    """Who has to act next; empty when nobody has."""
    owner = program.organisation.label
    turns = {
        S.DRAFT: owner,
        S.RETURNED: owner,
        S.SUBMITTED: program.institute and program.institute.label,
        S.ACCEPTED: _("Approving department"),
        S.APPROVED: owner,
        S.RUNNING: program.institute and program.institute.label,
    }
    return turns.get(program.state, "")


class Programs(Table):
    key, title, default_sort = "programs", _("Programmes"), "-starts_on"
    nothing_yet = _("No programmes yet")
    why_nothing = _("A programme says what is taught, by whom, where and when.")
    columns = (
        Column(
            "label",
            _("Programme"),
            kind="link",
            url="get_absolute_url",
            sort=("name",),
            fixed=True,
        ),
        Column("state", _("State"), kind="pill", value=state_of, sort="state"),
        Column("turn", _("Whose turn"), value=turn_of),
        Column("unit", _("Owner"), value="organisation.label", sort="organisation__path"),
        Column("institute", _("Institute"), value="institute.label", minor=True),
        Column("starts_on", _("First day"), kind="date", sort="starts_on"),
        Column("ends_on", _("Last day"), kind="date", sort="ends_on", shown=False),
        Column("hours", _("Hours"), numeric=True, sort="hours", minor=True),
        Column("places", _("Number of places"), numeric=True, sort="places"),
        Column("taken", _("Places taken"), numeric=True, sort="taken", minor=True),
        Column("plan", _("Plan"), value="plan.label", shown=False),
        Column("theme", _("Theme"), value="theme.label", shown=False),
        Column(
            "budget_yuan",
            _("Budget"),
            numeric=True,
            unit=_("yuan"),
            sort="budget_yuan",
            shown=False,
        ),
    )
    filters = (
        Search(label=_("Name of the programme"), fields=("name", "name_en")),
        Choice("state", _("State"), options=S.choices),
        Choice(
            "unit",
            _("Owner"),
            path="organisation_id",
            options=lambda actor: _named(
                organisations(actor, OrganisationKind.UNIT, OrganisationKind.DEPARTMENT)
            ),
        ),
        DateRange("starts_on", _("First day")),
        Choice(
            "plan",
            _("Plan"),
            path="plan_id",
            options=lambda actor: _named(plans.plans(actor)),
            more=True,
        ),
        Choice(
            "institute",
            _("Institute"),
            path="institute_id",
            options=lambda actor: _named(partners(actor, OrganisationKind.INSTITUTE)),
            more=True,
        ),
        Choice(
            "theme",
            _("Theme"),
            path="theme_id",
            options=lambda actor: _named(codes(actor, CodeKind.THEME)),
            more=True,
        ),
        Range("places", _("Number of places"), more=True),
        Range("hours", _("Hours"), more=True),
    )


def _named(rows):
    return [(row.pk, row.label) for row in rows]


class Plans(Table):
    key, title, default_sort = "plans", _("Yearly plans"), "-year"
    nothing_yet = _("No yearly plans yet")
    why_nothing = _("A plan says how many people each unit trains in a year, and in what.")
    columns = (
        Column("label", _("Plan"), kind="link", url="get_absolute_url", sort=("name",), fixed=True),
        Column("year", _("Year"), numeric=True, value=lambda plan: str(plan.year), sort="year"),
        Column(
            "state",
            _("State"),
            kind="pill",
            value=lambda plan: (plan.get_state_display(), PLAN.flow.tones[plan.state]),
            sort="state",
        ),
        Column("organisation", _("Department"), value="organisation.label", minor=True),
        Column("headcount", _("People asked"), numeric=True, sort="headcount"),
        Column("program_count", _("Programmes"), numeric=True, sort="program_count"),
        Column("deadline_on", _("Submit by"), kind="date", sort="deadline_on"),
        Column("budget_yuan", _("Budget"), numeric=True, unit=_("yuan"), minor=True),
    )
    filters = (
        Search(label=_("Name of the plan"), fields=("name", "name_en")),
        Choice("state", _("State"), options=PlanState.choices),
    )


def asked_of(code):
    """What the plan that asks most says: a level of the competence, or a share of the hours."""
    if code.kind == CodeKind.COMPETENCE:
        return Mastery(code.asked).label
    return gettext("at least %(share)s %% of the hours") % {"share": code.share}


def courses_url(code):
    """The courses in question, as far as there are any."""
    return f"{reverse('resources:course_list')}?{urlencode({code.kind: code.pk})}"


def met_of(code):
    if not code.offered:
        return _("nobody offers it"), "refused"
    return (_("offered once only"), "returned") if code.offered == 1 else (_("offered"), "approved")


def by_offer(rows, values):
    return rows.filter(offered=0) if "none" in values else rows.filter(offered__gt=0)


class Gaps(Table):
    key, title, default_sort = "gaps", _("What is lacking"), "offered"
    nothing_yet = _("No plan that you see demands a category or competence")
    why_nothing = _("What plans demand stands here, with the number of courses that offer it.")
    columns = (
        Column(
            "name",
            _("Demanded"),
            kind="link",
            value="label",
            url=courses_url,
            sort="name",
            fixed=True,
        ),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("asked", _("Asked for"), value=asked_of),
        Column("plans", _("Plans"), value="plan_count", numeric=True, sort="plan_count"),
        Column("people", _("People asked"), numeric=True, sort="people"),
        Column("offered", _("Courses"), numeric=True, sort=("offered", "-people")),
        Column("met", _("Offer"), kind="pill", value=met_of),
    )
    filters = (
        Search(label=_("Category or competence"), fields=("name", "name_en", "code")),
        Choice(
            "kind",
            _("Kind"),
            path="kind",
            options=(
                (CodeKind.CATEGORY, CodeKind.CATEGORY.label),
                (CodeKind.COMPETENCE, CodeKind.COMPETENCE.label),
            ),
        ),
        Choice(
            "offer",
            _("Offer"),
            options=(("none", _("nobody offers it")), ("some", _("offered"))),
            apply=by_offer,
        ),
    )


class Ranking(Table):
    key, title, default_sort = "course-ranking", _("Most used courses"), "-used"
    nothing_yet = _("No courses yet")
    why_nothing = _("Courses that you may see stand here by how often they were held.")
    columns = (
        *Courses.columns[:1],
        Column(
            "owner",
            _("Offered by"),
            value="organisation.label",
            sort="organisation__name",
            minor=True,
        ),
        Column("used", _("Programmes"), numeric=True, sort="used"),
        Column("people", _("People trained"), numeric=True, sort="people"),
        Column(
            "score",
            _("Mean result"),
            value=lambda c: c.score and round(c.score, 1),
            numeric=True,
            sort="score",
        ),
        Column(
            "rating",
            _("Rating"),
            value=lambda c: c.rating and round(c.rating, 1),
            numeric=True,
            sort="rating",
        ),
        Column(
            "votes",
            _("Ratings"),
            value="rating_count",
            numeric=True,
            sort="rating_count",
            minor=True,
        ),
        Column("views", _("Views from elsewhere"), numeric=True, sort="views", minor=True),
        Column("downloads", _("Materials opened"), numeric=True, sort="downloads", minor=True),
    )
    filters = Courses.filters[:5]
