"""One programme from demand to evaluation, then training and matches: browser and real worker."""

import pytest
from django.utils import timezone

from tests.journey.stations import approval, delivery, feedback, intake, planning

pytestmark = pytest.mark.journey
UNIT = "DL-E01"
COMING = "Development of heads of section 2027"  # approved, with places free


def test_a_programme_is_held_and_evaluated_and_a_trained_model_explains_its_matches(sit):
    institute, unit, department = sit("institute"), sit("unit"), sit("department")
    now = timezone.localtime()
    programme = planning.Programme(
        plan=f"{now.year} supplementary plan, {now:%H%M%S}",
        name=f"Section heads, class {now:%H%M%S}",
        unit="Linlan Power Supply Company",
        institute="Donglan Institute of Management",
        day=now.date(),
    )
    rooms = intake.rooms(institute)
    assert intake.adds_up(rooms)
    assert rooms["New"] > 0
    people = intake.roster(unit, UNIT)
    assert intake.adds_up(people)

    trainee, approver = sit("trainee", phone=True, language="zh-hans"), sit("east-approver")
    who = sit("trainee").known_as()

    planning.state_demand(department, programme)
    planning.compose(unit, programme)
    approval.submit(unit, programme.name)
    approval.confirm(institute, programme.name)
    course = approval.give_back(approver, programme.name)
    approval.correct(unit, programme.name, course)
    approval.submit(unit, programme.name)
    approval.confirm(institute, programme.name)
    approval.approve(approver, programme.name)

    delivery.start_too_early(institute, programme.name)
    delivery.name_trainees(unit, programme.name, who, programme.places)
    delivery.hold(institute, programme.name)

    feedback.evaluate(trainee, programme.name, missing="请在 1 至 5 分中选择一项")
    feedback.evaluate(sit("unit", phone=True), programme.name, missing="Choose a point from 1 to 5")
    feedback.train(department)
    feedback.matches(department, COMING)
