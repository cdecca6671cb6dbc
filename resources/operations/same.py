"""Looking for the same course at several organisations, and deciding about what was found."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.background import enqueue
from accounts.models import Job, Organisation
from core.errors import Refusal
from resources import rules
from resources.flow import SAME
from resources.likeness import Pair
from resources.models import SamePair
from resources.operations.keeping import retire

SIDES = ("left", "right")


class NoReasonGiven(Refusal):
    """One course replaces another, and nobody says why."""

    code = "no_reason_given"
    field = "reason"
    message = _("Say why one replaces the other: those who use it will read it.")
    status = 422


@operation(rules.may_look_for_same, on="organisation")
def look_for_same(*, actor: Actor, organisation: Organisation) -> Job:
    """Let a worker compare the courses of the organisation and those below it."""
    label = str(_("Looking for the same courses"))
    return enqueue(actor, "resources.find_same", dedupe="same", label=label, url="/resources/same/")


@operation(rules.may_look_for_same, on="organisation")
def keep_pairs(*, actor: Actor, organisation: Organisation, found: Iterable[Pair]) -> int:
    """Write down what was found and is not known yet. Returns how many pairs that are."""
    held = set(
        SamePair._base_manager.filter(organisation=organisation).values_list("left", "right")
    )
    new = [
        SamePair(organisation=organisation, left_id=p.left, right_id=p.right, score=p.score)
        for p in found
        if (p.left, p.right) not in held
    ]
    SamePair._base_manager.bulk_create(new, batch_size=500)
    return len(new)


@operation(rules.may_decide_same, on="pair")
def keep_both(*, actor: Actor, pair: SamePair, reason: str = "") -> SamePair:
    """Say that both are wanted; the pair is not shown again. Raises `WrongState`."""
    SAME.move(pair, "keep", **_decided(actor, reason))
    return pair


@operation(rules.may_decide_same, on="pair")
def make_reference(*, actor: Actor, pair: SamePair, side: str, reason: str) -> SamePair:
    """Let one course replace the other, which goes out of use; all who took it over are asked.

    Raises `NoReasonGiven`, `WrongState`.
    """
    if not reason.strip():
        raise NoReasonGiven
    SAME.move(pair, f"take_{SIDES[SIDES.index(side)]}", **_decided(actor, reason))
    kept, gone = (pair.left, pair.right) if side == "left" else (pair.right, pair.left)
    gone.replaced_by = kept
    gone.save(update_fields=["replaced_by"])
    retire(actor=actor, resource=gone, reason=reason.strip())
    return pair


def _decided(actor: Actor, reason: str) -> dict:
    return {
        "decided_by": actor.member,
        "decided_at": timezone.now(),
        "reason": reason.strip()[:300],
    }
