"""Programmes brought to a state the way people do it: through the operations."""

from datetime import timedelta

from programs.models import Program
from programs.operations import delivery, enrolment, review
from programs.operations.compose import copy_program
from programs.operations.submit import submit
from tests.factories.accounts import TraineeFactory
from tests.factories.programs import catalogue, ready_program


def submitted(cast, **more) -> Program:
    """Hand a programme of the northern unit to the school."""
    return submit(actor=cast.li, program=ready_program(cast, catalogue(cast), **more))


def accepted(cast, **more) -> Program:
    """The school has confirmed it: the department decides."""
    return review.accept(actor=cast.he, program=submitted(cast, **more))


def approved(cast, **more) -> Program:
    """The department has approved it: trainees can be named."""
    return review.approve(actor=cast.chen, program=accepted(cast, **more))


def returned(cast, **more) -> Program:
    """The department has returned it with one word about the first line."""
    program = accepted(cast, **more)
    line = program.sessions.first()
    review.comment(actor=cast.chen, program=program, text="换一位老师", line=line.pk, must_fix=True)
    return review.return_(actor=cast.chen, program=program)


def running(cast, people: int = 2, **more) -> Program:
    """It has begun with so many people."""
    program = approved(cast, **more)
    trainees = TraineeFactory.create_batch(people, organisation=cast.north)
    enrolment.name_trainees(actor=cast.li, program=program, trainees=trainees)
    return delivery.start(actor=cast.he, program=program)


def again(cast, program: Program, weeks: int) -> Program:
    """Submit the same programme once more, so many weeks later."""
    shift = timedelta(weeks=weeks)
    twin = Program(
        organisation=program.organisation,
        institute=program.institute,
        name=f"{program.name}{weeks}",
        places=program.places,
        starts_on=program.starts_on + shift,
        ends_on=program.ends_on + shift,
        hours_min=program.hours_min,
        hours_max=program.hours_max,
    )
    copy_program(actor=cast.li, program=twin, source=program)
    return submit(actor=cast.li, program=twin)
