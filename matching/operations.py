"""Train a model, take one into use, decide about a suggestion.

Nothing here gives anybody a place by a score: a place is given by the operation that names
trainees, in the name of the person who takes a suggestion up.
"""

import math

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import process
from accounts.access import Actor, operation
from accounts.background import enqueue
from accounts.models import Organisation, Trainee
from accounts.queries import jobs as background_jobs
from core import jobs
from core.errors import Refusal
from matching import rules
from matching.choices import Decision, ModelState
from matching.engine.pipeline import Trained
from matching.flow import MODEL, NAME, REVIEW
from matching.models import Choice, Model, Propensity
from matching.queries import odds, serving
from matching.queries.suggestions import Suggestion, choices_about
from matching.vault import pack
from programs.models import Program
from programs.operations.enrolment import name_trainees
from programs.rules.enrolment import may_name


class AlreadyTraining(Refusal):
    """Two trainings of one department at once would only compete."""

    code = "already_training"
    message = _("Model no. {number} is being trained. Wait for it, or stop it first.")


class NotUsable(Refusal):
    """A model that did not learn enough cannot be taken into use."""

    code = "not_usable"
    message = _("Model no. {number} was not trained to the end and cannot be used.")


@operation(rules.may_train, on="organisation")
def start_training(*, actor: Actor, organisation: Organisation, why: str = "") -> Model:
    """Queue the training of a new model. Raises `AlreadyTraining`.

    why : what made it due, where nobody asked for it; kept in the history of the model.
    """
    own = Model.objects.visible_to(actor).filter(organisation=organisation)
    for other in own.filter(state=ModelState.TRAINING).select_related("job").defer("content"):
        if other.job and not other.job.finished:
            raise AlreadyTraining(number=other.number)
        MODEL.move(other, "fail", actor=actor)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    model = Model.objects.create(organisation=organisation, number=number, started_by=actor.member)
    MODEL.start(model, actor=actor, label=why or _("Training started"))
    model.job = enqueue(
        actor,
        "matching.train",
        dedupe="train",
        label=str(model),
        url=model.get_absolute_url(),
        model_id=model.pk,
    )
    model.save(update_fields=["job"])
    return model


@operation(rules.may_keep_model, on="model")
def stop_training(*, actor: Actor, model: Model) -> Model:
    """Ask the job to stop; the model in use stays in use."""
    if model.job_id:
        jobs.cancel(model.job_id)
    job = background_jobs(actor).filter(pk=model.job_id).first()
    if job is None or job.finished:
        MODEL.move(model, "fail", actor=actor)
    return model


@operation(rules.may_keep_model, on="model")
def finish_training(*, actor: Actor, model: Model, trained: Trained, evidence: dict) -> Model:
    """Keep what was learned; take it into use if the written rule says so."""
    content, signature = pack(trained.model)
    decision = trained.decision
    values = {
        "content": content,
        "signature": signature,
        "report": _plain(trained.report.to_dict()),
        "decision": _plain({"code": decision.code, "gain": decision.gain, "error": decision.error}),
        "evidence": evidence,
        "themes": list(trained.model.classes),
        "cases": trained.report.rows,
        "thin": trained.report.thin,
        "trained_at": timezone.now(),
    }
    if decision.replace:
        _step_back(actor, model.organisation)
        MODEL.move(model, "promote", actor=actor, serves=model.organisation, **values)
    else:
        MODEL.move(model, "keep", actor=actor, **values)
    return model


@operation(rules.may_keep_model, on="model")
def give_up_training(*, actor: Actor, model: Model, reason: str) -> Model:
    """Mark a training that ended without a result."""
    MODEL.move(model, "fail", actor=actor, note=reason)
    return model


@operation(rules.may_keep_model, on="model")
def restore(*, actor: Actor, model: Model, reason: str) -> Model:
    """Take an earlier model into use again. Raises `NotUsable`, `Unusable`, `WrongState`."""
    if not model.usable:
        raise NotUsable(number=model.number)
    serving.matcher(actor, model)
    _step_back(actor, model.organisation)
    MODEL.move(model, "restore", actor=actor, note=reason, serves=model.organisation)
    return model


