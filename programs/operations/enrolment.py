"""Naming trainees against the places of a programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.models import Organisation, Trainee
from core import events
from core.errors import Refusal
from core.flow import Flow, WrongState
from programs.choices import EnrolmentState as S
from programs.flow import QUOTA
from programs.models import Allotment, Enrolment, Program
from programs.rules import enrolment as rules
from programs.rules.program import may_confirm

# The life of a place; the rules are asked once for the programme, not for every name.
ENROLMENT = Flow(
    # move       from                                  to           asks
    ("name", {S.WITHDRAWN}, S.NOMINATED, rules.may_withdraw, _("Name again")),
    ("queue", {S.WITHDRAWN}, S.WAITING, rules.may_withdraw, _("Put on the waiting list")),
    ("move_up", {S.WAITING}, S.NOMINATED, rules.may_withdraw, _("Move up")),
    ("withdraw", {S.NOMINATED, S.WAITING}, S.WITHDRAWN, rules.may_withdraw, _("Withdraw")),
    ("complete", {S.NOMINATED, S.FAILED}, S.COMPLETED, may_confirm, S.COMPLETED.label),
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


class TooManyAllotted(Refusal):
    """More places divided than the programme has."""

    code = "too_many_allotted"
    message = _("{total} places are divided, the programme has {places}. Take some back.")
    status = 422


class AlreadyNamed(Refusal):
    """Fewer places for a unit than it has named people."""

    code = "already_named"
    message = _("“{unit}” has named more people already: withdraw names first.")


class HasPlace(Refusal):
    """Somebody who has a place himself cannot take another's."""

    code = "has_place"
    message = _("{name} has a place in this programme already: choose another person.")


class NoReason(Refusal):
    """A place given up without a word."""

    code = "no_reason"
    message = _("Say in a few words why you cannot come: the unit has to find somebody else.")
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
    fitting, rest = _within_allotments(program, fresh)
    free = _take(program, len(fitting))
    made = Naming(already=len(wanted) - len(fresh))
    made.named = _place(actor, program, fitting[:free], known, "name")
    made.waiting = _place(actor, program, fitting[free:] + rest, known, "queue")
    _close_filled(program, actor)
    if program.taken == program.places:
        process.close(program, actor=actor, verb="name")
    events.publish("programs.trainees_named", pk=program.pk, member_id=actor.member.pk)
    return made


@operation(rules.may_withdraw, on="enrolment")
def withdraw(*, actor: Actor, enrolment: Enrolment, reason: str = "") -> Enrolment | None:
    """Take a name back; the first of the waiting list moves up, and is returned.

    Raises `WrongState`, `Denied`.
    """
    return _leave(enrolment, reason)


@operation(rules.may_withdraw, on="enrolment")
def replace(*, actor: Actor, enrolment: Enrolment, trainee: Trainee, reason: str = ""):
    """Give a person's place to another; nobody moves up in between.

    Raises `NotYourTrainees`, `HasPlace`, `WrongState`, `AlreadyNamed`, `Denied`.
    """
    program = enrolment.program
    if not Trainee.objects.visible_to(actor).filter(active=True, pk=trainee.pk).exists():
        raise NotYourTrainees
    _lock(program)
    known = program.enrolments.filter(trainee=trainee).first()
    if known and known.state not in (S.WITHDRAWN, S.WAITING):
        raise HasPlace(name=trainee.label)
    if not program.enrolments.filter(pk=enrolment.pk, state=S.NOMINATED).exists():
        raise WrongState(what=enrolment.trainee.label, state=S.WITHDRAWN.label)
    ENROLMENT.move(enrolment, "withdraw", note=reason.strip()[:200], confirmed_at=None)
    if known:
        ENROLMENT.move(known, "move_up" if known.state == S.WAITING else "name")
    made = known or _place(actor, program, [trainee], {}, "name")[0]
    if program.allots and min(_pools(program).values()) < 0:
        raise AlreadyNamed(unit=trainee.organisation.label)
    return made


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


def _pools(program) -> dict[str, int]:
    """Free places by the path of the unit they were allotted to; under "" those of nobody."""
    allotted = program.allotments.values_list("unit__path", "places")
    pools = dict(allotted)
    pools[""] = program.places - sum(pools.values())
    rows = program.enrolments.filter(state__in=(S.NOMINATED, S.COMPLETED, S.FAILED))
    for path in rows.values_list("trainee__organisation__path", flat=True):
        pools[_pool(pools, path)] -= 1
    return pools


