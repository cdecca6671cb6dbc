"""What can be done to questionnaires; answering one leaves no trace of who did."""

from collections.abc import Iterable

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from accounts.models import Code, Organisation
from core.errors import Refusal
from surveys import rules
from surveys.choices import MAX_NUMBER, MAX_SCORE, MOST_OPTIONS, SCALE, Kind
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


@operation(rules.may_edit, on="questionnaire")
def save_question(
    *, actor: Actor, questionnaire: Questionnaire, question: Question
) -> Questionnaire:
    """Add a question at the end, or change one."""
    question.questionnaire = questionnaire
    if question.pk is None:
        last = questionnaire.questions.aggregate(last=Max("position"))["last"] or 0
        question.position = last + 1
    question.save()
    return questionnaire


@operation(rules.may_edit, on="questionnaire")
def remove_question(
    *, actor: Actor, questionnaire: Questionnaire, question: Question
) -> Questionnaire:
    """Take a question out."""
    questionnaire.questions.filter(pk=question.pk).delete()
    return questionnaire


@operation(rules.may_edit, on="questionnaire")
def move_question(
    *, actor: Actor, questionnaire: Questionnaire, question: Question, by: int
) -> Questionnaire:
    """Move a question up (-1) or down (1)."""
    rows = list(questionnaire.questions.order_by("position", "pk"))
    old = rows.index(question)
    rows.insert(max(0, min(len(rows) - 1, old + by)), rows.pop(old))
    for position, row in enumerate(rows, 1):
        row.position = position
    Question._base_manager.bulk_update(rows, ["position"])
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
    group: tuple[Organisation | None, Code | None] = (None, None),
) -> None:
    """Store one sheet about `target`; `values` are by the names of the items of `pages`.

    Nothing is returned and no audit entry written: either could join the sheet with the person.
    The caller sees to it that one person answers once. `group` is the unit and the level by
    which a need research counts.
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
        unit=group[0],
        level=group[1],
    )
    rows = [_answer(sheet, item, values[item.name]) for item in _told(pages, values)]
    Answer.objects.bulk_create(rows)


def _told(pages: list[Part], values: dict) -> list[Item]:
    """The items that were answered; a subject that does not apply has no answers."""
    return [
        item
        for part in pages
        for item in part.items
        if values.get(item.name) not in (None, "", [])
        and not (item.subject and values.get(item.subject.absent))
    ]


def _answer(sheet: Sheet, item: Item, value) -> Answer:
    question, subject = item.question, item.subject.key if item.subject else ""
    if question.kind == Kind.TEXT:
        return Answer(sheet=sheet, question=question, subject=subject, text=str(value).strip())
    if question.kind == Kind.MULTI:
        value = _bits(question, value)
    number = int(value) if str(value).isdecimal() else None
    if number not in _range(question):
        raise OutOfRange(question=question.label)
    return Answer(sheet=sheet, question=question, subject=subject, value=number)


def _bits(question: Question, value) -> int:
    """One number for all ticks; a tick that is not offered makes it too large."""
    ticks = {int(tick) for tick in value if str(tick).isdecimal()}
    return sum(1 << min(tick, MOST_OPTIONS) for tick in ticks)


def _range(question: Question):
    if question.kind == Kind.MULTI:
        return range(1, 1 << len(question.options))
    if question.kind == Kind.NUMBER:
        return range(MAX_NUMBER + 1)
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
