"""Where answers that were given elsewhere are kept: questionnaires, refusals, one programme."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key
from accounts.models import Organisation
from core.errors import Refusal
from evaluation import queries
from evaluation.choices import SLOTS
from evaluation.operations.standard import COURSES, OVERALL, SERVICES, TEACHERS
from programs.models import Program
from surveys.choices import About, Kind, Purpose
from surveys.models import Question, Questionnaire, Sheet
from surveys.queries import standard

FEWEST = 5  # what the standard form promises to trainees
NAMES = {
    Purpose.TRAINEE: ("学员培训评价表（平台外）", "Evaluation by trainees (given elsewhere)"),
    Purpose.UNIT: ("参训单位培训评价表（平台外）", "Evaluation by the unit (given elsewhere)"),
    Purpose.FOLLOW_UP: ("参训单位跟踪反馈表（平台外）", "Follow-up by the unit (given elsewhere)"),
}
TEXTS = {
    "course": (COURSES, "课程总体评价", "The course as a whole", "课程意见", "About the course"),
    "teacher": (
        TEACHERS,
        "师资总体评价",
        "The teacher as a whole",
        "师资意见",
        "About the teacher",
    ),
    "arrangements": (
        *(SERVICES, "组织保障总体评价", "The arrangements as a whole"),
        *("组织保障意见", "About the arrangements"),
    ),
    "overall": (OVERALL, "培训总体评价", "The programme as a whole", "意见和建议", "Suggestions"),
}


class UnknownProgram(Refusal):
    """No programme of this number that the actor may evaluate."""

    code = "unknown_program"
    message = _("There is no closed programme “{number}” among those that you may evaluate.")
    status = 422


class SeveralPrograms(Refusal):
    """Units number their programmes themselves."""

    code = "several_programs"
    message = _("Several programmes have the number “{number}”. Fill in the unit that owns it.")
    status = 422


class AnsweredHere(Refusal):
    """Beside a list that its owner knows, the answers given here could be told."""

    code = "answered_here"
    message = _(
        "Programme “{number}” is or was answered on the portal. Answers from elsewhere are not "
        "added: the difference would tell what those few wrote to whom anonymity was promised."
    )


class NamesAPerson(Refusal):
    """The number of an answer sheet is somebody's."""

    code = "names_a_person"
    message = _(
        "“{number}” says who a trainee of this programme is, and the form promises anonymity. "
        "Number the answer sheets 1, 2, 3 instead."
    )
    status = 422


class UnknownUnit(Refusal):
    """A unit that had nobody there, or another one than the sheet is of."""

    code = "unknown_unit"
    message = _(
        "“{unit}” sent nobody to programme “{number}”, or this answer sheet is another unit's."
    )
    status = 422


class UnitAnswered(Refusal):
    """A unit speaks once."""

    code = "unit_answered"
    message = _("“{unit}” has answered about programme “{number}” on the portal itself.")


@dataclass(frozen=True)
class Case:
    """One programme, for the rows that speak of it."""

    actor: Actor
    program: Program

    @cached_property
    def words(self) -> dict:
        """What its subjects are called."""
        return queries.subject_words(self.actor, self.program)

    @cached_property
    def units(self) -> dict[str, Organisation]:
        """The units of its trainees."""
        return queries.units_that_sent(self.actor, self.program)

    @cached_property
    def persons(self) -> set[str]:
        """All that names somebody who took part."""
        fields = ("number", "name", "phone", "id_number", "user__username")
        rows = self.program.enrolments.values_list(*(f"trainee__{name}" for name in fields))
        return {word.casefold() for row in rows for word in row if word}

    @cached_property
    def spoken(self) -> set[tuple[str, int]]:
        """Which units have answered here, and when they were asked."""
        rows = self._sheets.exclude(questionnaire__purpose=Purpose.TRAINEE)
        return set(rows.values_list("questionnaire__purpose", "organisation"))

    @property
    def _sheets(self):
        # Whether there are any is asked; none is read.
        live = {"target": key(self.program), "questionnaire__brought_in": False}
        return Sheet._base_manager.filter(**live)

    @cached_property
    def answered_here(self) -> bool:
        """Whether trainees answer, or have answered, on the portal."""
        if queries.is_open(self.actor, self.program, today=timezone.localdate()):
            return True
        return self._sheets.filter(questionnaire__purpose=Purpose.TRAINEE).exists()


class Forms:
    """The questionnaires for answers brought in, one for each purpose, made when first needed."""

    def __init__(self, actor: Actor):
        rows = Organisation._base_manager.select_for_update()
        self.actor, self.root = actor, rows.get(pk=actor.ancestors[0])
        self.known: dict[str, tuple[Questionnaire, dict[int, Question]]] = {}

    def of(self, purpose: str) -> tuple[Questionnaire, dict[int, Question]]:
        """The questionnaire and its questions by their places."""
        if purpose not in self.known:
            held = {"organisation": self.root, "purpose": purpose, "brought_in": True}
            found = Questionnaire._base_manager.filter(**held).first()
            found = found or self._made(purpose, held)
            self.known[purpose] = found, {q.position: q for q in found.questions.all()}
        return self.known[purpose]

    def _made(self, purpose: str, held: dict) -> Questionnaire:
        """It promises what the standard form promises, and is never in use itself."""
        name, name_en = NAMES[Purpose(purpose)]
        anonymous, like = purpose == Purpose.TRAINEE, standard(self.actor, purpose)
        least = max(like.min_answers if like else 1, FEWEST if anonymous else 1)
        promise = {"anonymous": anonymous, "min_answers": least, "active": False}
        found = Questionnaire.objects.create(**held, **promise, name=name, name_en=name_en)
        Question.objects.bulk_create(_questions(found))
        return found


def _questions(form: Questionnaire):
    for slot, (block, *texts) in TEXTS.items():
        about = slot if slot in (About.COURSE, About.TEACHER) else About.WHOLE
        if form.purpose != Purpose.TRAINEE and about != About.WHOLE:
            continue
        score = Kind.SCALE
        if form.purpose != Purpose.TRAINEE and slot == "overall":
            score = Kind.SCORE
        for place, kind, text, text_en in zip(
            SLOTS[slot], (score, Kind.TEXT), texts[::2], texts[1::2], strict=True
        ):
            yield Question(
                questionnaire=form,
                position=place,
                block=block[0],
                block_en=block[1],
                about=about,
                kind=kind,
                text=text,
                text_en=text_en,
                required=False,
            )