def _pool(pools: dict[str, int], path: str) -> str:
    """The allotment that a place for somebody of this organisation is taken from."""
    return max((unit for unit in pools if path.startswith(unit)), key=len)


def _within_allotments(program, trainees) -> tuple[list, list]:
    """Who fits into the places of his unit, and who does not; all fit where none are allotted."""
    if not program.allots:
        return trainees, []
    pools, fitting, rest = _pools(program), [], []
    for trainee in trainees:
        pool = _pool(pools, trainee.organisation.path)
        (fitting if pools[pool] > 0 else rest).append(trainee)
        pools[pool] -= 1
    return fitting, rest


def _next_waiting(program) -> Enrolment | None:
    """The first of the waiting list for whom his unit has a place."""
    rows = program.enrolments.filter(state=S.WAITING).order_by("named_at", "pk")
    rows = rows.select_related("trainee__organisation")
    if not program.allots:
        return rows.first()
    pools = _pools(program)
    fits = (one for one in rows if pools[_pool(pools, one.trainee.organisation.path)] > 0)
    return next(fits, None)


def _close_filled(program, actor) -> None:
    """Take the request to name off the list of each unit that has named all it may."""
    if program.allots:
        pools = _pools(program)
        for allotment in program.allotments.select_related("unit"):
            if pools[allotment.unit.path] <= 0:
                process.close(allotment, actor=actor)


@operation(rules.may_allot, on="program")
def allot(*, actor: Actor, program: Program, places: Iterable[tuple[Organisation, int]]) -> Program:
    """Divide places among units: each names people for its own and finds that on its list.

    Pairs of unit and places; a unit with 0 has none. What a unit has named already stays.
    Raises `TooManyAllotted`, `AlreadyNamed`.
    """
    _lock(program)
    wanted = {unit: count for unit, count in places if count}
    if sum(wanted.values()) > program.places:
        raise TooManyAllotted(total=sum(wanted.values()), places=program.places)
    for allotment in program.allotments.all():
        process.close(allotment, actor=actor)
    program.allotments.all().delete()
    rows = [Allotment(program=program, unit=unit, places=n) for unit, n in wanted.items()]
    Allotment.objects.bulk_create(rows)
    Program._base_manager.filter(pk=program.pk).update(allots=bool(rows))
    program.refresh_from_db(fields=["allots"])
    pools = _pools(program)
    if over := [unit.label for unit in wanted if pools[unit.path] < 0]:
        raise AlreadyNamed(unit=over[0])
    url = reverse("programs:enrolment_list", args=[program.pk])
    for allotment in program.allotments.select_related("unit", "program"):
        if pools[allotment.unit.path] > 0:
            process.ask(QUOTA, allotment, allotment.unit, actor=actor, url=url)
    return program


@operation(rules.may_confirm_place, on="enrolment")
def confirm(*, actor: Actor, enrolment: Enrolment) -> Enrolment:
    """Say, as the trainee, that one comes. Raises `Denied`."""
    rows = Enrolment._base_manager.filter(pk=enrolment.pk, state=S.NOMINATED, confirmed_at=None)
    rows.update(confirmed_at=timezone.now())
    enrolment.refresh_from_db()
    return enrolment


@operation(rules.may_confirm_place, on="enrolment")
def give_up(*, actor: Actor, enrolment: Enrolment, reason: str = "") -> Enrolment | None:
    """Say, as the trainee, that one cannot come; the first who waits moves up.

    Raises `NoReason`, `WrongState`, `Denied`.
    """
    if not reason.strip():
        raise NoReason
    return _leave(enrolment, reason)


def _leave(enrolment: Enrolment, reason: str) -> Enrolment | None:
    program = enrolment.program
    _lock(program)
    had_place = program.enrolments.filter(pk=enrolment.pk, state=S.NOMINATED).exists()
    ENROLMENT.move(enrolment, "withdraw", note=reason.strip()[:200], confirmed_at=None)
    return _give_back(program) if had_place else None


def _give_back(program) -> Enrolment | None:
    """Hand a free place to the first who waits; with nobody waiting it is free again."""
    first = _next_waiting(program)
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
