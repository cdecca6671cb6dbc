"""Drift with limits that know the number of people; changes that would lift a band; tables."""

from datetime import date

import numpy as np
import pytest

from matching.engine.bands import ranked
from matching.engine.counter import changes
from matching.engine.drift import drift
from matching.engine.features import Record, table
from matching.engine.models import CrossLinear
from matching.engine.tabular import BadTable, Roles, cases
from tests.matching.leaders import SCHEMA, leaders
from tests.matching.test_engine_pipeline import matcher_of


@pytest.fixture(scope="module")
def matcher():
    return matcher_of(CrossLinear(strength=0.05), leaders(2000, seed=2))


@pytest.mark.parametrize("n", [50, 300, 1500])
def test_people_of_the_same_kind_hardly_ever_count_as_changed(matcher, n):
    alarms = [
        one.drifted
        for seed in range(20)
        for one in drift(matcher, table(SCHEMA, leaders(n, seed=100 + seed).records))
    ]
    assert np.mean(alarms) <= 0.01


def test_a_real_change_is_found_and_the_limit_falls_with_the_number_of_people(matcher):
    limits = []
    for n in (50, 1500):
        records = leaders(n, seed=7).records
        moved = [
            Record({**r.values, "level": "lev1"}, r.as_of, r.assigned_on, r.person) for r in records
        ]
        found = {one.field: one for one in drift(matcher, table(SCHEMA, moved))}
        assert [f for f, one in found.items() if one.drifted] == ["level"]
        limits.append(found["level"].limit)
    assert limits[1] < limits[0] / 5


def test_of_few_people_nothing_is_said(matcher):
    assert drift(matcher, table(SCHEMA, leaders(20).records)) == []


def test_a_change_that_is_named_does_lift_the_band(matcher):
    order = ["very_suitable", "suitable", "consider", "unsuited"]

    def band(one, label):
        return next(r.band for r in ranked(matcher, table(SCHEMA, [one])) if r.label == label)

    lifted = 0
    for one in leaders(40, seed=11).records:
        found = changes(matcher, one, "P03", {"preference": [f"pre{n}" for n in range(5)]})
        for change in found:
            lifted += 1
            then = Record({**one.values, change.field: change.value}, one.as_of, one.assigned_on)
            assert band(then, "P03") == change.band
            assert order.index(change.band) < order.index(band(one, "P03"))
    assert lifted > 10


def rows(n=200):
    rng = np.random.default_rng(0)
    return [
        {
            "area": f"a{i % 3}",
            "age": str(30 + i % 25),
            "taken": f"t{i // 7 % 2}",
            "day": f"2020-01-{1 + i % 27:02}",
        }
        | {"good": str(int(rng.random() < 0.6))}
        for i in range(n)
    ]


def test_a_table_becomes_cases():
    found = cases(rows(), Roles("taken", time="day", success="good", sensitive=["area"]))
    assert found.classes == ("t0", "t1")
    assert [(f.name, f.kind, f.sensitive) for f in found.schema.fields] == [
        ("area", "category", True),
        ("age", "number", False),
    ]
    assert found.records[3].assigned_on == date(2020, 1, 4)


def test_a_planted_outcome_column_is_caught_unless_it_is_trusted():
    planted = [row | {"final_result": "Pass" if row["good"] == "1" else "Fail"} for row in rows()]
    with pytest.raises(BadTable, match="final_result foretells good in 100 % of the cases"):
        cases(planted, Roles("taken", success="good"))
    cases(planted, Roles("taken", success="good", trusted=["final_result"]))
    cases(planted, Roles("taken", success="good", left_out=["final_result"]))


def test_a_column_that_names_the_class_is_caught():
    planted = [row | {"certificate": row["taken"].upper()} for row in rows()]
    with pytest.raises(BadTable, match="certificate foretells taken"):
        cases(planted, Roles("taken"))


@pytest.mark.parametrize(
    ("table", "roles", "why"),
    [
        ([], Roles("taken"), "no rows"),
        (rows(), Roles("took"), "no such column: took"),
        ([row | {"taken": ""} for row in rows(3)], Roles("taken"), "no row says which taken"),
        (
            [row | {"taken": "t0"} for row in rows(9)],
            Roles("taken"),
            "every row has the same taken",
        ),
        (
            [row | {"taken": f"t{i}"} for i, row in enumerate(rows())],
            Roles("taken"),
            "200 different taken in 200 rows",
        ),
        (
            [row | {"good": "yes"} for row in rows()],
            Roles("taken", success="good"),
            "good is no number in any row",
        ),
        ([{"taken": row["taken"]} for row in rows()], Roles("taken"), "no column to learn from"),
        ([row | {"day": ""} for row in rows(9)], Roles("taken", time="day"), "9 rows have no time"),
        ([row | {"good": "500"} for row in rows(9)], Roles("taken", success="good"), "good is 500"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(table, roles, why):
    with pytest.raises(BadTable, match=why):
        cases(table, roles)
