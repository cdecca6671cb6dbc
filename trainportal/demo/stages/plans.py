"""The yearly plans of the topmost department: demand, shares, deadline."""

from collections import defaultdict
from datetime import date

from accounts.access import Actor
from accounts.choices import CodeKind, OrganisationKind
from accounts.models import Organisation
from programs.models import Plan
from programs.operations import plan as operations
from trainportal.demo.content import rows

FORMATS_FROM = 2027  # the first year whose plan asks for shares of formats
FORMATS = (("case", 8, None), ("field", 8, None), ("online", 0, 30))
HEADCOUNT = 45  # people a unit is asked to train in a year


def build(top: Actor, codes: dict) -> dict[int, Plan]:
    """Draw up and publish every plan; returns them by year."""
    shares = defaultdict(list)
    for row in rows("plan_minimums"):
        category = codes[CodeKind.CATEGORY, row["category"]]
        shares[int(row["year"])].append((category, int(row["min_percent"]), None))
    competences: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows("plan_competences"):
        code = codes[CodeKind.COMPETENCE, row["competence"]]
        competences[int(row["year"])][code.pk] = int(row["level"])
    units = list(Organisation.objects.filter(kind=OrganisationKind.UNIT))
    units = [unit for unit in units if top.organisation.is_above(unit)]
    plans = {}
    for row in rows("plans"):
        year = int(row["year"])
        plan = Plan(
            organisation=top.organisation,
            year=year,
            name=row["title"],
            name_en=row["title_en"],
            budget_yuan=int(row["budget_yuan"]),
            deadline_on=date.fromisoformat(row["deadline_on"]),
        )
        operations.save_plan(actor=top, plan=plan)
        formats = FORMATS if year >= FORMATS_FROM else ()
        asked_formats = [(codes[CodeKind.FORMAT, code], *bounds) for code, *bounds in formats]
        operations.set_shares(actor=top, plan=plan, shares=shares[year] + asked_formats)
        asked = [(unit, HEADCOUNT, "") for unit in units]
        operations.set_competences(actor=top, plan=plan, levels=competences[year])
        operations.set_demands(actor=top, plan=plan, demands=asked)
        operations.publish_plan(actor=top, plan=plan)
        plans[year] = plan
    return plans


def end(top: Actor, *, before: int) -> None:
    """Close the plans of the years that are over."""
    for plan in Plan.objects.filter(year__lt=before):
        operations.close_plan(actor=top, plan=plan)
