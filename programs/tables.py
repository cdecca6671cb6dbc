from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, OrganisationKind
from accounts.queries import codes, organisations, partners
from core.lists import Choice, Column, DateRange, Range, Search, Table
from programs.choices import PlanState, ProgramState
from programs.flow import PLAN, PROGRAM
from programs.queries import plan as plans

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
