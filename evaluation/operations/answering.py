"""Filling in and sending. A trainee's answers are his until he sends; then they are nobody's."""

from datetime import timedelta

from django.utils import timezone

from accounts import process
from accounts.access import Actor, record
from accounts.background import enqueue
from core.flow import WrongState
from evaluation import queries, rules
from evaluation.choices import EvaluationState, Party
from evaluation.flow import EVALUATION
from evaluation.models import Evaluation
from surveys import operations as surveys
from surveys.rules import unrecorded

# Ratings are counted again some time after an answer: several come in together, so that a
# rating read before and after does not tell what one person wrote.
RATING_DELAY = timedelta(minutes=15)


@unrecorded(rules.may_answer, on="evaluation")
def save_draft(*, actor: Actor, evaluation: Evaluation, values: dict, part: int | None = None):
    """Keep the answers of one part; `part` is its number once it is complete.

    Raises `WrongState`, `Denied`.
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

    Raises `WrongState`, `surveys.operations.Incomplete`, `Denied`.
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
        _rate_later(evaluation)
    return evaluation


def _open(evaluation: Evaluation) -> Evaluation:
    """The row as it is now, held until the end of the transaction. Raises `WrongState`."""
    row = Evaluation._base_manager.select_for_update().get(pk=evaluation.pk)
    if row.state != EvaluationState.OPEN:
        raise WrongState(what=evaluation, state=row.get_state_display())
    return row


def _rate_later(evaluation: Evaluation) -> None:
    """Ratings are written by who opened the evaluation: the respondent leaves no trace there."""
    enqueue(
        Actor.of(evaluation.opened_by_id),
        "evaluation.rate",
        dedupe=str(evaluation.program_id),
        after=timezone.now() + RATING_DELAY,
        program_id=evaluation.program_id,
    )
