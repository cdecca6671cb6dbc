"""How good an answer is, and why something is not in it, in words."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext as _

from accounts.access import Actor
from programs.models import Composition
from programs.queries.composition import by_key
from resources.models import Base, Course, Teacher

MODELS = {"course": (Course, "courses"), "teacher": (Teacher, "teachers"), "base": (Base, "bases")}


def verdict(actor: Actor, composition: Composition) -> str:
    """Whether the best alternative is proved best, or how far from it it can be."""
    answer = composition.answer
    score, bound = answer.get("score"), answer.get("bound")
    if answer.get("status") == "optimal":
        return _("proved best")
    if score is None or bound is None or score <= 0:
        return ""
    tenths = ceil(max(0.0, 1000 * (bound - score) / score) - 1e-9)  # what is unproved is not 0
    return _("at most %(percent)s %% better is possible") % {
        "percent": f"{max(1, tenths) / 10:.1f}"
    }


def spent(actor: Actor, composition: Composition, now: datetime) -> int:
    """Seconds since a worker took it up, at most those it may take."""
    begun = composition.job and composition.job.started_at
    return min(int((now - begun).total_seconds()), composition.seconds) if begun else 0


@dataclass(frozen=True)
class Why:
    """The answer to "why not this one?"; `stands` is yes, cost, no or open."""

    name: str
    stands: str
    text: str


def told(actor: Actor, composition: Composition) -> Why | None:
    """Why the thing asked about is not in the best programme; None if nothing was asked."""
    asked, said = composition.question, composition.answer.get("why")
    if not asked:
        return None
    name = _label(actor, asked)
    if said is None:
        return Why(name, "open", _("Being looked into."))
    if said["used"]:
        return Why(name, "yes", _("It is in the best programme."))
    if said["possible"] is None:
        return Why(name, "open", _("The time was too short to tell."))
    if not said["possible"]:
        return Why(name, "no", _("It cannot be in any programme as things stand."))
    loss = f"{said['loss'] or 0:.1f}"
    text = _("The best programme with it stays %(loss)s points below the best one.")
    return Why(name, "cost", text % {"loss": loss})


def _label(actor: Actor, asked: dict) -> str:
    model, _rows = MODELS[asked["kind"]]
    thing = by_key(actor, model, [{"pk": int(asked["id"])}], "pk").get(int(asked["id"]))
    return thing.label if thing else "--"


def choices(actor: Actor, composition: Composition) -> list[tuple[str, list]]:
    """What can be asked about: what the problem offers and the best programme leaves out."""
    programmes = composition.answer.get("programmes", [])
    if not programmes:
        return []
    groups = []
    for kind, (model, rows) in MODELS.items():
        used = {s[kind] for s in programmes[0]["sessions"]}
        keys = [{"pk": int(r["id"])} for r in composition.problem[rows] if r["id"] not in used]
        found = by_key(actor, model, keys, "pk")
        options = [(f"{kind}:{pk}", thing.label) for pk, thing in found.items()]
        if options:
            groups.append((str(model._meta.verbose_name), options))
    return groups
