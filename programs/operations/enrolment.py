"""Naming trainees against the places of a programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.models import Trainee
from core.errors import Refusal
from core.flow import Flow
from programs.choices import EnrolmentState as S
from programs.models import Enrolment, Program
from programs.rules import enrolment as rules
from programs.rules.program import may_confirm

# The life of a place; the rules are asked once for the programme, not for every name.
ENROLMENT = Flow(
    # move       from                                  to           asks
    ("name", {S.WITHDRAWN}, S.NOMINATED, rules.may_withdraw, _("Name again")),
    ("queue", {S.WITHDRAWN}, S.WAITING, rules.may_withdraw, _("Put on the waiting list")),
    ("move_up", {S.WAITING}, S.NOMINATED, rules.may_withdraw, _("Move up")),
    ("withdraw", {S.NOMINATED, S.WAITING}, S.WITHDRAWN, rules.may_withdraw, _("Withdraw")),
    ("complete", {S.NOMINATED, S.FAILED}, S.COMPLETED, may_confirm, _("Completed")),
    ("fail", {S.NOMINATED, S.COMPLETED}, S.FAILED, may_confirm, _("Not completed")),
    ("lapse", {S.WAITING}, S.WITHDRAWN, may_confirm, _("No place became free")),
    tones={
        S.NOMINATED: "approved",
        S.WAITING: "waiting",
        S.WITHDRAWN: "closed",
        S.COMPLETED: "approved",
        S.FAILED: "refused",
    },
)


class NotYourTrainees(Refusal):
    """A name that the actor does not see."""

    code = "not_your_trainees"
    message = _("Only trainees of your own organisation can be named. Load the page again.")
    status = 422


@dataclass
class Naming:
    """What became of the names: places given, the waiting list, and who already had one."""

    named: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    already: int = 0


@operation(rules.may_name, on="program")
def name_trainees(*, actor: Actor, program: Program, trainees: Iterable[Trainee]) -> Naming:
    """Give each trainee a place in the order given; who finds none is put on the waiting list.

    However many do this at once, never more than the places are given.
    Raises `NotYourTrainees`, `Denied`.
    """
    wanted = {trainee.pk: trainee for trainee in trainees}
    own = Trainee.objects.visible_to(actor).filter(active=True, pk__in=wanted)
    if own.count() < len(wanted):
        raise NotYourTrainees
    _lock(program)
    known = {e.trainee_id: e for e in program.enrolments.filter(trainee__in=wanted)}
    fresh = [t for t in wanted.values() if t.pk not in known or known[t.pk].state == S.WITHDRAWN]
    free = _take(program, len(fresh))
    made = Naming(already=len(wanted) - len(fresh))
    made.named = _place(actor, program, fresh[:free], known, "name")
    made.waiting = _place(actor, program, fresh[free:], known, "queue")
    if program.taken == program.places:
        process.close(program, actor=actor, verb="name")
    return made


@operation(rules.may_withdraw, on="enrolment")
def withdraw(*, actor: Actor, enrolment: Enrolment, reason: str = "") -> Enrolment | None:
    """Take a name back; the first of the waiting list moves up, and is returned.

    Raises `WrongState`, `Denied`.
    """
    program = enrolment.program
    _lock(program)
    had_place = program.enrolments.filter(pk=enrolment.pk, state=S.NOMINATED).exists()
    ENROLMENT.move(enrolment, "withdraw", note=reason[:200])
    return _give_back(program) if had_place else None


def _lock(program) -> None:
    """One at a time: who is already named must not change between reading and writing."""
    Program._base_manager.select_for_update().only("pk").get(pk=program.pk)


def _take(program, wanted: int) -> int:
    """Take up to so many places, and return how many: one conditional UPDATE decides."""
    rows = Program._base_manager.filter(pk=program.pk)
    while wanted > 0:
        enough = rows.filter(places__gte=F("taken") + wanted)
        if enough.update(taken=F("taken") + wanted):
            break
        places, taken = rows.values_list("places", "taken").get()
        wanted = min(wanted - 1, places - taken)
    program.refresh_from_db(fields=["taken"])
    return max(wanted, 0)


def _give_back(program) -> Enrolment | None:
    """Hand a free place to the first who waits; with nobody waiting it is free again."""
    first = program.enrolments.filter(state=S.WAITING).order_by("named_at", "pk").first()
    if first:
        ENROLMENT.move(first, "move_up")
    else:
        rows = Program._base_manager.filter(pk=program.pk, taken__gt=0)
        rows.update(taken=F("taken") - 1)
    program.refresh_from_db(fields=["taken"])
    return first


def _place(actor, program, trainees, known, move) -> list[Enrolment]:
    """Write the places: new rows at once, a place that was withdrawn comes back."""
    again = [known[t.pk] for t in trainees if t.pk in known]
    for enrolment in again:
        ENROLMENT.move(enrolment, move, named_by=actor.member, named_at=timezone.now(), note="")
    rows = [
        Enrolment(
            organisation_id=trainee.organisation_id,
            program=program,
            trainee=trainee,
            state=ENROLMENT[move].target,
            named_by=actor.member,
        )
        for trainee in trainees
        if trainee.pk not in known
    ]
    return again + Enrolment.objects.bulk_create(rows)
