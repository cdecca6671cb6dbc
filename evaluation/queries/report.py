"""What can be asked about evaluations; of trainees' only how many, never who."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.access import Actor, key
from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation
from evaluation.choices import EvaluationState, Party
from evaluation.models import BroughtIn, Evaluation
from programs.choices import ProgramState
from programs.models import Program
from surveys import queries as surveys
from surveys.choices import About, Purpose
from surveys.models import Question
from surveys.queries import Comments, Part, Result, Results, Statement, Subject


@dataclass(frozen=True)
class Line:
    """One course or teacher: its results to the questions, in their order."""

    label: str
    cells: list[Result | None]

    @property
    def n(self) -> int:
        """The most answers that any of its questions has."""
        return max((cell.n for cell in self.cells if cell), default=0)

    @property
    def hidden(self) -> bool:
        """Whether there are too few answers to show any."""
        return all(cell is None or cell.hidden for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """All courses, or all teachers, against the questions asked about each."""

    questions: list[Question]
    lines: list[Line]


@dataclass(frozen=True)
class Change:
    """A unit's score at the end and some months later."""

    organisation: Organisation
    before: int
    after: int

    @property
    def shown(self) -> str:
        """The difference with its sign."""
        return f"{self.after - self.before:+d}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """The results page of one programme, as far as the actor may read it."""

    asked: int = 0
    sent: int = 0
    open: bool = False  # still being answered: nothing of the trainees is shown before its end
    closes_on: date | None = None
    trainees: Results = field(default_factory=Results)
    courses: Grid | None = None
    teachers: Grid | None = None
    whole: list[Result] = field(default_factory=list)
    comments: list[Comments] = field(default_factory=list)
    units: list[Statement] = field(default_factory=list)
    follow_ups: list[Statement] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """What the units that answered twice say now against what they said then."""
        before = {s.organisation: s.score for s in self.units}
        both = [(s.organisation, before.get(s.organisation), s.score) for s in self.follow_ups]
        return [Change(*row) for row in both if None not in row]

    @property
    def overall(self) -> float | None:
        """The mean of all scale answers that are shown."""
        rows = [row for row in self.trainees.rows if not row.hidden]
        total = sum(row.n for row in rows)
        return sum(row.mean * row.n for row in rows) / total if total else None


def evaluations(actor: Actor):
    """What the actor was asked himself, in whatever role he acts, and his organisation's."""
    own = Evaluation.objects.unscoped(reason="only what this very person was asked")
    rows = Evaluation.objects.visible_to(actor) | own.filter(user=actor.user)
    return rows.select_related(
        "program__institute",
        "program__organisation",
        "questionnaire__organisation",
        "organisation",
        "unit",
        "user",
    )


def to_answer(actor: Actor):
    """What waits for the actor: his own, and a manager's for his unit."""
    return evaluations(actor).filter(_asked(actor), state=EvaluationState.OPEN)


def answered(actor: Actor):
    """What the actor has sent, also for his unit; latest first."""
    rows = evaluations(actor).filter(_asked(actor), state=EvaluationState.SENT)
    return rows.order_by("-sent_on", "-pk")


def _asked(actor: Actor) -> Q:
    mine = Q(user=actor.user)
    return mine | Q(unit=actor.organisation) if actor.has(Role.MANAGER) else mine


def subjects(actor: Actor, program: Program) -> list[Subject]:
    """The courses and teachers of a programme, each once, in the order of the timetable."""
    sessions = program.sessions.select_related("course__current", "teacher").order_by(
        "on", "slot", "position", "pk"
    )
    sessions = list(sessions)
    found = {s.course.latest.pk: Subject.of(s.course.latest) for s in sessions}
    teachers = {s.teacher_id: Subject.of(s.teacher) for s in sessions if s.teacher}
    return [*found.values(), *teachers.values()]


def pages(actor: Actor, evaluation: Evaluation) -> list[Part]:
    """The parts of an evaluation; two statements."""
    about = subjects(actor, evaluation.program)
    return surveys.parts(actor, evaluation.questionnaire, about)


