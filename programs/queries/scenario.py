"""What scenarios of a plan lead to: their figures, and how they stand side by side."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Actor
from accounts.models import Organisation
from core.charts import Chart, Series
from programs import meter
from programs.models import Plan, Scenario
from programs.queries import plan as plans
from programs.queries.ways_out import WAYS, Names
from resources.models import Base, Teacher

SHOWN = ("kind", "code", "course", "teacher", "base")


def scenarios(actor: Actor):
    """What was tried out by departments the actor sees, in order."""
    rows = Scenario.objects.visible_to(actor)
    return rows.select_related("plan__organisation", "job", "organisation", "created_by")


def figures(actor: Actor, problem: dict, answer: dict) -> dict[str, Any]:
    """Sum up the answer to a year's problem; O(sessions)."""
    asked = {row["id"]: row for row in problem["programmes"]}
    placed = answer["programmes"]
    hours: dict[str, Counter] = {"categories": Counter(), "formats": Counter()}
    for row in placed:
        courses = {c["id"]: c for c in asked[row["id"]]["courses"]}
        for s in row["sessions"]:
            hours["categories"][courses[s["course"]]["category"]] += courses[s["course"]]["hours"]
            hours["formats"][s["format"]] += courses[s["course"]]["hours"]
    return {
        "status": answer["status"],
        "score": answer["score"],
        "bound": answer["bound"],
        "asked": sum(row["cohort"] for row in asked.values()),
        "groups": len(asked),
        "people": sum(asked[row["id"]]["cohort"] for row in placed),
        "cost": sum(row["cost"] for row in placed),
        "hours": {kind: dict(sums) for kind, sums in hours.items()},
        "placed": [_placed(asked[row["id"]], row) for row in placed],
        "lost": [_lost(asked[row["id"]], row) for row in answer["unplaced"]],
    }


def _placed(asked: dict, row: dict) -> dict[str, Any]:
    return {
        "unit": asked["id"].partition(".")[0],
        "people": asked["cohort"],
        "days": [row["window"][0], row["window"][-1]],
        "bases": sorted({s["base"] for s in row["sessions"]}),
        "hours": row["hours"],
        "cost": row["cost"],
    }


def _lost(asked: dict, row: dict) -> dict[str, Any]:
    rules = [{k: rule[k] for k in SHOWN if k in rule} for rule in row.get("conflict", ())]
    return {"people": asked["cohort"], "reason": row["reason"], "rules": rules}


@dataclass(frozen=True)
class Outcome:
    """One scenario beside the others; figures are None before the first answer.

    `changes` and `lost` are sentences; `shares` is meter.Share for each code of the plan.
    """

    scenario: Scenario
    changes: list[str]
    people: int | None = None
    asked: int = 0
    groups: int = 0
    of: int = 0
    cost: int = 0
    shares: tuple[meter.Share, ...] = ()
    verdict: str = ""
    lost: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """People reached, of those asked for."""
        return 100 * (self.people or 0) / self.asked if self.asked else 0.0

    @property
    def a_head(self) -> int | None:
        """Yuan for each person reached."""
        return round(self.cost / self.people) if self.people else None


def outcomes(actor: Actor, plan: Plan) -> list[Outcome]:
    """Every scenario of a plan with its figures in words; a fixed number of statements."""
    rows = list(scenarios(actor).filter(plan=plan))
    things = _things(actor, rows)
    quotas = plans.quotas(actor, plan, {})
    rules = [rule for row in rows for lost in row.answer.get("lost", ()) for rule in lost["rules"]]
    names = Names(actor, rules)
    return [_outcome(row, quotas, things, names) for row in rows]


def _things(actor: Actor, rows: list[Scenario]) -> dict[str, dict[int, Any]]:
    """Bases and teachers that scenarios do without."""
    found = {}
    for name, model in (("bases", Base), ("teachers", Teacher)):
        keys = {pk for row in rows for pk in row.changes.get(name, ())}
        found[name] = model.objects.visible_to(actor).in_bulk(keys)
    return found


