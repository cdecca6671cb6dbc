"""Every fault of a problem is named by its path, all at once."""

import copy
import math

import pytest

from programs import solver

GOOD = {
    "days": ["2027-05-10", "2027-05-11"],
    "slots_per_day": 4,
    "hours_per_slot": 2,
    "cohort": 40,
    "budget": 120000,
    "hours": {"min": 4, "max": 16},
    "max_hours_per_day": 8,
    "categories": [
        {"code": "theory", "min_percent": 30},
        {"code": "field", "min_percent": 20, "max_percent": 50},
    ],
    "formats": [{"code": "case", "min_percent": 0}],
    "courses": [
        {"id": "C0", "category": "field", "slots": 1, "value": 3, "required": False},
        {
            "id": "C1",
            "category": "theory",
            "slots": 2,
            "value": 7.5,
            "required": True,
            "after": ["C0"],
        },
    ],
    "teachers": [
        {"id": "T1", "rating": 4.6, "fee_per_slot": 800, "busy": [[0, 2]], "max_slots_per_day": 4}
    ],
    "bases": [{"id": "B1", "capacity": 60, "day_cost": 3000, "busy_days": [1]}],
    "offers": [
        {"course": "C0", "format": "lecture", "teacher": "T1", "base": "B1"},
        {"course": "C1", "format": "case", "teacher": "T1", "base": "B1"},
    ],
    "pinned": [{"course": "C1", "teacher": "T1", "day": 0, "slot": 0}],
}


def faults(**changes):
    """Faults of the good problem after values at paths like `courses/0/slots` were set."""
    data = copy.deepcopy(GOOD)
    for path, value in changes.items():
        *way, last = path.split("/")
        place = data
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        if value is KeyError:
            del place[last]
        else:
            place[int(last) if last.isdigit() else last] = value
    try:
        solver.parse(data)
    except solver.Faults as found:
        return [str(fault) for fault in found.faults]
    return []


def test_a_good_problem_has_no_fault():
    assert faults() == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("days", KeyError, "days: is missing"),
        ("days", ["2027-05-11", "2027-05-10"], "days[1]: must be later than the day before it"),
        ("days", ["2027-05-11", "2027-05-11"], "days[1]: must be later than the day before it"),
        ("days/0", "10 May", "days[0]: is no date (YYYY-MM-DD)"),
        ("slots_per_day", 2.5, "slots_per_day: must be a whole number"),
        ("slots_per_day", True, "slots_per_day: must be a whole number"),
        ("hours_per_slot", 0, "hours_per_slot: must be at least more than 0"),
        ("hours_per_slot", math.nan, "hours_per_slot: must be a number"),
        ("cohort", -1, "cohort: must not be negative"),
        ("cohort", "40", "cohort: must be a whole number"),
        ("budget", -5, "budget: must not be negative"),
        ("hours/min", -1, "hours.min: must not be negative"),
        ("hours", [4, 16], "hours: must be an object"),
        ("weights", {"value": -1}, "weights.value: must not be negative"),
        ("categories/0/min_percent", 101, "categories[0].min_percent: must not be more than 100 %"),
        (
            "categories/0/min_percent",
            90,
            "categories: the minimums add up to 110 %, more than 100 %",
        ),
        ("formats/0/max_percent", 100.5, "formats[0].max_percent: must not be more than 100 %"),
        ("courses/1/after", "C0", "courses[1].after: must be a list"),
        ("courses/0/slots", 0, "courses[0].slots: must be at least 1"),
        ("courses/0/value", None, "courses[0].value: must be a number"),
        ("courses/0/value", KeyError, "courses[0].value: is missing"),
        ("courses/0/category", "sport", "courses[0].category: no category sport"),
        ("courses/0/category", [], "courses[0].category: must be a text"),
        ("courses/0/required", "yes", "courses[0].required: must be true or false"),
        ("courses/1/after/0", "C9", "courses[1].after[0]: no course C9"),
        ("courses/1/after/0", "C1", "courses[1].after[0]: names the course itself"),
        ("teachers/0/rating", -4, "teachers[0].rating: must not be negative"),
        ("teachers/0/busy/0", [0], "teachers[0].busy[0]: must be a pair [day, slot]"),
        ("teachers/0/busy/0", [2, 0], "teachers[0].busy[0][0]: must be from 0 to 1"),
        ("teachers/0/busy/0", [0, 4], "teachers[0].busy[0][1]: must be from 0 to 3"),
        ("bases/0/busy_days/0", 7, "bases[0].busy_days[0]: must be from 0 to 1"),
        ("bases/0/day_cost", "3000", "bases[0].day_cost: must be a number"),
        ("offers/0/teacher", "T9", "offers[0].teacher: no teacher T9"),
        ("offers/0/base", KeyError, "offers[0].base: is missing"),
        ("offers/0/format", 3, "offers[0].format: must be a text"),
        ("offers", {}, "offers: must be a list"),
        ("pinned/0/course", "C9", "pinned[0].course: no course C9"),
        ("pinned/0/format", "lecture", "pinned[0]: no offer allows this pin"),
        ("pinned/0/slot", 3, "pinned[0].slot: the course would end after the last slot of the day"),
        ("pinned/0/day", 2, "pinned[0].day: must be from 0 to 1"),
    ],
)
def test_a_fault_is_named_by_its_path(path, value, expected):
    assert faults(**{path: value}) == [expected]


def test_an_id_that_came_before_is_a_fault():
    twice = [*GOOD["teachers"], dict(GOOD["teachers"][0])]
    assert faults(teachers=twice) == ["teachers[1].id: the same as teachers[0]"]


def test_courses_that_wait_for_each_other_are_a_fault():
    assert faults(**{"courses/0/after": ["C1"]}) == [
        "courses[0].after: the courses wait for each other: C0 → C1 → C0"
    ]


def test_all_faults_are_named_at_once():
    found = faults(
        **{"cohort": -1, "courses/0/slots": "two", "offers/1/base": "B7", "pinned/0/teacher": "T7"}
    )
    assert found == [
        "cohort: must not be negative",
        "courses[0].slots: must be a whole number",
        "offers[1].base: no base B7",
        "pinned[0].teacher: no teacher T7",
    ]


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_problem_at_all_is_a_fault_too(data):
    with pytest.raises(solver.Faults) as caught:
        solver.parse(data)
    assert caught.value.faults


def test_what_may_be_missing_may_be_missing():
    absent = ["budget", "hours", "max_hours_per_day", "formats", "pinned", "courses/0/required", "courses/1/after",
              "teachers/0/busy", "teachers/0/max_slots_per_day", "bases/0/busy_days", "bases/0/capacity",
              "categories/0/min_percent"]  # fmt: skip
    assert faults(**dict.fromkeys(absent, KeyError)) == []


@pytest.mark.parametrize(
    ("path", "value"), [("slots_per_day", 10**9), ("budget", 1e300), ("courses/0/value", 1e300)]
)
def test_numbers_beyond_all_measure_are_named_instead_of_tried(path, value):
    (fault,) = faults(**{path: value})
    assert "must not be more than" in fault