def programs(actor: Actor):
    """Closed programmes with the number of trainees asked and of answers."""
    rows = Program.objects.visible_to(actor).filter(state=ProgramState.CLOSED)
    asked = Q(evaluations__party=Party.TRAINEE)
    sent = asked & Q(evaluations__state=EvaluationState.SENT)
    lines = BroughtIn._base_manager.filter(program=OuterRef("pk"), purpose=Purpose.TRAINEE)
    lines = lines.order_by().values("program").annotate(n=Count("sheet", distinct=True))
    elsewhere = Subquery(lines.values("n"))
    return rows.select_related("institute", "organisation").annotate(
        asked=Count("evaluations", filter=asked, distinct=True) + Coalesce(elsewhere, 0),
        sent=Count("evaluations", filter=sent, distinct=True) + Coalesce(elsewhere, 0),
    )


def report(actor: Actor, program: Program, *, today: date) -> Report:
    """What all parties said about a programme; the number of statements is fixed."""
    counted = _counted(program, today)
    found = Results() if counted["open"] else surveys.results(actor, program, Purpose.TRAINEE)
    labels = {s.key: s.label for s in subjects(actor, program)}
    if actor.is_personal:
        labels = _own_teacher(actor, labels)
        return Report(**counted, trainees=found, teachers=_grid(found, About.TEACHER, labels))
    return Report(
        **counted,
        trainees=found,
        courses=_grid(found, About.COURSE, labels),
        teachers=_grid(found, About.TEACHER, labels),
        whole=found.about(About.WHOLE),
        comments=found.comments,
        units=_official(actor, program, Purpose.UNIT),
        follow_ups=_official(actor, program, Purpose.FOLLOW_UP),
    )


def _still(today: date) -> Q:
    """What can still be answered. A worker that is late does not hold the results back."""
    return Q(state=EvaluationState.OPEN) & (Q(due_on=None) | Q(due_on__gte=today))


def _counted(program: Program, today: date) -> dict:
    """How many trainees were asked and have answered, and until when they can; two statements."""
    still = _still(today)
    elsewhere = program.brought_in.filter(purpose=Purpose.TRAINEE)
    sheets = elsewhere.aggregate(n=Count("sheet", distinct=True))["n"]
    counted = program.evaluations.filter(party=Party.TRAINEE).aggregate(
        asked=Count("pk"),
        sent=Count("pk", filter=Q(state=EvaluationState.SENT)),
        waiting=Count("pk", filter=still),
        closes_on=Max("due_on", filter=still),
    )
    counted["asked"] += sheets
    counted["sent"] += sheets
    return counted | {"open": counted.pop("waiting") > 0}


def is_open(actor: Actor, program: Program, *, today: date) -> bool:
    """Whether a trainee can still answer."""
    return _counted(program, today)["open"]


def is_over(actor: Actor, program: Program, *, today: date) -> bool:
    """Whether trainees were asked and none can answer any more: the results are public."""
    counted = _counted(program, today)
    return counted["asked"] > 0 and not counted["open"]


def being_answered(actor: Actor, *, today: date) -> list[str]:
    """The keys of all programmes whose evaluation by trainees is not over yet."""
    rows = Evaluation.objects.unscoped(reason="keys alone; their answers are left out of ratings")
    rows = rows.filter(_still(today), party=Party.TRAINEE).order_by()
    return [f"programs.program:{pk}" for pk in rows.values_list("program", flat=True).distinct()]


def _own_teacher(actor: Actor, labels: dict[str, str]) -> dict[str, str]:
    teacher = getattr(actor.user, "teacher", None)
    own = key(teacher) if teacher else ""
    return {subject: label for subject, label in labels.items() if subject == own}


def _grid(found: Results, about: str, labels: dict[str, str]) -> Grid | None:
    rows = [row for row in found.about(about) if row.subject in labels]
    questions = list({row.question.pk: row.question for row in rows}.values())
    cells = {(row.subject, row.question.pk): row for row in rows}
    asked = [subject for subject in labels if any(row.subject == subject for row in rows)]
    lines = [Line(labels[s], [cells.get((s, q.pk)) for q in questions]) for s in asked]
    return Grid(questions, lines) if lines else None


def _official(actor: Actor, program: Program, purpose: str) -> list[Statement]:
    """What the units said; a unit reads its own words only."""
    found = surveys.statements(actor, program, purpose)
    if actor.at(OrganisationKind.UNIT):
        return [s for s in found if actor.organisation.is_above(s.organisation)]
    return found
