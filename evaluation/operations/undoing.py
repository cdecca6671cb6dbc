"""Taking answers back that were brought in: what they counted for is counted anew."""

from collections.abc import Iterable

from accounts.access import Actor, operation
from accounts.models import Organisation
from core.spreadsheets.kinds import Loaded, Outcome
from evaluation import rules
from evaluation.choices import SLOTS
from evaluation.models import BroughtIn
from evaluation.operations.rating import Ratings
from surveys.choices import Kind
from surveys.models import Answer, Sheet


@operation(rules.may_bring_in, on="organisation")
def undo_answers(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_answers`: what was new goes, what nobody changed since is restored."""
    outcomes = list(outcomes)
    rows = BroughtIn._base_manager.filter(
        organisation=organisation, pk__in=[one.pk for one in outcomes]
    )
    lines = {line.pk: line for line in rows.select_related("program", "sheet")}
    done = [_taken(lines.get(one.pk), one) for one in reversed(outcomes)]
    sheets = {line.sheet_id for line in lines.values()}
    kept = BroughtIn._base_manager.filter(sheet__in=sheets).values_list("sheet", flat=True)
    Sheet._base_manager.filter(pk__in=sheets - set(kept)).delete()
    subjects = {line.subject for line in lines.values()}
    for program in {line.program for line in lines.values()}:
        Ratings.recount(actor, program, lost=subjects)
    return Loaded(done[::-1])


def _taken(line: BroughtIn | None, outcome: Outcome) -> Outcome:
    if line is None or outcome.action == "unchanged":
        return Outcome(outcome.pk, "unchanged")
    answers = _answers(line)
    if outcome.action == "created":
        for answer in answers.values():
            answer.delete()
        BroughtIn._base_manager.filter(pk=line.pk).delete()
        return Outcome(outcome.pk, "removed")
    back = {}
    for name, (old, new) in outcome.changes.items():
        answer = answers.get(name)
        if answer and getattr(answer, name) == new:
            back[name] = (new, old)
            _restore(answer, name, old)
    return Outcome(outcome.pk, "updated" if back else "unchanged", back)


def _answers(line: BroughtIn) -> dict[str, Answer]:
    """The score and the words of one line: by `value` and `text`."""
    rows = Answer._base_manager.filter(sheet=line.sheet_id).select_related("question")
    if line.subject in SLOTS:
        rows = rows.filter(subject="", question__position__in=SLOTS[line.subject])
    else:
        rows = rows.filter(subject=line.subject)
    return {"text" if row.question.kind == Kind.TEXT else "value": row for row in rows}


def _restore(answer: Answer, name: str, old) -> None:
    if old is None:
        answer.delete()
    else:
        setattr(answer, name, old)
        answer.save(update_fields=[name])
