"""What cannot be read is answered clearly, and never with a fault of ours."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import SCOPES
from accounts.models import ApiToken
from accounts.tokens import hash_of

pytestmark = pytest.mark.django_db
PEOPLE = "/api/v1/accounts/trainees"


@pytest.fixture
def token(cast, client):
    """A token of a unit's manager for everything."""
    ApiToken.objects.create(
        organisation=cast.north,
        member=cast.li.member,
        name="t",
        key_hash=hash_of("key"),
        scopes=list(SCOPES),
        expires_at=timezone.now() + timedelta(days=1),
    )
    client.raise_request_exception = False
    return {"headers": {"authorization": "Bearer key"}}


def is_problem(answer, status):
    return (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/api/v1/nothing/", "/api/v1/accounts/trainees/x"]
)
def test_an_unknown_address_of_the_api_is_a_problem_not_a_page(client, db, address):
    answer = client.get(address)
    assert is_problem(answer, 404)
    assert json.loads(answer.content)["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"name": ', "application/json", 400),
        (b"\xff\xfe\x00", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a":' * 50_000, "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "application/xml", 415),
        (b"[]", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"number": "1\\u0000", "name": "a"}', "application/json", 422),
        (b'{"number": 1e999, "name": {"a": 1}}', "application/json", 422),
    ],
)
def test_a_malformed_body_is_a_clean_problem(client, token, body, kind, status):
    answer = client.post(PEOPLE, body, content_type=kind, **token)
    assert is_problem(answer, status), (answer.status_code, answer.content[:300])


HOSTILE = (
    "q=%00",
    "q=%ff%fe",
    "page=99999999999999999999999",
    "page=-1&size=x&sort=%00",
    "sort=-name__organisation__secret",
    "format=%00&columns=%27%22",
    "id=1&pk=99999999999999999999",
)


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize(
    "page", ["/people/", "/programs/", "/resources/courses/", "/search/", "/audit/", "/todo/"]
)
def test_a_malformed_query_never_breaks_a_page(as_, cast, page, query):
    client = as_(cast.li)
    client.raise_request_exception = False
    assert client.get(f"{page}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("query", HOSTILE)
def test_a_malformed_query_never_breaks_the_api(client, token, query):
    assert client.get(f"{PEOPLE}?{query}", **token).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "path", ["/people/99999999999999999999999/", "/people/%00/", "/%ff/", "/people/1%00/"]
)
def test_a_malformed_path_is_not_found(as_, cast, path):
    client = as_(cast.li)
    client.raise_request_exception = False
    assert client.get(path).status_code in {400, 404}


def test_a_key_larger_than_any_database_holds_is_not_found_by_the_api(client, token):
    assert is_problem(client.get(f"{PEOPLE}/99999999999999999999999", **token), 404)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_page_answers_no_method_of_the_api(as_, cast, method):
    assert getattr(as_(cast.li), method)("/people/").status_code == 405
