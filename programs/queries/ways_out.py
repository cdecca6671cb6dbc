"""Why nothing fits, and the ways out, in the planner's words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Actor
from accounts.models import Code
from programs.models import Composition
from programs.queries.composition import by_key
from programs.solver.rules import written
from resources.models import Base, Course, Teacher

# A demand in words; {value} is what the problem says of it.
RULES = {
    "category_min": gettext_lazy("{name}: at least {value} %"),
    "category_max": gettext_lazy("{name}: at most {value} %"),
    "format_min": gettext_lazy("{name}: at least {value} %"),
    "format_max": gettext_lazy("{name}: at most {value} %"),
    "budget": gettext_lazy("Budget: at most {value} yuan"),
    "hours_min": gettext_lazy("At least {value} hours"),
    "hours_max": gettext_lazy("At most {value} hours"),
    "max_hours_per_day": gettext_lazy("At most {value} hours a day"),
    "required": gettext_lazy("“{name}” is kept"),
    "pinned": gettext_lazy("“{name}” is pinned"),
    "after": gettext_lazy("“{name}” comes after other courses"),
    "capacity": gettext_lazy("{name} holds {value} people"),
    "teacher_busy": gettext_lazy("{name} is engaged elsewhere"),
    "base_busy": gettext_lazy("{name} is taken on some days"),
}
# A way out in words.
WAYS = {
    "category_min": gettext_lazy("Lower the minimum of {name}"),
    "category_max": gettext_lazy("Raise the maximum of {name}"),
    "format_min": gettext_lazy("Lower the minimum of {name}"),
    "format_max": gettext_lazy("Raise the maximum of {name}"),
    "budget": gettext_lazy("Raise the budget"),
    "hours_min": gettext_lazy("Lower the least hours"),
    "hours_max": gettext_lazy("Raise the most hours"),
    "max_hours_per_day": gettext_lazy("Allow longer days"),
    "required": gettext_lazy("Do without “{name}”"),
    "pinned": gettext_lazy("Unpin “{name}”"),
    "after": gettext_lazy("Hold “{name}” in any order"),
    "capacity": gettext_lazy("Find more room at {name}"),
    "teacher_busy": gettext_lazy("Free {name}"),
    "base_busy": gettext_lazy("Free {name}"),
}
UNITS = {
    "budget": gettext_lazy("{n} yuan"),
    "hours_min": gettext_lazy("{n} hours"),
    "hours_max": gettext_lazy("{n} hours"),
    "max_hours_per_day": gettext_lazy("{n} hours"),
    "capacity": gettext_lazy("{n} people"),
}
PERCENT = gettext_lazy("{n} %")
OWN = ("budget", "hours_min", "hours_max", "pinned")
YOURS = (*OWN, "required")
ABOUT = {"code": Code, "course": Course, "teacher": Teacher, "base": Base}


@dataclass(frozen=True)
class Way:
    """One relaxation that is enough by itself.

    `own` says whether whoever composes may apply it; otherwise `who` names whom to ask, and
    `askable` says whether that is the department of the plan. `yours` is what the unit that
    composes decides itself.
    `leads_to` are score, cost and hours of the best programme after it, where that was tried.
    """

    number: int
    rule: dict[str, Any]
    what: str
    old: str
    new: str
    who: str
    own: bool
    yours: bool
    askable: bool
    leads_to: dict[str, Any] | None = None


@dataclass(frozen=True)
class Impasse:
    """Demands that stand against each other, ways out, and what has to go at once if none."""

    conflict: list[str]
    ways: list[Way]
    together: list[str]

    @property
    def alone(self) -> bool:
        """Whether a single demand cannot be met, whatever the others are."""
        return len(self.conflict) == 1

    @property
    def to_be_asked(self) -> bool:
        """Whether a way out needs the consent of somebody else."""
        return not all(way.own for way in self.ways)


def impasse(actor: Actor, composition: Composition) -> Impasse:
    """The answer to a problem that cannot be solved; four statements."""
    answer = composition.answer
    rules = [*answer["conflict"], *answer["relaxations"], *answer.get("together", [])]
    names = Names(actor, rules)
    said = [_rule(composition, names, rule) for rule in answer["conflict"]]
    ways = [
        _way(composition, names, i, way)
        for i, way in enumerate(answer["relaxations"])
        if _leads_anywhere(way)
    ]
    together = [_rule(composition, names, rule) for rule in answer.get("together", [])]
    return Impasse(said, ways, together)


def assumed(actor: Actor, composition: Composition) -> list[str]:
    """What was assumed when this was asked, in words."""
    return _said(actor, composition, composition.assumed)


def requested(actor: Actor, composition: Composition) -> str:
    """What the department was asked to relax, in the words of whoever reads it."""
    asked = composition.request
    return _said(actor, composition, [asked["relaxation"]])[0] if asked else ""


def _said(actor: Actor, composition: Composition, rules: list[dict]) -> list[str]:
    names = Names(actor, rules)
    return [
        f"{way.what}: {way.old} → {way.new}" if way.new else way.what
        for way in (_way(composition, names, i, w) for i, w in enumerate(rules))
    ]


class Names:
    """The things that rules are about, read once for each kind."""

    def __init__(self, actor: Actor, rules: list[dict]):
        self.found = {
            key: by_key(actor, model, [{"pk": int(r[key])} for r in rules if key in r], "pk")
            for key, model in ABOUT.items()
        }

    def thing(self, rule: dict):
        """What a rule is about; None for a rule of the programme itself."""
        key = next((key for key in ABOUT if key in rule), None)
        return key and self.found[key].get(int(rule[key]))


def _rule(composition: Composition, names: Names, rule: dict) -> str:
    thing = names.thing(rule)
    value = written(composition.problem, rule)
    return str(RULES[rule["kind"]]).format(
        name=thing.label if thing else "", value=f"{value:,}" if _is_number(value) else ""
    )


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _way(composition: Composition, names: Names, number: int, way: dict) -> Way:
    kind, thing = way["kind"], names.thing(way)
    return Way(
        number=number,
        rule=way,
        what=str(WAYS[kind]).format(name=thing.label if thing else ""),
        old=_figure(kind, way.get("from")),
        new=_figure(kind, way.get("to")),
        who=_who(composition, kind, thing),
        own=kind in OWN and not composition.assumed,
        yours=kind in YOURS,
        askable=kind.startswith(("category", "format")) and composition.program.plan is not None,
        leads_to=way.get("leads_to"),
    )


def _leads_anywhere(way: dict) -> bool:
    """Whether more than a programme without any hours comes of it."""
    return "leads_to" not in way or way["leads_to"]["hours"] > 0


def _figure(kind: str, value) -> str:
    if not _is_number(value):
        return ""
    return str(UNITS.get(kind, PERCENT)).format(n=f"{value:,}")


def _who(composition: Composition, kind: str, thing) -> str:
    """Who may agree to it."""
    if kind in YOURS:
        return _("you")
    if kind in ("capacity", "teacher_busy", "base_busy"):
        return thing.organisation.label
    plan = composition.program.plan
    return plan.organisation.label if plan else _("your department")
