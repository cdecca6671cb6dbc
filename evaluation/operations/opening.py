"""Asking everybody who took part, and the units that sent them."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.background import enqueue
from accounts.models import Organisation, User, WorkItem
from accounts.process import ask
from core.errors import Refusal
from evaluation import queries, rules
from evaluation.choices import ANSWER_DAYS, FOLLOW_UP_MONTHS, EvaluationState, Party
from evaluation.flow import WAITS
from evaluation.models import Evaluation
from evaluation.operations.standard import ensure_questionnaires
from programs.choices import EnrolmentState
from programs.models import Program
from surveys.choices import Purpose
from surveys.queries import standard

TOOK_PART = (EnrolmentState.COMPLETED, EnrolmentState.FAILED)


class NoQuestionnaire(Refusal):
    """All questionnaires for a purpose were taken out of use."""

    code = "no_questionnaire"
    message = _("No questionnaire “{purpose}” is in use. A data steward takes one into use first.")


@operation(rules.may_open, on="program")
def open_evaluations(*, actor: Actor, program: Program) -> Program:
    """Ask every trainee with an account and every unit that sent people; nobody twice.

    Once the trainees' evaluation is over and shown, no more of them are asked.

    Raises `NoQuestionnaire`, `Denied`.
    """
    ensure_questionnaires(actor=actor, organisation=_root(actor))
    today = timezone.localdate()
    due_on = today + timedelta(days=ANSWER_DAYS)
    later = _months_after(program.ends_on or today, FOLLOW_UP_MONTHS)
    people, units = _took_part(program)
    if not queries.is_over(actor, program, today=today):
        _ask(actor, program, Purpose.TRAINEE, due_on, users=people)
        _close_after(actor, program, due_on)
    _ask(actor, program, Purpose.UNIT, due_on, units=units)
    _ask(actor, program, Purpose.FOLLOW_UP, later, units=units)
    return program


def _close_after(actor: Actor, program: Program, last_day: date) -> None:
    """Let a worker end it in the night after the last day."""
    night = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
    dedupe = f"end:{program.pk}"
    enqueue(actor, "evaluation.close", dedupe=dedupe, after=night, program_id=program.pk)


def _root(actor: Actor) -> Organisation:
    rows = Organisation.objects.unscoped(reason="everyone may know his own superiors")
    return rows.get(pk=actor.ancestors[0])


def _took_part(program: Program) -> tuple[list[User], list[Organisation]]:
    rows = program.enrolments.filter(state__in=TOOK_PART)
    rows = list(rows.select_related("trainee__user", "trainee__organisation").order_by("pk"))
    users = [row.trainee.user for row in rows if row.trainee.user_id]
    units = {row.trainee.organisation_id: row.trainee.organisation for row in rows}
    return [user for user in users if user.is_active], list(units.values())


def _ask(actor: Actor, program: Program, purpose: str, due_on: date, *, users=(), units=()) -> None:
    questionnaire = standard(actor, purpose)
    if questionnaire is None:
        raise NoQuestionnaire(purpose=Purpose(purpose).label)
    parties = [{"user": user} for user in users] + [{"unit": unit} for unit in units]
    for party in parties:
        evaluation, _new = Evaluation._base_manager.get_or_create(
            program=program,
            purpose=purpose,
            **party,
            defaults={
                "organisation": questionnaire.organisation,
                "questionnaire": questionnaire,
                "party": Party.TRAINEE if "user" in party else Party.UNIT,
                "opened_by": actor.member,
                "due_on": due_on,
            },
        )
        if evaluation.state == EvaluationState.OPEN:
            _wait_for(actor, evaluation)


def _wait_for(actor: Actor, evaluation: Evaluation) -> None:
    """Put it on the to-do list of the one who was asked."""
    wait = WAITS[evaluation.purpose]
    url = reverse("evaluation:evaluation", args=[evaluation.pk])
    for party in wait.to(evaluation):
        item = ask(wait, evaluation, party, actor=actor, url=url, due_on=evaluation.due_on)
        if evaluation.user_id:
            # The institute's list of what it waits for would show by name who has not answered.
            WorkItem._base_manager.filter(pk=item.pk).update(source=evaluation.organisation)


def _months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
