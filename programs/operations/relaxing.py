"""Asking the department to relax what its plan demands, and its answer."""

import math

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.models import Notice
from core.errors import Refusal
from programs.choices import EDITABLE
from programs.flow import RELAX
from programs.models import Composition, Program
from programs.rules import composition as rules

ASKABLE = ("category_min", "category_max", "format_min", "format_max")


class NotOfAPlan(Refusal):
    """A demand that no plan sets, or a programme without one."""

    code = "not_of_a_plan"
    message = _("No department has set this demand: there is nobody to ask.")


class AlreadyAsked(Refusal):
    """A request that waits for its answer."""

    code = "already_asked"
    message = _("The department has been asked already and has not answered yet.")


class NothingAnswered(Refusal):
    """An answer without a word."""

    code = "nothing_answered"
    message = _("Say in a few words what the unit is to do now.")
    status = 422


class NotComposedNow(Refusal):
    """A programme that was submitted while its department thought about it."""

    code = "not_composed_now"
    message = _("The programme has been submitted meanwhile: return it to the unit first.")


class AnsweredBefore(Refusal):
    """A request that has its answer."""

    code = "answered_before"
    message = _("This request has been answered already.")


class NothingToWithdraw(Refusal):
    """An easing that was never granted, or taken back already."""

    code = "nothing_to_withdraw"
    message = _("Nothing is eased by this request any more.")


@operation(rules.may_ask, on="composition")
def ask_to_relax(
    *, actor: Actor, composition: Composition, relaxation: dict, words: str, reason: str = ""
) -> Composition:
    """Put a relaxation, said in `words`, on the to-do list of the department.

    Raises `NotOfAPlan`, `AlreadyAsked`.
    """
    if relaxation["kind"] not in ASKABLE or not composition.program.plan:
        raise NotOfAPlan
    if composition.request and not composition.request.get("answer"):
        raise AlreadyAsked
    composition.request = {
        "relaxation": relaxation,
        "words": words,
        "reason": reason.strip()[:300],
        "by": actor.user.pk,
        "name": actor.user.display_name,
        "at": timezone.now().isoformat(),
    }
    composition.save(update_fields=["request"])
    for party in RELAX.to(composition):
        url = composition.get_absolute_url()
        process.ask(RELAX, composition, party, actor=actor, url=url)
    return composition


@operation(rules.may_answer_request, on="composition")
def grant(*, actor: Actor, composition: Composition, text: str) -> Composition:
    """Let this programme do with what it asked for, and say so; its plan stays as it is.

    All other programmes of the plan keep the demand. Raises `NothingAnswered`, `NotComposedNow`,
    `AnsweredBefore`.
    """
    program, way = composition.program, composition.request["relaxation"]
    if composition.request.get("answer"):
        raise AnsweredBefore
    kind, to = way["kind"], way["to"]
    eased = {"minimum": math.floor(to)} if kind.endswith("_min") else {"maximum": math.ceil(to)}
    known = program.exempt if program.exempt.get("plan") == program.plan_id else {}
    shares = dict(known.get("shares", {}))
    shares[way["code"]] = shares.get(way["code"], {}) | eased
    _exempt(program, {"plan": program.plan_id, "shares": shares})
    composition.request["granted"] = True
    return answer_request(actor=actor, composition=composition, text=text)


@operation(rules.may_answer_request, on="composition")
def withdraw(*, actor: Actor, composition: Composition, text: str) -> Composition:
    """Let the plan's demand hold for this programme again, and tell whoever asked why.

    Raises `NothingAnswered`, `NothingToWithdraw`, `NotComposedNow`.
    """
    if not text.strip():
        raise NothingAnswered
    program, asked = composition.program, composition.request
    if not asked.get("granted") or asked.get("withdrawn"):
        raise NothingToWithdraw
    way, shares = asked["relaxation"], dict(program.exempt.get("shares", {}))
    bound = "minimum" if way["kind"].endswith("_min") else "maximum"
    left = {name: value for name, value in shares.pop(way["code"], {}).items() if name != bound}
    exempt = {"plan": program.plan_id, "shares": shares | ({way["code"]: left} if left else {})}
    _exempt(program, exempt if exempt["shares"] else {})
    asked |= {"withdrawn": text.strip()[:300], "withdrawn_by": actor.user.display_name}
    composition.save(update_fields=["request"])
    _tell(composition, "withdrawn")
    return composition


def _exempt(program: Program, exempt: dict) -> None:
    """Keep what a programme may do without, as long as nobody decides about it."""
    open_ = Program._base_manager.filter(pk=program.pk, state__in=EDITABLE)
    if not open_.update(exempt=exempt, revision=F("revision") + 1):
        raise NotComposedNow
    program.refresh_from_db(fields=["exempt", "revision"])


def _tell(composition: Composition, what: str) -> None:
    """Send one sentence of the request to whoever made it, once."""
    asked = composition.request
    told = Notice(
        organisation=composition.organisation,
        user_id=asked["by"],
        key=f"relax:{composition.pk}:{what}:{asked['at']}"[:120],
        text=asked[what],
        url=composition.get_absolute_url(),
    )
    Notice.objects.bulk_create([told], ignore_conflicts=True)


@operation(rules.may_answer_request, on="composition")
def answer_request(*, actor: Actor, composition: Composition, text: str) -> Composition:
    """Tell whoever asked what comes of it; the to-do is done. Raises `NothingAnswered`."""
    if not text.strip():
        raise NothingAnswered
    asked = composition.request
    asked |= {"answer": text.strip()[:300], "answered_by": actor.user.display_name}
    composition.save(update_fields=["request"])
    process.close(composition, actor=actor, verb=RELAX.verb)
    _tell(composition, "answer")
    return composition
