"""Evaluations of a programme that is over."""

from evaluation import operations
from evaluation.models import Evaluation
from tests.architecture.access.words import (
    DEPARTMENT,
    EVERYBODY,
    INSTITUTE,
    UNIT,
    page,
    post,
    read,
    who,
)


def furnish(side):
    operations.open_evaluations(actor=side.he, program=side.closed)
    mine = Evaluation.objects.filter(program=side.closed)
    side.evaluation = mine.get(user=side.roles["trainee"].user)
    side.unit_evaluation = mine.filter(unit=side.north).first()


THINGS = {"evaluation": who("trainee"), "unit_evaluation": UNIT | DEPARTMENT}
REPORT = UNIT | DEPARTMENT | INSTITUTE | who("teacher")  # he reads what was said about himself
ROUTES = {
    "evaluation:evaluation_list": read(EVERYBODY),
    "evaluation:evaluation": page(on="evaluation", keeps=True),
    "evaluation:evaluation_submit": post(on="evaluation"),
    "evaluation:evaluation_done": read(on="evaluation"),
    "evaluation:results": read(REPORT, on="closed"),
    "evaluation:program_panel": read(REPORT, on="closed"),
    "evaluation:evaluation_open": post(who("institute_manager department_manager"), on="closed"),
    "evaluation:evaluation_close": page(who("institute_manager department_manager"), on="closed"),
}
