"""The API frame: tokens, scopes, problems."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import operations
from accounts.choices import SCOPES, CodeKind, Role
from accounts.models import Trainee
from tests.factories.accounts import CodeFactory, TraineeFactory, actor

BASE = "/api/v1/accounts/"


@pytest.fixture
def api(client, cast):
    """Ask as one of the cast, with the scopes named."""

    def ask(who, *scopes):
        key = f"key-{who.member.pk}-{len(scopes)}"
        token = operations.issue_token(
            actor=cast.zhou if who.organisation.path.startswith(cast.city.path) else who,
            member=who.member,
            name="test",
            key=key,
            scopes=scopes,
            days=30,
        )
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        client.token = token
        return client

    return ask


def is_problem(answer, status):
    return answer.status_code == status and answer["Content-Type"] == "application/problem+json"


def test_without_a_token_the_answer_is_401_and_says_how(client, db):
    answer = client.get(BASE + "trainees")
    assert is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(as_, cast):
    assert is_problem(as_(cast.li).get(BASE + "trainees"), 401)


@pytest.mark.parametrize("address", ["trainees", "organisations", "members", "work"])
def test_every_address_asks_for_its_scope(api, cast, address):
    scope = {"trainees": "people", "work": "work"}.get(address, "organisations")
    others = [one for one in SCOPES if not one.startswith(f"{scope}:")]
    assert is_problem(api(cast.li, *others).get(BASE + address), 403)
    assert api(cast.li, f"{scope}:read").get(BASE + address).status_code == 200


def test_reading_does_not_allow_writing(api, cast):
    client = api(cast.li, "people:read")
    body = {"number": "7", "name": "张雪莹"}
    answer = client.post(BASE + "trainees", body, content_type="application/json")
    assert is_problem(answer, 403)


def test_a_token_sees_what_its_member_sees(api, cast):
    mine = TraineeFactory(organisation=cast.north)
    theirs = TraineeFactory(organisation=cast.south)
    client = api(cast.li, "people:read")
    assert [row["id"] for row in client.get(BASE + "trainees").json()["results"]] == [mine.pk]
    assert is_problem(client.get(f"{BASE}trainees/{theirs.pk}"), 404)


def test_identifiers_do_not_leave_through_the_api(api, cast):
    TraineeFactory(organisation=cast.north, phone="13800001111", id_number="330200198004270427")
    text = api(cast.li, "people:read").get(BASE + "trainees").text
    assert "13800001111" not in text
    assert "330200198004270427" not in text


def test_a_trainee_is_written_with_a_code_of_the_own_tables(api, cast):
    CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="zz")
    CodeFactory(organisation=cast.elsewhere, kind=CodeKind.LEVEL, code="theirs")
    client = api(cast.li, "people:read", "people:write")
    body = {"number": "7", "name": "张雪莹", "level": "zz"}
    made = client.post(BASE + "trainees", body, content_type="application/json")
    assert made.status_code == 201
    assert Trainee.objects.get().organisation == cast.north
    address = f"{BASE}trainees/{made.json()['id']}"
    foreign = client.patch(address, {"level": "theirs"}, content_type="application/json")
    nowhere = client.patch(address, {"level": "none"}, content_type="application/json")
    assert is_problem(foreign, 422)
    assert (
        foreign.text.replace("theirs", "").partition("request_id")[0]
        == (nowhere.text.replace("none", "").partition("request_id")[0])
    )


def test_fields_that_are_not_offered_cannot_be_set(api, cast):
    person = TraineeFactory(organisation=cast.north)
    body = {"organisation": cast.south.pk, "active": False, "user": cast.li.user.pk, "id": 99}
    api(cast.li, "people:read", "people:write").patch(
        f"{BASE}trainees/{person.pk}", body, content_type="application/json"
    )
    person.refresh_from_db()
    assert (person.organisation, person.active, person.user) == (cast.north, True, None)


def test_a_taken_staff_number_is_a_conflict(api, cast):
    TraineeFactory(organisation=cast.north, number="7")
    answer = api(cast.li, "people:write").post(
        BASE + "trainees", {"number": "7", "name": "张雪莹"}, content_type="application/json"
    )
    assert is_problem(answer, 409)
    assert answer.json()["code"] == "number_taken"


def test_a_token_of_a_viewer_writes_nothing(api, cast):
    answer = api(cast.viewer, "people:write").post(
        BASE + "trainees", {"number": "7", "name": "张雪莹"}, content_type="application/json"
    )
    assert is_problem(answer, 403)
    assert answer.json()["code"] == "denied"


def test_a_token_ends_when_it_is_withdrawn_or_its_member_leaves(api, cast):
    second = actor(cast.north, Role.MANAGER)
    client = api(second, "work:read")
    assert client.get(BASE + "work").status_code == 200
    operations.set_member_active(actor=cast.li, member=second.member, active=False)
    assert is_problem(client.get(BASE + "work"), 401)
    operations.set_member_active(actor=cast.li, member=second.member, active=True)
    operations.withdraw_token(actor=cast.li, token=client.token)
    assert is_problem(client.get(BASE + "work"), 401)


def test_a_token_ends_on_its_day(api, cast):
    client = api(cast.li, "work:read")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert is_problem(client.get(BASE + "work"), 401)


def test_a_token_says_who_it_is_whatever_its_scopes(api, cast):
    me = api(cast.li, "resources:read").get(BASE + "me").json()
    assert (me["organisation"], me["role"]) == ("north", "manager")
    assert me["scopes"] == ["resources:read"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "trainees/999999", 404),
        ("delete", "organisations", 405),
        ("put", "me", 405),
    ],
)
def test_every_refusal_is_a_problem(api, cast, method, address, status):
    client = api(cast.li, *SCOPES)
    assert is_problem(getattr(client, method)(BASE + address), status)


def test_a_body_that_is_no_json_is_a_problem(api, cast):
    client = api(cast.li, *SCOPES)
    assert is_problem(client.post(BASE + "trainees", "<a/>", content_type="text/xml"), 415)
    assert is_problem(client.post(BASE + "trainees", "{", content_type="application/json"), 400)


def test_the_list_takes_the_same_number_of_statements_for_one_row_and_three(
    api, cast, django_assert_num_queries
):
    client, level = api(cast.li, "people:read"), CodeFactory(organisation=cast.city)
    TraineeFactory(organisation=cast.north, level=level, area=level, education=level)
    with django_assert_num_queries(100, exact=False) as one:
        client.get(BASE + "trainees")
    for _more in range(2):
        TraineeFactory(organisation=cast.north, level=level, area=level, education=level)
    with django_assert_num_queries(len(one)):
        client.get(BASE + "trainees")