def _step_back(actor: Actor, organisation: Organisation) -> None:
    """Free the place of the model in use."""
    rows = Model.objects.visible_to(actor).filter(
        organisation=organisation, state=ModelState.CHAMPION
    )
    for old in rows.defer("content"):
        MODEL.move(old, "retire", actor=actor, serves=None)


def _plain(value):
    """Numbers that JSON knows: an unknown error is none, not infinity."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _decide(actor, trainee, program, shown: Suggestion | None, model, decision, **more) -> Choice:
    return Choice.objects.create(
        organisation=trainee.organisation,
        trainee=trainee,
        program=program,
        model=model,
        rank=shown.place if shown else 0,
        score=shown.score if shown else None,
        propensity=shown.propensity if shown else None,
        band=shown.band if shown else "",
        decision=decision,
        member=actor.member,
        **more,
    )


def _settle(actor: Actor, trainee: Trainee, program: Program) -> None:
    """Whoever decides answers what was asked about this suggestion before."""
    for choice in choices_about(actor, trainee, program):
        process.close(choice, actor=actor)


@operation(rules.may_decide, on="trainee")
def accept(
    *,
    actor: Actor,
    trainee: Trainee,
    program: Program,
    shown: Suggestion | None = None,
    model: Model | None = None,
) -> Choice:
    """Name the trainee; who may not name for this programme asks its owner to.

    Either way a person gives the place, by the operation that gives every place.
    """
    _settle(actor, trainee, program)
    choice = _decide(actor, trainee, program, shown, model, Decision.ACCEPT)
    if may_name(actor, program):
        name_trainees(actor=actor, program=program, trainees=[trainee])
        return choice
    url = reverse("matching:trainee", args=[trainee.pk])
    for owner in NAME.to(choice):
        process.ask(NAME, choice, owner, actor=actor, url=url)
    return choice


@operation(rules.may_decide, on="trainee")
def decline(
    *,
    actor: Actor,
    trainee: Trainee,
    program: Program,
    reason: str,
    text: str = "",
    shown: Suggestion | None = None,
    model: Model | None = None,
) -> Choice:
    """Keep why a suggestion does not suit; it is not made again."""
    _settle(actor, trainee, program)
    return _decide(
        actor, trainee, program, shown, model, Decision.UNSUITABLE, reason=reason, text=text
    )


@operation(rules.may_ask_review, on="trainee")
def ask_review(
    *,
    actor: Actor,
    trainee: Trainee,
    program: Program,
    text: str = "",
    shown: Suggestion | None = None,
    model: Model | None = None,
) -> Choice:
    """Ask the department for a person's judgement: one open item, however often it is asked."""
    earlier = choices_about(actor, trainee, program).filter(decision=Decision.HUMAN)
    choice = earlier.first() or _decide(
        actor, trainee, program, shown, model, Decision.HUMAN, text=text
    )
    url = reverse("matching:trainee", args=[trainee.pk])
    for department in REVIEW.to(choice):
        process.ask(REVIEW, choice, department, actor=actor, url=url)
    return choice


@operation(rules.may_keep_odds, on="program")
def keep_propensities(*, actor: Actor, program: Program) -> int:
    """Keep with each place of a programme how likely it was; returns how many were kept.

    What was kept once stays: later models are judged by how it was when it was decided.
    """
    rows = odds.places(actor, program)
    Propensity.objects.bulk_create(rows)
    return len(rows)


@operation(rules.may_assign, on="organisation")
def give_places(
    *, actor: Actor, organisation: Organisation, given: list[tuple[Trainee, Program]], model=None
) -> tuple[int, int]:
    """Name all these people, programme by programme; returns how many have places, how many wait.

    The proposal was computed; what is given here is what the person left of it or made of it.
    Raises `Denied`, `NotYourTrainees`.
    """
    named = waiting = 0
    for program in dict.fromkeys(program for _one, program in given):
        own = [one for one, wanted in given if wanted == program]
        made = name_trainees(actor=actor, program=program, trainees=own)
        for one in own:
            _settle(actor, one, program)
            _decide(actor, one, program, None, model, Decision.ACCEPT)
        named, waiting = named + len(made.named), waiting + len(made.waiting)
    return named, waiting
