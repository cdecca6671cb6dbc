"""The composer and the deciding through the API."""

import copy
import json

import pytest
from django.core.management import call_command

from bench.composition_problems import crooked, programme, year
from core import jobs
from programs.models import Composition
from programs.operations import review
from programs.operations.submit import submit
from tests.factories.programs import ProgramFactory, SessionFactory, catalogue, ready_program

pytestmark = pytest.mark.django_db
PROGRAMS = "/api/v1/programs/programs"
JSON = {"content_type": "application/json"}
COMPOSITIONS = "/api/v1/programs/compositions"
SMALL = {"courses": 8, "teachers": 4, "bases": 2, "days": 2}


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def program(cast, c):
    program = ProgramFactory(organisation=cast.north, institute=cast.school)
    SessionFactory(program=program, course=c.skill_a, position=0)
    return program


def answered(client, sent, query="") -> dict:
    """Put a problem, let the worker answer, read the answer where the first one says."""
    first = client.post(COMPOSITIONS + query, sent, **JSON)
    assert first.status_code == 202, first.content
    assert first.json()["job"] == "queued"
    jobs.run(Composition._base_manager.get(pk=first.json()["id"]).job.pk)
    return client.get(first["Location"]).json()


@pytest.mark.parametrize("raw", [programme(2, **SMALL), crooked(programme(9, **SMALL), 9)])
def test_a_problem_gets_the_answer_of_the_command(cast, calling, raw, tmp_path, capsys):
    found = answered(calling(cast.li), raw, "?seconds=20&alternatives=2")

    file = tmp_path / "problem.json"
    file.write_text(json.dumps(raw))
    call_command("compose", str(file), "--json", "--seconds=20", "--alternatives=2")
    said = json.loads(capsys.readouterr().out)
    assert found["job"] == "done"
    assert found["answer"] == said
    assert found["problem"] == raw
    assert said["status"] == "optimal"


def test_an_impossible_problem_says_what_stands_against_what(cast, calling):
    raw = programme(2, **SMALL) | {"budget": 1}
    answer = answered(calling(cast.li), raw)["answer"]
    assert answer["status"] == "infeasible"
    assert {"kind": "budget"} in answer["conflict"]
    (budget,) = (way for way in answer["relaxations"] if way["kind"] == "budget")
    assert budget["from"] == 1 < budget["to"]


def test_a_year_is_planned(cast, calling):
    raw = year(1, programmes=2, courses=40, teachers=15, bases=8, weeks=4, each=2)
    found = answered(calling(cast.li), raw, "?seconds=5")
    assert {p["id"] for p in found["answer"]["programmes"]} == {"P0", "P1"}


def test_every_fault_of_a_problem_is_named_by_its_path(cast, calling):
    raw = copy.deepcopy(programme(2, **SMALL))
    raw["courses"][1]["after"] = ["C99"]
    raw["categories"][0]["min_percent"] = 130
    raw["offers"][0]["teacher"] = 7
    answer = calling(cast.li).post(COMPOSITIONS, raw, **JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "faulty_problem")
    assert answer["Content-Type"] == "application/problem+json"
    paths = {fault["path"]: fault["detail"] for fault in answer.json()["errors"]}
    assert paths["courses[1].after[0]"] == "no course C99"
    assert paths["offers[0].teacher"] == "must be a text"
    assert paths["categories[0].min_percent"] == "must not be more than 100 %"
    assert not Composition._base_manager.exists()


@pytest.mark.parametrize("sent", [[], 3, "x", None, {}, {"programmes": 4}])
def test_what_is_no_problem_at_all_is_a_fault(cast, calling, sent):
    answer = calling(cast.li).post(COMPOSITIONS, json.dumps(sent), **JSON)
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("query", ["?seconds=0", "?seconds=9999", "?alternatives=x"])
def test_effort_without_measure_is_refused(cast, calling, query):
    raw = programme(2, **SMALL)
    assert calling(cast.li).post(COMPOSITIONS + query, raw, **JSON).status_code == 422


def test_a_programme_is_composed_taken_and_given_back(cast, calling, program):
    client = calling(cast.li)
    made = client.post(f"{PROGRAMS}/{program.pk}/compose", {"keep": False}, **JSON)
    assert (made.status_code, made.json()["program"]) == (202, program.pk)
    at = made["Location"]
    early = client.post(f"{at}/take", {}, **JSON)
    assert (early.status_code, early.json()["code"]) == (404, "no_such_alternative")

    jobs.run(Composition._base_manager.get(pk=made.json()["id"]).job.pk)
    assert client.get(at).json()["answer"]["status"] == "optimal"
    stale = client.post(f"{at}/take", {"revision": 99}, **JSON)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert client.post(f"{at}/take", {"number": 0}, **JSON).status_code == 200
    assert client.get(f"{PROGRAMS}/{program.pk}/meter").json()["ready"]
    assert client.post(f"{at}/undo", {}, **JSON).status_code == 200
    assert len(client.get(f"{PROGRAMS}/{program.pk}/lines").json()) == 1


