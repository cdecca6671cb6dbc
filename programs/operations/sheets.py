"""Spreadsheets of demand, programmes, names and results: cleaned rows in, one entry a batch."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Code, Organisation, Trainee
from accounts.references import used
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from programs.choices import EDITABLE
from programs.choices import EnrolmentState as S
from programs.flow import PROGRAM
from programs.models import Demand, Enrolment, Plan, Program
from programs.operations import compose, delivery, enrolment
from programs.operations.people import People
from programs.queries import sheets as queries
from programs.queries.enrolment import PLACED
from programs.rules import enrolment as enrolling
from programs.rules import plan as planning
from programs.rules import program as composing
from resources.operations.upsert import Shape

DEMANDS = Shape(
    model=Demand,
    key="unit",
    required=("headcount",),
    owner="plan",
    refs={"unit": (queries.units, "code")},
)
PROGRAMS = Shape(
    model=Program,
    key="number",
    required=("name",),
    ones={"theme": CodeKind.THEME},
    sets={"levels": CodeKind.LEVEL},
    refs={"institute": (queries.institutes, "code")},
)
RESULTS = ("score", "grade_id", "remark")
ENDS = (S.COMPLETED, S.FAILED)


class NotADraft(Refusal):
    """A programme that others decide about is not changed by a sheet."""

    code = "not_a_draft"
    message = _("Programme “{number}” is no draft any more: it is not changed by a sheet.")


class NoPlace(Refusal):
    """A result of somebody who has no place."""

    code = "no_place"
    message = _("{name} has no place in this programme.")
    status = 422


@operation(planning.may_edit_plan, on="plan")
def save_demands(*, actor: Actor, plan: Plan, rows: Iterable[dict], reason="") -> Loaded:
    """Create or change the demand by unit. Raises `MissingValue`, `UnknownCode`."""
    return DEMANDS.upsert(actor, {"plan": plan}, rows)


@operation(planning.may_edit_plan, on="plan")
def undo_demands(*, actor: Actor, plan: Plan, outcomes: Iterable[Outcome], reason="") -> Loaded:
    """Undo a batch of `save_demands`."""
    return DEMANDS.take_back(actor, {"plan": plan}, outcomes)


@operation(composing.may_create, on="organisation")
def save_programs(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Begin programmes as drafts, or change drafts, by their number.

    Raises `MissingValue`, `UnknownCode`, `NotADraft`, `UpsideDown`.
    """
    rows = list(rows)
    numbers = [row["number"] for row in rows]
    own = Program._base_manager.filter(organisation=organisation, number__in=numbers)
    decided = set(own.exclude(state__in=EDITABLE).values_list("number", flat=True))
    loaded = PROGRAMS.upsert(actor, {"organisation": organisation}, rows)
    things = own.in_bulk()
    for row, outcome in zip(rows, loaded.outcomes, strict=True):
        if outcome.action == "updated" and row["number"] in decided:
            raise NotADraft(number=row["number"])
        program = things[outcome.pk]
        compose.UpsideDown.check(program)
        if outcome.action == "created":
            PROGRAM.start(program, actor=actor, label=_("Begun"))
    return loaded


