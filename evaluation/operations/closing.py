"""The end of an evaluation: from then on nobody answers, and everything is shown at once.

Results are published one time only. Whoever reads them before and after one more answer would
otherwise read that answer off (`docs/adr/0004-results-are-published-once.md`).
"""

from accounts import process
from accounts.access import Actor, operation
from evaluation import rules
from evaluation.choices import EvaluationState, Party
from evaluation.flow import EVALUATION
from evaluation.operations.rating import record_program_ratings
from programs.models import Program


@operation(rules.may_open, on="program")
def close_evaluations(*, actor: Actor, program: Program) -> Program:
    """End the evaluation of a programme by its trainees, and let it count.

    What somebody began and did not send is deleted. A second time changes nothing. What units
    were asked stays open: it bears their name.
    """
    rows = program.evaluations.select_for_update().filter(
        party=Party.TRAINEE, state=EvaluationState.OPEN
    )
    for evaluation in rows:
        EVALUATION.move(evaluation, "lapse", draft={})
        process.close(evaluation, actor=actor)
    record_program_ratings(actor=actor, program=program)
    return program
