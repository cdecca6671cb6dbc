"""`manage.py compose`: what it prints and how it ends."""

import io
import json

import pytest
from django.core.management import call_command

from bench.composition_problems import programme
from programs import solver

SMALL = programme(2, courses=12, teachers=6, bases=4, days=3, tight=0.3)


def run(tmp_path, data, *arguments):
    path = tmp_path / "problem.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("compose", str(path), *arguments, stdout=out, stderr=err)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue()


def test_the_answer_as_json_is_the_solvers_own(tmp_path):
    code, out, _ = run(tmp_path, SMALL, "--json", "--alternatives", "2")
    assert code == 0
    assert json.loads(out) == solver.solve(solver.parse(SMALL), alternatives=2).as_json()


def test_the_answer_for_people_says_how_good_it_is(tmp_path):
    code, out, _ = run(tmp_path, SMALL)
    assert code == 0
    assert "proved best." in out.splitlines()[0]
    assert "Programme 3" in out


def test_faults_end_with_two_and_a_line_each(tmp_path):
    code, out, err = run(tmp_path, SMALL | {"cohort": -1, "budget": "much"})
    assert (code, out) == (2, "")
    assert err.splitlines() == ["cohort: must not be negative", "budget: must be a number"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2"])
def test_what_is_no_json_ends_with_two(tmp_path, text):
    code, _, err = run(tmp_path, text)
    assert code == 2
    assert err.startswith("$: is no JSON")


def test_the_impossible_ends_with_three_and_names_what_would_do(tmp_path):
    data = SMALL | {"hours": {"min": 1000, "max": 2000}}
    code, out, _ = run(tmp_path, data)
    assert code == 3
    assert "the least hours" in out
    assert "hours_min: 1000 →" in out