@operation(composing.may_create, on="organisation")
def undo_programs(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_programs`: what has lines, names or a version by now stays."""
    drafts = {"organisation": organisation, "state__in": EDITABLE}
    return PROGRAMS.take_back(actor, drafts, outcomes)


@operation(enrolling.may_name, on="program")
def load_names(*, actor: Actor, program: Program, rows: Iterable[dict], reason="") -> Loaded:
    """Name the people of a sheet, in its order; who finds no place is put on the waiting list.

    Raises `UnknownTrainee`, `SeveralTrainees`, `OtherName`.
    """
    people = People.of(actor, list(rows))
    naming = enrolment.name_trainees(actor=actor, program=program, trainees=people)
    fresh = {one.trainee_id for one in naming.named + naming.waiting}
    places = dict(program.enrolments.filter(trainee__in=people).values_list("trainee", "pk"))
    return Loaded(
        [Outcome(places[p.pk], "created" if p.pk in fresh else "unchanged") for p in people]
    )


@operation(enrolling.may_name, on="program")
def undo_names(*, actor: Actor, program: Program, outcomes: Iterable[Outcome], reason="") -> Loaded:
    """Take the names of a batch back: who has been recorded since keeps his place."""
    outcomes = list(outcomes)
    new = [o.pk for o in outcomes if o.action == "created"]
    rows = program.enrolments.filter(pk__in=new, state__in=(S.NOMINATED, S.WAITING))
    rows = rows.filter(score=None, grade=None).select_related("program").in_bulk()
    free = rows.keys() - used(Enrolment, rows)
    for pk in free:
        enrolment.withdraw(actor=actor, enrolment=rows[pk], reason=reason)
    Enrolment._base_manager.filter(pk__in=free).delete()
    return Loaded([Outcome(o.pk, "removed" if o.pk in free else "unchanged") for o in outcomes])


@operation(enrolling.may_record, on="program")
def load_results(*, actor: Actor, program: Program, rows: Iterable[dict], reason="") -> Loaded:
    """Write the results of a sheet; empty cells leave alone what is known.

    Raises `UnknownTrainee`, `SeveralTrainees`, `OtherName`, `NoPlace`, `UnknownCode`.
    """
    rows = list(rows)
    placed = program.enrolments.filter(state__in=PLACED)
    here = Trainee._base_manager.filter(enrolments__in=placed)
    people = People.of(actor, rows, among=here)
    places = {one.trainee_id: one for one in placed.filter(trainee__in=people)}
    grades = {
        code.code: code.pk for code in Code.objects.visible_to(actor).filter(kind=CodeKind.GRADE)
    }
    outcomes, results = [], {}
    for row, person in zip(rows, people, strict=True):
        if person.pk not in places:
            raise NoPlace(name=person.label)
        place = places[person.pk]
        changes = _changes(place, row, grades)
        if changes:
            results[place.pk] = _written(changes)
        outcomes.append(Outcome(place.pk, "updated" if changes else "unchanged", changes))
    delivery.record_results(actor=actor, program=program, results=results)
    return Loaded(outcomes)


def _changes(place: Enrolment, row: dict, grades: dict[str, int]) -> dict:
    """What a row changes, as field: (old, new)."""
    said = {"score": row.get("score"), "remark": row.get("remark")}
    said |= {"grade_id": grades.get(row.get("grade") or ""), "state": row.get("outcome")}
    return {
        name: (getattr(place, name), value)
        for name, value in said.items()
        if value not in (None, "") and value != getattr(place, name)
    }


def _written(changes: dict) -> dict:
    written = {name: new for name, (_old, new) in changes.items() if name in RESULTS}
    return written | ({"outcome": changes["state"][1]} if "state" in changes else {})


@operation(enrolling.may_record, on="program")
def undo_results(
    *, actor: Actor, program: Program, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Make the results of a batch as they were, where nobody has changed them since.

    An outcome that was open before cannot be opened again: it stays.
    """
    outcomes = list(outcomes)
    places = program.enrolments.in_bulk([o.pk for o in outcomes])
    done, results = [], {}
    for one in outcomes:
        place = places.get(one.pk)
        back = {
            name: (new, old)
            for name, (old, new) in one.changes.items()
            if place and getattr(place, name) == new and not (name == "state" and old not in ENDS)
        }
        if back:
            results[one.pk] = _written(back)
        done.append(Outcome(one.pk, "updated" if back else "unchanged", back))
    delivery.record_results(actor=actor, program=program, results=results)
    return Loaded(done)


class Places:
    """How many places are given, counted anew where a merge has changed who holds them."""

    @staticmethod
    def recount(trainee: int) -> None:
        """Count the places of every programme that a person takes part in."""
        for program in Program._base_manager.filter(enrolments__trainee=trainee):
            given = program.enrolments.filter(state__in=PLACED).count()
            Program._base_manager.filter(pk=program.pk).update(taken=given)
