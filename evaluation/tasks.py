"""Background work of the evaluation; each job may run twice without harm."""

from accounts.background import actor_of
from core.jobs import Run, job
from evaluation import operations
from programs.queries.page import programs


@job("evaluation.open")
def open_evaluations(run: Run, *, program_id: int) -> dict:
    """Ask everybody who took part in a programme, and the units that sent them."""
    actor = actor_of(run)
    with run.chunk(done=0, total=1):
        program = programs(actor).get(pk=program_id)
        operations.open_evaluations(actor=actor, program=program)
    return {"program": program_id}


@job("evaluation.close")
def close(run: Run, *, program_id: int) -> dict:
    """End an evaluation; what was answered reaches the ratings of courses and teachers."""
    actor = actor_of(run)
    with run.chunk(done=0, total=1):
        program = programs(actor).get(pk=program_id)
        operations.close_evaluations(actor=actor, program=program)
    return {"program": program_id}
