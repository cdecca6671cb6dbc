"""Training in the background: long, watched, safe to begin again."""

import time
from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from accounts.access import Actor
from accounts.background import actor_of
from core.errors import Refusal
from core.jobs import Cancelled, job
from matching import operations, rules
from matching.choices import ModelState
from matching.engine import pipeline
from matching.engine.features import Leak
from matching.engine.plan import Plan
from matching.facts import SCHEMA, tally
from matching.models import Model
from matching.queries import history, odds, serving, watching
from matching.vault import Unusable

EVERY_SECONDS = 5
SEED = 1


@shared_task(name="matching.watch")
def watch() -> int:
    """Daily: look at every model in use, and train anew where people changed or time has passed."""
    begun = 0
    for model in Model.in_use():
        actor = Actor.of(model.started_by_id)
        why = watching.due(actor, model, timezone.now())
        if why and rules.may_keep_model(actor, model):
            with suppress(Refusal):  # one is being trained already
                operations.start_training(actor=actor, organisation=model.organisation, why=why)
                begun += 1
    return begun


@job("matching.keep_propensities")
def keep_propensities(run, *, program_id: int) -> dict:
    """With each new place keep how likely it was; places that have it already are left alone."""
    actor = actor_of(run)
    program = odds.named(actor, program_id)
    if program is None:
        return {"kept": 0}
    with run.chunk():
        kept = operations.keep_propensities(actor=actor, program=program)
    return {"kept": kept}


@job("matching.train")
def train(run, *, model_id: int) -> dict:
    """Learn from the department's own past; the model in use stays until the very end.

    Nothing is written before the last chunk, so a worker that dies in between leaves no trace
    and the next one begins anew.
    """
    actor = actor_of(run)
    model = serving.models(actor).get(pk=model_id)
    if model.state != ModelState.TRAINING:  # finished, but the worker died before it said so
        return {"model": model.pk}
    try:
        return _train(run, actor, model)
    except Cancelled:
        operations.give_up_training(actor=actor, model=model, reason="cancelled")
        raise
    except Leak:
        operations.give_up_training(actor=actor, model=model, reason="leak")
        raise


def _train(run, actor, model) -> dict:
    run.report(done=0, total=12, stage="reading")
    past = history.history(actor, model.organisation)
    trained = _learn(run, past, _champion(actor, model))
    good = [outcome.success is not None for outcome in past.outcomes]
    evidence = tally(past.records, [o.taken for o in past.outcomes], good)
    with run.chunk(stage="final"):
        operations.finish_training(actor=actor, model=model, trained=trained, evidence=evidence)
    return {"model": model.pk, "code": trained.decision.code}


def _learn(run, past, champion):
    watch = _Lease(run)
    return pipeline.train(
        past.records,
        past.outcomes,
        plan=Plan(SCHEMA, past.themes),
        champion=champion,
        seed=SEED,
        progress=lambda done, total, stage: run.report(done=done, total=total, stage=stage),
        stop=watch.renew,
    )


def _champion(actor, model):
    """The matcher to beat; one that cannot be read, or does not know today's fields, is none."""
    old = serving.champion(actor, model.organisation)
    if old is None or old.organisation_id != model.organisation_id:
        return None
    try:
        return serving.matcher(actor, old)
    except Unusable:
        return None


class _Lease:
    """Renews the job's lease within long steps too, so that nobody takes a living job over."""

    def __init__(self, run):
        self.run, self.last = run, time.monotonic()

    def renew(self) -> bool:
        """Never stop by itself: the job raises where it was cancelled or taken over."""
        if time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            self.run.report()
        return False
