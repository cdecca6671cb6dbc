"""What can be asked about questionnaires and answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, Model, When

from accounts.access import Actor, key, may_view
from accounts.models import Organisation
from surveys.choices import SCALE, About, Kind
from surveys.models import Answer, Question, Questionnaire

MOST_ITEMS = 12  # of one part: what a phone shows in about two screens


@dataclass(frozen=True)
class Subject:
    """What a question is asked about: a course, a teacher."""

    kind: str
    pk: int
    label: str
    key: str

    @classmethod
    def of(cls, obj: Model) -> "Subject":
        """The subject for one object."""
        return cls(obj._meta.model_name, obj.pk, obj.label, key(obj))

    @property
    def name(self) -> str:
        """Its word in the names of form fields: 'teacher7'."""
        return f"{self.kind}{self.pk}"

    @property
    def absent(self) -> str:
        """The name of the answer 'does not apply to me'."""
        return f"absent_{self.name}"


@dataclass(frozen=True)
class Item:
    """One question to one person: about one subject, or the whole."""

    question: Question
    subject: Subject | None = None

    @property
    def name(self) -> str:
        """Its name in the form and in the draft."""
        return f"q{self.question.pk}" + (f"_{self.subject.name}" if self.subject else "")


@dataclass(frozen=True)
class Group:
    """The items about one subject."""

    subject: Subject | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """What stands on one page: at most `MOST_ITEMS` items, if one subject has no more."""

    number: int
    label: str
    groups: tuple[Group, ...]

    @property
    def items(self) -> list[Item]:
        """All items of the part."""
        return [item for group in self.groups for item in group.items]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was answered to one question about one subject, counted.

    `counts` has one number for each point of the scale or each choice. With fewer answers than
    the questionnaire asks for, only `n` is told.
    """

    question: Question
    subject: str
    n: int
    mean: float | None = None
    counts: tuple[int, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Comments:
    """What was written to one question, in random order."""

    question: Question
    texts: list[str]


@dataclass(frozen=True)
class Results:
    """Everything that was answered about one target for one purpose."""

    sheets: int = 0
    min_answers: int = 0
    rows: list[Result] = field(default_factory=list)
    comments: list[Comments] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Whether there are too few sheets to show anything of them."""
        return self.sheets < self.min_answers

    def about(self, kind: str) -> list[Result]:
        """The rows of questions about courses, teachers or the whole."""
        return [row for row in self.rows if row.question.about == kind]


@dataclass(frozen=True)
class Statement:
    """What one organisation answered in its own name."""

    organisation: Organisation
    sent_on: date
    answers: list[Answer]

    @property
    def score(self) -> int | None:
        """The score from 0 to 100 that it gave, if it was asked for one."""
        return next((a.value for a in self.answers if a.question.kind == Kind.SCORE), None)


def questionnaires(actor: Actor):
    """Questionnaires the actor may see, with the number of questions."""
    rows = Questionnaire.objects.visible_to(actor).select_related("organisation")
    return rows.annotate(question_count=Count("questions"))


def standard(actor: Actor, purpose: str) -> Questionnaire | None:
    """The questionnaire in use: the nearest organisation's, its newest one."""
    near = Case(*(When(organisation=pk, then=place) for place, pk in enumerate(actor.ancestors)))
    rows = Questionnaire.objects.visible_to(actor).filter(
        purpose=purpose, active=True, organisation__in=actor.ancestors
    )
    return rows.select_related("organisation").order_by(near.desc(), "-pk").first()


def parts(
    actor: Actor, questionnaire: Questionnaire, subjects: Iterable[Subject] = ()
) -> list[Part]:
    """The pages of a questionnaire for these subjects; one statement."""
    subjects = list(subjects)
    blocks = [list(rows) for _name, rows in groupby(questionnaire.questions.all(), _block)]
    found = [(rows[0].block_label, groups) for rows in blocks for groups in _pages(rows, subjects)]
    return [Part(number, label, groups) for number, (label, groups) in enumerate(found, 1)]


def _block(question: Question) -> str:
    return question.block


def _pages(questions: list[Question], subjects: list[Subject]) -> list[tuple[Group, ...]]:
    """Split a block into pages: subjects stay whole, the general questions come last."""
    groups = []
    for about in (About.CATEGORY, About.COURSE, About.TEACHER):
        asked = [q for q in questions if q.about == about]
        named = [s for s in subjects if asked and s.kind == about]
        groups += [Group(s, tuple(Item(q, s) for q in asked)) for s in named]
    whole = tuple(Item(q) for q in questions if q.about == About.WHOLE)
    last = (Group(None, whole),) if whole else ()
    if not groups:
        return [last] if last else []
    pages = _even(groups, max(1, MOST_ITEMS // max(len(g.items) for g in groups)))
    return [*pages[:-1], pages[-1] + last]


def _even(groups: Sequence[Group], most: int) -> list[tuple[Group, ...]]:
    """Cut into as few pages as `most` groups a page allow, of nearly equal size."""
    pages = -(-len(groups) // most)
    size = -(-len(groups) // pages)
    return [tuple(groups[at : at + size]) for at in range(0, len(groups), size)]


def missing(actor: Actor, pages: Iterable[Part], values: dict) -> list[Part]:
    """The parts in which a required answer is still missing."""
    return [part for part in pages if any(_lacks(item, values) for item in part.items)]


def _lacks(item: Item, values: dict) -> bool:
    absent = item.subject is not None and values.get(item.subject.absent)
    return item.question.required and not absent and values.get(item.name) in (None, "", [])


def results(actor: Actor, target: Model, purpose: str) -> Results:
    """What was answered about an object the actor may see; three statements."""
    if not may_view(actor, target):
        return Results()
    answers = Answer.objects.unscoped(reason="counted, never shown by sheet; the target is seen")
    answers = answers.filter(
        sheet__target=key(target), sheet__questionnaire__purpose=purpose
    ).order_by()
    tally = answers.exclude(value=None).values_list("question", "subject", "value")
    tally = list(tally.annotate(n=Count("pk")).order_by("question", "subject", "value"))
    words = list(answers.exclude(text="").order_by("pk").values_list("question", "text"))
    asked = {row[0] for row in tally} | {row[0] for row in words}
    questions = _questions(asked)
    sheets = answers.aggregate(n=Count("sheet", distinct=True))["n"]
    least = max((q.questionnaire.min_answers for q in questions.values()), default=0)
    rows = [_result(questions[q], s, list(cells)) for (q, s), cells in groupby(tally, _cell)]
    rows.sort(key=lambda row: (row.question.position, row.question.pk))
    comments = _comments(questions, words) if sheets >= least else []
    return Results(sheets=sheets, min_answers=least, rows=rows, comments=comments)


def _comments(questions: dict[int, Question], words: list[tuple]) -> list[Comments]:
    """What was written to each question; the random keys of the answers have shuffled it."""
    said: dict[int, list[str]] = {}
    for question, text in words:
        said.setdefault(question, []).append(text)
    found = [Comments(questions[pk], texts) for pk, texts in said.items()]
    return sorted(found, key=lambda one: (one.question.position, one.question.pk))


def _cell(row):
    return row[:2]


def _questions(keys: set[int]) -> dict[int, Question]:
    # The base manager: a question once answered is shown to whoever sees what it was about.
    return Question._base_manager.select_related("questionnaire").in_bulk(keys)


def _result(question: Question, subject: str, cells: list[tuple]) -> Result:
    counted = {value: n for _q, _s, value, n in cells}
    n = sum(counted.values())
    if n < question.questionnaire.min_answers:
        return Result(question=question, subject=subject, n=n, hidden=True)
    if question.kind == Kind.MULTI:
        return Result(question=question, subject=subject, n=n, counts=_ticked(question, counted))
    places = SCALE if question.kind == Kind.SCALE else range(len(question.options))
    return Result(
        question=question,
        subject=subject,
        n=n,
        mean=sum(value * count for value, count in counted.items()) / n,
        counts=tuple(counted.get(place, 0) for place in places),
    )


def _ticked(question: Question, counted: dict[int, int]) -> tuple[int, ...]:
    """How often each of several answers was ticked; the stored number holds a bit for each."""
    return tuple(
        sum(count for value, count in counted.items() if value >> place & 1)
        for place in range(len(question.options))
    )


def statements(actor: Actor, target: Model, purpose: str) -> list[Statement]:
    """What organisations answered in their own name, one by one; one statement and `may_view`.

    Anonymous sheets are never among them.
    """
    if not may_view(actor, target):
        return []
    answers = Answer.objects.unscoped(reason="official answers about an object that is in sight")
    answers = answers.filter(
        sheet__target=key(target),
        sheet__questionnaire__purpose=purpose,
        sheet__questionnaire__anonymous=False,
    )
    answers = answers.select_related("question", "sheet__organisation").order_by(
        "sheet__organisation__path", "sheet", "question__position", "question"
    )
    return [
        Statement(sheet.organisation, sheet.sent_on, list(rows))
        for sheet, rows in groupby(answers, lambda answer: answer.sheet)
    ]