def test_composing_is_stopped(cast, calling):
    client = calling(cast.li)
    made = client.post(COMPOSITIONS, programme(2, **SMALL), **JSON).json()
    assert client.post(f"{COMPOSITIONS}/{made['id']}/stop", {}, **JSON).status_code == 200
    assert client.get(f"{COMPOSITIONS}/{made['id']}").json()["job"] == "cancelled"


def test_a_problem_of_others_does_not_exist_and_only_its_owner_stops_it(cast, calling):
    made = calling(cast.li).post(COMPOSITIONS, programme(2, **SMALL), **JSON).json()
    at = f"{COMPOSITIONS}/{made['id']}"
    assert calling(cast.stranger).get(at).status_code == 404
    above = calling(cast.zhou)
    assert above.get(at).status_code == 200
    assert above.post(f"{at}/stop", {}, **JSON).status_code == 403


def waiting(cast, c):
    """A programme that waits for approval."""
    return review.accept(
        actor=cast.he, program=submit(actor=cast.li, program=ready_program(cast, c))
    )


def test_a_programme_is_returned_with_a_point_answered_and_approved(cast, c, calling):
    program = waiting(cast, c)
    at, chen, li = f"{PROGRAMS}/{program.pk}", calling(cast.chen), calling(cast.li)
    line = program.sessions.first()
    note = {"text": "换一位老师", "line": line.pk, "must_fix": True}
    assert chen.post(f"{at}/comments", note, **JSON).status_code == 201
    assert li.get(f"{at}/comments").json() == []  # a note is sent with the decision
    assert [s["state"] for s in chen.get(f"{at}/signatures").json()] == ["now"]
    back = chen.post(f"{at}/decide", {"move": "return", "version": 1}, **JSON)
    assert back.json()["state"] == "returned"

    (said,) = li.get(f"{at}/comments").json()
    assert (said["line"], said["must_fix"], said["sent"]) == (line.pk, True, True)
    answer = li.post(f"{at}/comments/{said['id']}/answer", {"text": "已换"}, **JSON)
    assert answer.json()["answer"] == "已换"
    assert li.post(f"{at}/submit", {}, **JSON).status_code == 200
    accepted = calling(cast.he).post(f"{at}/decide", {"move": "accept", "version": 2}, **JSON)
    assert accepted.json()["state"] == "accepted"
    done = chen.post(f"{at}/decide", {"move": "approve", "version": 2}, **JSON)
    assert done.json()["state"] == "approved"


def test_deciding_twice_about_another_version_or_ones_own_is_refused(cast, c, calling):
    program = waiting(cast, c)
    at, chen = f"{PROGRAMS}/{program.pk}", calling(cast.chen)
    own = calling(cast.li).post(f"{at}/decide", {"move": "approve", "version": 1}, **JSON)
    assert own.status_code == 403
    other = chen.post(f"{at}/decide", {"move": "approve", "version": 7}, **JSON)
    assert (other.status_code, other.json()["code"]) == (409, "other_version")
    silent = chen.post(f"{at}/decide", {"move": "refuse", "version": 1}, **JSON)
    assert (silent.status_code, silent.json()["code"]) == (422, "nothing_said")
    assert chen.post(f"{at}/decide", {"move": "approve", "version": 1}, **JSON).status_code == 200
    again = chen.post(f"{at}/decide", {"move": "refuse", "version": 1, "reason": "x"}, **JSON)
    assert again.status_code in (403, 409)
    program.refresh_from_db()
    assert program.state == "approved"


def test_a_decision_is_handed_over(cast, c, calling):
    program = waiting(cast, c)
    at, chen = f"{PROGRAMS}/{program.pk}", calling(cast.chen)
    sent = {"member": cast.zhou.member.pk, "reason": "出差"}
    assert chen.post(f"{at}/hand-over", sent, **JSON).status_code == 200
    (signature,) = chen.get(f"{at}/signatures").json()
    assert signature["user"] == cast.zhou.user.display_name
    refused = chen.post(f"{at}/decide", {"move": "approve", "version": 1}, **JSON)
    assert refused.status_code == 403
