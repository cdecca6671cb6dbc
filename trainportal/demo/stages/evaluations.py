"""What people and units said about the programmes that are over."""

import random
from datetime import date, timedelta
from functools import cache

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Job, Member, Organisation
from core import jobs
from evaluation import operations, queries
from evaluation.models import Evaluation
from programs.choices import ProgramState
from programs.models import Program
from surveys.choices import Kind, Purpose
from trainportal.demo.content import rows

FRESH = timedelta(days=14)  # programmes that ended later still wait for their evaluation
ANSWERING = 0.85  # of the trainees; units answer always


def build(today: date) -> None:
    """Open every evaluation, answer those of programmes that ended a while ago, end them."""
    run("evaluation.open")
    texts = [row for row in rows("evaluation_texts") if row["subject"] in ("effect", "course")]
    rng = random.Random(7)
    asked = Evaluation.objects.select_related(
        "program", "questionnaire", "user", "unit", "organisation"
    )
    for evaluation in asked.order_by("pk"):
        if is_due(evaluation, today) and (evaluation.unit or rng.random() < ANSWERING):
            answer(evaluation, texts, rng)
    run("evaluation.close")
    for program in Program.objects.filter(ends_on__lt=today - FRESH, state=ProgramState.CLOSED):
        operations.close_evaluations(actor=manager(program.institute), program=program)


def is_due(evaluation: Evaluation, today: date) -> bool:
    """Whether the people of the demo have answered this by now."""
    if evaluation.purpose == Purpose.FOLLOW_UP:
        return evaluation.due_on < today
    return evaluation.program.ends_on < today - FRESH


def run(kind: str) -> None:
    """Do the queued jobs of a kind that are due; there is no worker while the demo is built."""
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
    if evaluation.unit:
        return manager(evaluation.unit)
    return Actor.of(Member.objects.get(user=evaluation.user, role=Role.TRAINEE, active=True).pk)


@cache
def manager(organisation: Organisation) -> Actor:
    """Who acts for an organisation."""
    return Actor.of(Member.objects.filter(organisation=organisation, role=Role.MANAGER).first().pk)


def said(question, mood: float, texts: list[dict], rng: random.Random) -> str:
    """One answer in this mood."""
    if question.kind == Kind.SCALE:
        return str(min(5, max(1, round(rng.gauss(mood, 0.6)))))
    if question.kind == Kind.SCORE:
        return str(min(100, max(50, round(rng.gauss(20 * mood, 4)))))
    if question.kind == Kind.CHOICE:
        return str(rng.randrange(len(question.options)))
    return rng.choice(texts)["text"] if question.required or rng.random() < 0.35 else ""