def _outcome(row: Scenario, quotas, things, names: Names) -> Outcome:
    changes = _changes(row, quotas, things)
    answer = row.answer
    if not answer:
        return Outcome(row, changes)
    mine = [quota.changed(row.changes) for quota in quotas]
    shares = tuple(
        share
        for kind, held in answer["hours"].items()
        for share in meter.shares(
            [q for q in mine if q.kind == KINDS[kind]],
            [(int(key), hours) for key, hours in held.items()],
        )
    )
    return Outcome(
        row,
        changes,
        people=answer["people"],
        asked=answer["asked"],
        groups=len(answer["placed"]),
        of=answer["groups"],
        cost=round(answer["cost"]),
        shares=shares,
        verdict=_verdict(answer),
        lost=tuple(_said(answer["lost"], names)),
    )


KINDS = {"categories": "category", "formats": "format"}


def _verdict(answer: dict) -> str:
    if answer["status"] == "optimal":
        return _("proved best")
    if not answer["score"] or answer["lost"]:
        return ""
    more = max(0.0, 100 * (answer["bound"] - answer["score"]) / answer["score"])
    return _("at most %(percent)s %% better is possible") % {"percent": f"{more:.1f}"}


def _changes(row: Scenario, quotas, things) -> list[str]:
    """What differs from the plan, in words."""
    changes, said = row.changes, []
    for quota in quotas:
        least = changes.get("least", {}).get(str(quota.key))
        if least is not None and least != quota.minimum:
            said.append(f"{quota.name}: {quota.minimum} % → {least} %")
    if "budget_yuan" in changes:
        yuan = f"{changes['budget_yuan']:,}"
        said.append(_("Budget: %(yuan)s yuan") % {"yuan": yuan})
    said += [
        _("Without %(name)s") % {"name": things[name][pk].label}
        for name in ("bases", "teachers")
        for pk in changes.get(name, ())
        if pk in things[name]
    ]
    if "group" in changes:
        said.append(_("Groups of %(n)s people") % {"n": changes["group"]})
    if "days" in changes:
        said.append(_("%(n)s days each") % {"n": changes["days"]})
    return said


def _said(lost: list[dict], names: Names):
    """Why groups have no place, each reason once with how many it hits."""
    count: Counter = Counter()
    for group in lost:
        if group["reason"] == "taken":
            count[_("teachers or bases are taken by the other groups")] += 1
        elif group["reason"] == "no_time" or not group["rules"]:
            count[_("nothing was found in the time given")] += 1
        for rule in group["rules"]:
            thing = names.thing(rule)
            count[str(WAYS[rule["kind"]]).format(name=thing.label if thing else "")] += 1
    for words, n in count.most_common():
        groups = ngettext("%(n)s group", "%(n)s groups", n) % {"n": n}
        yield f"{words} ({groups})"


def charts(actor: Actor, found: list[Outcome]) -> list[Chart]:
    """People reached and yuan, scenario beside scenario."""
    told = [one for one in found if one.people is not None]
    if len(told) < 2:
        return []
    names = [one.scenario.name for one in told]
    best = max(told, key=lambda one: one.people)
    cheap = min(told, key=lambda one: one.a_head or float("inf"))
    return [
        Chart(
            kind="bar",
            title=_("People reached"),
            message=_("Most people are reached by “%(name)s”: %(n)s.")
            % {"name": best.scenario.name, "n": best.people},
            categories=names,
            series=[Series(_("People"), [one.people for one in told])],
        ),
        Chart(
            kind="bar",
            title=_("Cost for each person (yuan)"),
            message=_("Cheapest for each person is “%(name)s”: %(n)s yuan.")
            % {"name": cheap.scenario.name, "n": cheap.a_head or 0},
            categories=names,
            series=[Series(_("Yuan a person"), [one.a_head for one in told])],
        ),
    ]


@dataclass(frozen=True)
class Group:
    """One group of a scenario with its place in the year."""

    unit: str
    people: int
    starts_on: date
    ends_on: date
    bases: str
    hours: float
    cost: float


def calendar(actor: Actor, scenario: Scenario) -> list[Group]:
    """When and where a scenario places its groups, in order of time; two statements."""
    placed = scenario.answer.get("placed", [])
    units = Organisation._base_manager.in_bulk({int(row["unit"]) for row in placed})
    places = Base.objects.visible_to(actor).in_bulk(
        {int(b) for row in placed for b in row["bases"]}
    )
    return [
        Group(
            units[int(row["unit"])].label,
            row["people"],
            *(date.fromisoformat(day) for day in row["days"]),
            ", ".join(places[int(b)].label for b in row["bases"] if int(b) in places),
            row["hours"],
            row["cost"],
        )
        for row in sorted(placed, key=lambda row: row["days"])
    ]
