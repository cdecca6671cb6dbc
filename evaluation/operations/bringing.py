"""Answers given on paper or in another system: cleaned rows in, one audit entry a batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.models import Organisation
from core.errors import Refusal
from core.spreadsheets.kinds import Loaded, Outcome
from evaluation import rules
from evaluation.choices import SLOTS
from evaluation.models import BroughtIn
from evaluation.operations import elsewhere
from evaluation.operations.elsewhere import Case, Forms
from evaluation.operations.rating import Ratings
from programs.choices import ProgramState
from programs.models import Program
from surveys.choices import Kind, Purpose
from surveys.models import Answer, Question, Sheet


class UnknownSubject(Refusal):
    """A word that is no course or teacher of the programme, or more than one."""

    code = "unknown_subject"
    message = _(
        "“{subject}” does not say which course or teacher of programme “{number}” is meant. "
        "Write the course code or the teacher's number."
    )
    status = 422


class NotAsked(Refusal):
    """Units judge the programme, not single teachers."""

    code = "not_asked"
    message = _("Units are asked about the arrangements and overall only, not about “{subject}”.")
    status = 422


class NothingSaid(Refusal):
    """A line with neither score nor comment."""

    code = "nothing_said"
    message = _("There is neither a score nor a comment.")
    status = 422


class OffTheScale(Refusal):
    """A score that its own scale does not have."""

    code = "off_the_scale"
    message = _("The score {score} is not on the scale up to {full}. Fill in the full score.")
    status = 422


class OthersList(Refusal):
    """The line is another organisation's."""

    code = "others_list"
    message = _("“{organisation}” brought in this answer sheet. Only it changes the sheet.")


@dataclass
class Said:
    """One row, understood."""

    case: Case
    purpose: str
    number: str
    subject: str  # a key, or arrangements, or overall
    about: str  # the same for a course or teacher, else empty
    organisation: Organisation  # of the sheet
    values: dict[Question, int | str]

    @property
    def sheet_key(self) -> tuple:
        """What names the answer sheet."""
        return self.case.program.pk, self.purpose, self.number.casefold()

    @property
    def key(self) -> tuple:
        """What names the line."""
        return *self.sheet_key, self.subject


class Bringing:
    """One batch of rows on its way into sheets and answers."""

    def __init__(self, actor: Actor, organisation: Organisation):
        self.actor, self.organisation, self.forms = actor, organisation, Forms(actor)

    def load(self, rows: list[dict]) -> Loaded:
        """Write what is new or other than before; the same rows again change nothing."""
        cases = self._cases(rows)
        said = [self._understood(_case(cases, row), row) for row in rows]
        held = BroughtIn._base_manager.filter(
            program__in={one.case.program.pk for one in said},
            number__in={one.number for one in said},
        )
        held = list(held.select_related("sheet__organisation", "organisation"))
        self.lines = {_key_of(one): one for one in held}
        self.sheets = {_key_of(one)[:3]: one.sheet for one in held}
        answers = Answer._base_manager.filter(sheet__in=[one.sheet_id for one in held])
        self.answers = {(a.sheet_id, a.question_id, a.subject): a for a in answers}
        outcomes = [self._write(one) for one in said]
        touched = {
            one.case.program
            for one, done in zip(said, outcomes, strict=True)
            if done.action != "unchanged" and one.purpose == Purpose.TRAINEE
        }
        for program in touched:
            Ratings.recount(self.actor, program)
        return Loaded(outcomes)

    def _cases(self, rows: list[dict]) -> dict[str, list[Case]]:
        """The closed programmes that the rows name and the actor may evaluate.

        By number; what bears none, or is not found so, by name.
        """
        words = {row["program"] for row in rows}
        seen = Program.objects.visible_to(self.actor).filter(state=ProgramState.CLOSED)
        seen = seen.filter(Q(number__in=words) | Q(name__in=words))
        numbered: dict[str, list[Case]] = {}
        named: dict[str, list[Case]] = {}
        for program in seen.select_related("organisation", "institute"):
            if rules.may_open(self.actor, program):
                case = Case(self.actor, program)
                if program.number:
                    numbered.setdefault(program.number.casefold(), []).append(case)
                named.setdefault(program.name.casefold(), []).append(case)
        return named | numbered

    def _understood(self, case: Case, row: dict) -> Said:
        purpose, number = row["party"], row["sheet"]
        subject = _subject(case, row)
        form, questions = self.forms.of(purpose)
        asked = [questions.get(place) for place in SLOTS[subject[0]]]
        if None in asked:
            raise NotAsked(subject=row["subject"])
        values = _values(asked, row)
        owner = form.organisation
        if purpose == Purpose.TRAINEE:
            _keep_promise(case, number)
        else:
            owner = _unit(case, row)
        about = subject[1] if subject[0] in ("course", "teacher") else ""
        return Said(case, purpose, number, subject[1], about, owner, values)

    def _write(self, said: Said) -> Outcome:
        line, sheet = self.lines.get(said.key), self.sheets.get(said.sheet_key)
        if line and line.organisation_id != self.organisation.pk:
            raise OthersList(organisation=line.organisation.label)
        if sheet and sheet.organisation_id != said.organisation.pk:
            program = said.case.program
            raise elsewhere.UnknownUnit(unit=said.organisation.label, number=_called(program))
        sheet = sheet or self._new_sheet(said)
        changes = self._answer(sheet, said)
        if line is None:
            line = self.lines[said.key] = BroughtIn.objects.create(
                organisation=self.organisation,
                program=said.case.program,
                purpose=said.purpose,
                number=said.number,
                subject=said.subject,
                sheet=sheet,
            )
            return Outcome(line.pk, "created")
        return Outcome(line.pk, "updated" if changes else "unchanged", changes)

    def _new_sheet(self, said: Said) -> Sheet:
        form, _questions = self.forms.of(said.purpose)
        program = said.case.program
        found = Sheet.objects.create(
            organisation=said.organisation,
            questionnaire=form,
            target=_target(program),
            party="trainee" if said.purpose == Purpose.TRAINEE else "unit",
            sent_on=None if form.anonymous else program.ends_on or timezone.localdate(),
        )
        self.sheets[said.sheet_key] = found
        return found

    def _answer(self, sheet: Sheet, said: Said) -> dict:
        changes = {}
        for question, value in said.values.items():
            name = "text" if question.kind == Kind.TEXT else "value"
            place = sheet.pk, question.pk, said.about
            answer = self.answers.get(place)
            old = getattr(answer, name) if answer else None
            if old == value:
                continue
            changes[name] = (old, value)
            answer = answer or Answer(sheet=sheet, question=question, subject=said.about)
            setattr(answer, name, value)
            answer.save()
            self.answers[place] = answer
        return changes


