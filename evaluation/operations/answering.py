"""Filling in and sending. A trainee's answers are his until he sends; then they are nobody's."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, record
from accounts.background import enqueue
from core.errors import Refusal
from core.flow import WrongState
from evaluation import queries, rules
from evaluation.choices import EvaluationState, Party
from evaluation.flow import EVALUATION
from evaluation.models import Evaluation
from surveys import operations as surveys
from surveys.rules import unrecorded


class Over(Refusal):
    """The results have been published; one more answer could be read off them."""

    code = "evaluation_over"
    message = _("This evaluation ended on {day}, and its results are shown. It takes no answers.")


@unrecorded(rules.may_answer, on="evaluation")
def save_draft(*, actor: Actor, evaluation: Evaluation, values: dict, part: int | None = None):
    """Keep the answers of one part; `part` is its number once it is complete.

    Raises `WrongState`, `Over`, `Denied`.
    """
    row = _open(evaluation)
    done = set(row.draft.get("done", [])) | ({part} if part else set())
    row.draft = {
        "values": row.draft.get("values", {}) | values,
        "done": sorted(done),
        "saved_at": timezone.now().isoformat(),
    }
    row.save(update_fields=["draft"])
    evaluation.draft = row.draft
    return evaluation


@unrecorded(rules.may_answer, on="evaluation")
def send(*, actor: Actor, evaluation: Evaluation) -> Evaluation:
    """Hand in the answers and forget the draft; a second time is refused.

    Raises `WrongState`, `Over`, `surveys.operations.Incomplete`, `Denied`.
    """
    values = _open(evaluation).draft.get("values", {})
    surveys.answer(
        actor=actor,
        questionnaire=evaluation.questionnaire,
        target=evaluation.program,
        pages=queries.pages(actor, evaluation),
        values=values,
        party=evaluation.party,
    )
    EVALUATION.move(evaluation, "send", draft={}, sent_on=timezone.localdate())
    process.close(evaluation, actor=actor)
    if not evaluation.questionnaire.anonymous:
        record(actor, "evaluation.send", evaluation, {}, evaluation)
    if evaluation.party == Party.TRAINEE and evaluation.opened_by_id:
        _count_if_last(evaluation)
    return evaluation


def _open(evaluation: Evaluation) -> Evaluation:
    """The row as it is now, held until the end of the transaction. Raises `WrongState`, `Over`."""
    row = Evaluation._base_manager.select_for_update().get(pk=evaluation.pk)
    if row.state != EvaluationState.OPEN:
        raise WrongState(what=evaluation, state=row.get_state_display())
    if row.is_over(timezone.localdate()):
        raise Over(day=row.due_on.isoformat())
    return row


def _count_if_last(evaluation: Evaluation) -> None:
    """Counting happens in the name of who asked: the respondent leaves no trace there."""
    asker = Actor.of(evaluation.opened_by_id)
    if not queries.is_open(asker, evaluation.program, today=timezone.localdate()):
        program = evaluation.program_id
        enqueue(asker, "evaluation.close", dedupe=f"now:{program}", program_id=program)
