"""A programme that is over, with the people who took part."""

from types import SimpleNamespace

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Member
from evaluation import operations, queries
from evaluation.models import Evaluation
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment, Program
from surveys.choices import Kind, Purpose
from tests.factories.accounts import TraineeFactory, actor
from tests.factories.programs import catalogue, ready_program


def closed_program(cast, *, north: int = 6, south: int = 1, **more) -> SimpleNamespace:
    """Make a closed programme: so many trainees with an account of each unit, and one without."""
    catalog = more.pop("catalog", None) or catalogue(cast)
    program = ready_program(cast, catalog, **more)
    people = [actor(cast.north, Role.TRAINEE) for _n in range(north)]
    people += [actor(cast.south, Role.TRAINEE) for _n in range(south)]
    trainees = [TraineeFactory(organisation=a.organisation, user=a.user) for a in people]
    trainees.append(TraineeFactory(organisation=cast.north))
    for trainee in trainees:
        enrol(program, trainee)
    Program.objects.filter(pk=program.pk).update(state=ProgramState.CLOSED, taken=len(trainees))
    program.refresh_from_db()
    return SimpleNamespace(program=program, people=people, trainees=trainees, catalog=catalog)


def enrol(program, trainee, state=EnrolmentState.COMPLETED, **more) -> Enrolment:
    """Give a trainee a place that has ended in `state`."""
    return Enrolment.objects.create(
        program=program, trainee=trainee, organisation=trainee.organisation, state=state, **more
    )


def evaluation_of(program, who: Actor, purpose=Purpose.TRAINEE) -> Evaluation:
    """Find what somebody, or his unit, was asked."""
    party = {"user": who.user} if purpose == Purpose.TRAINEE else {"unit": who.organisation}
    return Evaluation.objects.get(program=program, purpose=purpose, **party)


def fill(who: Actor, evaluation: Evaluation, points: int = 4, words: str = "") -> None:
    """Answer every question in the same way, without sending."""
    answers = {Kind.SCALE: points, Kind.SCORE: 20 * points, Kind.CHOICE: 0, Kind.TEXT: words}
    items = [item for part in queries.pages(who, evaluation) for item in part.items]
    values = {item.name: answers[item.question.kind] for item in items}
    operations.save_draft(actor=who, evaluation=evaluation, values=values)


def evaluate(who: Actor, program, points: int = 4, words: str = "", purpose=Purpose.TRAINEE):
    """Answer and send."""
    evaluation = evaluation_of(program, who, purpose)
    fill(who, evaluation, points, words)
    return operations.send(actor=who, evaluation=evaluation)


def member_of(user) -> Actor:
    """The person in his first role."""
    return Actor(Member.objects.filter(user=user).first())