def _target(program: Program) -> str:
    return f"{program._meta.label_lower}:{program.pk}"


def _called(program: Program) -> str:
    return program.number or program.name


def _key_of(line: BroughtIn) -> tuple:
    return line.program_id, line.purpose, line.number.casefold(), line.subject


def _case(cases: dict[str, list[Case]], row: dict) -> Case:
    number, owner = row["program"], (row.get("owner") or "").casefold()
    found = cases.get(number.casefold(), [])
    if owner:
        found = [
            case
            for case in found
            if owner in (word.casefold() for word in _words(case.program.organisation))
        ]
    if not found:
        raise elsewhere.UnknownProgram(number=number)
    if len(found) > 1:
        raise elsewhere.SeveralPrograms(number=number)
    return found[0]


def _words(organisation: Organisation) -> tuple[str, ...]:
    return organisation.code, organisation.name, organisation.name_en


def _subject(case: Case, row: dict) -> tuple[str, str]:
    """What the row is about, and the key of it."""
    found = case.words.get(row["subject"].casefold(), set())
    if len(found) != 1:
        raise UnknownSubject(subject=row["subject"], number=row["program"])
    return next(iter(found))


def _keep_promise(case: Case, number: str) -> None:
    """Trainees were promised that nobody learns who said what."""
    if number.casefold() in case.persons:
        raise elsewhere.NamesAPerson(number=number)
    if case.answered_here:
        raise elsewhere.AnsweredHere(number=_called(case.program))


def _unit(case: Case, row: dict) -> Organisation:
    word = row.get("unit") or ""
    if word.casefold() not in case.units:
        raise elsewhere.UnknownUnit(unit=word, number=_called(case.program))
    unit = case.units[word.casefold()]
    if (row["party"], unit.pk) in case.spoken:
        raise elsewhere.UnitAnswered(unit=unit.label, number=_called(case.program))
    return unit


def _values(asked: list[Question], row: dict) -> dict[Question, int | str]:
    """Points on the scale of the form, and the words."""
    scored, worded = asked
    values: dict[Question, int | str] = {}
    if row.get("score") is not None:
        values[scored] = _points(scored, row["score"], row.get("full"))
    if comment := row.get("comment"):
        values[worded] = comment
    if not values:
        raise NothingSaid
    return values


def _points(question: Question, score: Decimal, full: Decimal | None) -> int:
    """The score on our scale: 86 of 100 is 4 of 5, the lowest point is 1."""
    most, least = (5, 1) if question.kind == Kind.SCALE else (100, 0)
    full = full or Decimal(most)
    if not 0 <= score <= full or (full == most and score < least):
        raise OffTheScale(score=score, full=full)
    return max(least, int((score * most / full).quantize(Decimal(1), ROUND_HALF_UP)))


@operation(rules.may_bring_in, on="organisation")
def save_answers(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Count answers that were given elsewhere with those given here.

    Raises the refusals of this module and of `elsewhere`.
    """
    return Bringing(actor, organisation).load(list(rows))
