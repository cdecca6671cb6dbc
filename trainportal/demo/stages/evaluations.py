"""What people and units said about the programmes that are over."""

import random
from datetime import date, timedelta

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Job, Member
from core import jobs
from evaluation import operations, queries
from evaluation.models import Evaluation
from surveys.choices import Kind
from trainportal.demo.content import rows

FRESH = timedelta(days=14)  # programmes that ended later still wait for their evaluation


def build(today: date) -> None:
    """Open every evaluation, and answer those of programmes that ended a while ago."""
    run("evaluation.open")
    texts = [row for row in rows("evaluation_texts") if row["subject"] in ("effect", "course")]
    rng = random.Random(7)
    old = Evaluation.objects.filter(program__ends_on__lt=today - FRESH).select_related(
        "program", "questionnaire", "user", "unit", "organisation"
    )
    for evaluation in old.order_by("pk"):
        if rng.random() < 0.9:
            answer(evaluation, texts, rng)
    run("evaluation.rate")


def run(kind: str) -> None:
    """Do the queued jobs of a kind here and now; there is no worker while the demo is built."""
    Job.objects.filter(kind=kind).update(next_run_at=None)
    for pk in Job.objects.filter(kind=kind, state=Job.State.QUEUED).values_list("pk", flat=True):
        jobs.run(pk)


def answer(evaluation: Evaluation, texts: list[dict], rng: random.Random) -> None:
    """Fill in and send one evaluation as the person or the unit's manager would."""
    actor = who(evaluation)
    mood = rng.gauss(4.3, 0.5)
    values = {
        item.name: said(item.question, mood, texts, rng)
        for part in queries.pages(actor, evaluation)
        for item in part.items
    }
    operations.save_draft(actor=actor, evaluation=evaluation, values=values)
    operations.send(actor=actor, evaluation=evaluation)


def who(evaluation: Evaluation) -> Actor:
    """The one who is asked."""
    members = Member.objects.filter(active=True)
    if evaluation.user:
        found = members.get(user=evaluation.user, role=Role.TRAINEE)
    else:
        found = members.filter(organisation=evaluation.unit, role=Role.MANAGER).first()
    return Actor.of(found.pk)


def said(question, mood: float, texts: list[dict], rng: random.Random) -> str:
    """One answer in this mood."""
    if question.kind == Kind.SCALE:
        return str(min(5, max(1, round(rng.gauss(mood, 0.6)))))
    if question.kind == Kind.SCORE:
        return str(min(100, max(50, round(rng.gauss(20 * mood, 4)))))
    if question.kind == Kind.CHOICE:
        return str(rng.randrange(len(question.options)))
    return rng.choice(texts)["text"] if question.required or rng.random() < 0.35 else ""
