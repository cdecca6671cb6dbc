"""What can be done to questionnaires; answering one leaves no trace of who did."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from core.errors import Refusal
from surveys import rules
from surveys.choices import MAX_SCORE, SCALE, Kind
from surveys.models import Answer, Question, Questionnaire, Sheet
from surveys.queries import Item, Part, missing

COPIED = ("name", "name_en", "purpose", "anonymous", "min_answers", "intro", "intro_en")
ASKED = (
    "block",
    "block_en",
    "about",
    "kind",
    "text",
    "text_en",
    "hint",
    "hint_en",
    "required",
    "options",
)


class Incomplete(Refusal):
    """A required answer is missing."""

    code = "incomplete"
    message = _("“{part}” is not complete yet. Answer what is still open there, then send.")
    status = 422


class OutOfRange(Refusal):
    """An answer that the question does not offer."""

    code = "out_of_range"
    message = _("“{question}” has no such answer.")
    status = 422


@operation(rules.may_edit, on="questionnaire")
def save_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, questions: Iterable[Question] | None = None
) -> Questionnaire:
    """Create or change a questionnaire; `questions`, where given, replace those it had."""
    questionnaire.save()
    if questions is not None:
        questionnaire.questions.all().delete()
        _write(questionnaire, questions)
    return questionnaire


@operation(rules.may_copy, on="questionnaire")
def copy_questionnaire(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Make the same one for the actor's organisation, out of use until it is switched on."""
    copy = Questionnaire.objects.create(
        organisation=actor.organisation,
        active=False,
        **{name: getattr(questionnaire, name) for name in COPIED},
    )
    _write(copy, questionnaire.questions.all())
    return copy


@operation(rules.may_switch, on="questionnaire")
def set_in_use(*, actor: Actor, questionnaire: Questionnaire, active: bool) -> Questionnaire:
    """Take a questionnaire into use for what is opened from now on, or out of it."""
    questionnaire.active = active
    questionnaire.save(update_fields=["active"])
    return questionnaire


@rules.unrecorded(rules.may_answer, on="questionnaire")
def answer(
    *,
    actor: Actor,
    questionnaire: Questionnaire,
    target: Model,
    pages: list[Part],
    values: dict,
    party: str,
) -> None:
    """Store one sheet about `target`; `values` are by the names of the items of `pages`.

    Nothing is returned and no audit entry written: either could join the sheet with the person.
    The caller sees to it that one person answers once.
    Raises `Incomplete`, `OutOfRange`, `Denied`.
    """
    if open_parts := missing(actor, pages, values):
        raise Incomplete(part=open_parts[0].label)
    named = not questionnaire.anonymous
    sheet = Sheet.objects.create(
        organisation=actor.organisation if named else questionnaire.organisation,
        questionnaire=questionnaire,
        target=key(target),
        party=party,
        sent_on=timezone.localdate() if named else None,
    )
    rows = [_answer(sheet, item, values[item.name]) for item in _told(pages, values)]
    Answer.objects.bulk_create(rows)


def _told(pages: list[Part], values: dict) -> list[Item]:
    """The items that were answered; a subject that does not apply has no answers."""
    return [
        item
        for part in pages
        for item in part.items
        if values.get(item.name) not in (None, "")
        and not (item.subject and values.get(item.subject.absent))
    ]


def _answer(sheet: Sheet, item: Item, value) -> Answer:
    question, subject = item.question, item.subject.key if item.subject else ""
    if question.kind == Kind.TEXT:
        return Answer(sheet=sheet, question=question, subject=subject, text=str(value).strip())
    number = int(value) if str(value).isdecimal() else None
    if number not in _range(question):
        raise OutOfRange(question=question.label)
    return Answer(sheet=sheet, question=question, subject=subject, value=number)


def _range(question: Question):
    if question.kind == Kind.CHOICE:
        return range(len(question.options))
    return SCALE if question.kind == Kind.SCALE else range(MAX_SCORE + 1)


def _write(questionnaire: Questionnaire, questions: Iterable[Question]) -> None:
    """Write copies of the questions, in the order given."""
    Question.objects.bulk_create(
        Question(
            questionnaire=questionnaire,
            position=position,
            **{name: getattr(question, name) for name in ASKED},
        )
        for position, question in enumerate(questions, 1)
    )
