"""Asking the composer, and taking what it found."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.background import enqueue
from core import jobs
from core.errors import Refusal
from programs import solver
from programs.choices import Aim
from programs.models import Composition, Program
from programs.operations import compose
from programs.queries import composition as queries
from programs.queries.problem import problem as problem_of
from programs.rules import composition as rules
from programs.rules import program as program_rules

SECONDS, ALTERNATIVES = 10, 4
# What whoever composes may change himself, and the field of the programme that it is.
OWN = {"budget": "budget_yuan", "hours_min": "hours_min", "hours_max": "hours_max"}


class FaultyProblem(Refusal):
    """The problem cannot be read; every fault is named by its path."""

    code = "faulty_problem"
    message = _("The problem has {count} faults. The first: {first}")
    status = 422

    def __init__(self, faults):
        super().__init__(None, count=len(faults), first=str(faults[0]))
        self.errors = tuple({"path": f.path, "code": f.code, "detail": f.text} for f in faults)


class NotOwnToRelax(Refusal):
    """A demand that whoever composes cannot relax himself."""

    code = "not_own_to_relax"
    message = _("This demand is not yours to relax. Ask whoever set it.")


class EditedSince(Refusal):
    """The programme was edited after the alternative was taken."""

    code = "edited_since"
    message = _("The programme has been edited since. Change it line by line.")


class NoSuchAlternative(Refusal):
    """An alternative that the answer does not have."""

    code = "no_such_alternative"
    message = _("This alternative is no longer there. Compose once more.")
    status = 404


@operation(program_rules.may_edit, on="program")
def compose_for(
    *,
    actor: Actor,
    program: Program,
    keep: bool = True,
    aim: str = Aim.BALANCED,
    assumed: Iterable[dict] = (),
    question: dict | None = None,
) -> Composition:
    """Ask for the best programmes; a worker answers. Pinned lines stay in any case.

    `keep` demands that the courses chosen so far are held; `assumed` are relaxations tried out,
    nothing of the programme changes by them; `question` asks why something is not in the best
    one. Raises `NothingToCompose`, `PinNotOffered`, `FaultyProblem`.
    """
    problem = problem_of(actor, program, keep=keep, aim=aim)
    for relaxation in assumed:
        problem = solver.applied(problem, relaxation)
    return _begin(
        actor,
        Composition(
            organisation=program.organisation,
            program=program,
            aim=aim,
            keeps_courses=keep,
            assumed=list(assumed),
            question=question or {},
            problem=problem,
            seconds=SECONDS,
            alternatives=ALTERNATIVES,
        ),
    )


@operation(rules.may_ask, on="composition")
def compose_problem(*, actor: Actor, composition: Composition) -> Composition:
    """Ask for the answer to a problem, or a year's plan, that somebody brings in its public form.

    Raises `FaultyProblem`.
    """
    composition.organisation = actor.organisation
    return _begin(actor, composition)


def _begin(actor: Actor, composition: Composition) -> Composition:
    try:
        solver.parse_any(composition.problem)
    except solver.Faults as wrong:
        raise FaultyProblem(wrong.faults) from wrong
    composition.created_by = actor.member
    composition.save()
    url = composition.get_absolute_url() if composition.program else ""
    composition.job = enqueue(
        actor, "programs.compose", label=str(composition), url=url, composition_id=composition.pk
    )
    composition.save(update_fields=["job"])
    return composition


@operation(rules.may_ask, on="composition")
def relax(*, actor: Actor, composition: Composition, relaxation: dict) -> Composition:
    """Relax a demand of one's own for good, and compose again. Raises `NotOwnToRelax`."""
    program = composition.program
    kind, to = relaxation["kind"], relaxation.get("to")
    if kind in OWN and to is not None:
        setattr(program, OWN[kind], to)
        compose.save_basics(actor=actor, program=program)
    elif kind == "pinned":
        line = program.sessions.filter(course=int(relaxation["course"]), pinned=True).first()
        if line is not None:
            compose.set_line(actor=actor, line=line, values={"pinned": False})
    else:
        raise NotOwnToRelax
    return compose_for(
        actor=actor,
        program=program,
        keep=composition.keeps_courses,
        aim=composition.aim,
        assumed=composition.assumed,
    )


@operation(rules.may_ask, on="composition")
def stop_composing(*, actor: Actor, composition: Composition) -> Composition:
    """Stop; what was found so far stays."""
    if composition.job:
        jobs.cancel(composition.job.pk)
    return composition


@operation(rules.may_take, on="composition")
def take(
    *,
    actor: Actor,
    composition: Composition,
    number: int,
    courses: Iterable[int] | None = None,
    revision: int | None = None,
) -> Composition:
    """Make an alternative, or only its lines of some courses, the lines of the programme.

    The rest stays as it is; nothing is submitted. Raises `NoSuchAlternative`, `Stale`.
    """
    program = composition.program
    before = queries.lines_now(actor, program)
    found = queries.lines_of(actor, composition, number)
    if found is None:
        raise NoSuchAlternative
    wanted = found if courses is None else _mixed(before, found, set(courses))
    compose.set_lines(actor=actor, program=program, lines=wanted, revision=revision)
    composition.before = queries.packed(actor, before)
    composition.taken_revision = program.revision
    composition.save(update_fields=["before", "taken_revision"])
    return composition


def _mixed(before: list[dict], found: list[dict], courses: set[int]) -> list[dict]:
    """The lines of today, those of `courses` replaced by, or added or removed as in, `found`."""
    new = {line["course"].pk: line for line in found if line["course"].pk in courses}
    kept = [line for line in before if line["course"].pk not in courses or line["course"].pk in new]
    mixed = [new.pop(line["course"].pk, line) for line in kept]
    return mixed + list(new.values())


@operation(rules.may_take, on="composition")
def undo_take(*, actor: Actor, composition: Composition) -> Composition:
    """Bring back the lines that an alternative replaced. Raises `EditedSince`."""
    program = composition.program
    if composition.taken_revision is None or program.revision != composition.taken_revision:
        raise EditedSince
    lines = queries.unpacked(actor, composition)
    compose.set_lines(actor=actor, program=program, lines=lines, revision=program.revision)
    composition.taken_revision = None
    composition.save(update_fields=["taken_revision"])
    return composition


@operation(rules.may_ask, on="composition")
def keep_answer(*, actor: Actor, composition: Composition, answer: dict) -> Composition:
    """Write down the last answer of the composer."""
    composition.answer = answer
    composition.took_ms = int((timezone.now() - composition.created_at).total_seconds() * 1000)
    composition.save(update_fields=["answer", "took_ms"])
    return composition
