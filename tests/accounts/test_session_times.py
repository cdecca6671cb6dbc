"""A session ends when nobody uses it, and after half a day in any case."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.utils.timezone import get_current_timezone

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=get_current_timezone())
LOGIN = "/account/login/"


@pytest.fixture
def signed_in(cast, client):
    """Somebody who signed in at eight."""
    with time_machine.travel(MORNING, tick=False):
        client.force_login(cast.li.user)
        assert client.get("/").status_code == 200
    return client


def at(client, after: timedelta, path="/people/", **more):
    with time_machine.travel(MORNING + after, tick=False):
        return client.get(path, **more)


def test_a_session_in_use_goes_on_past_the_idle_limit(signed_in):
    for step in range(1, 5):
        assert at(signed_in, step * timedelta(minutes=29)).status_code == 200


def test_an_idle_session_ends_says_why_and_leads_back(signed_in):
    answer = at(signed_in, settings.SESSION_IDLE + timedelta(seconds=1), "/people/?page=2")
    assert answer.url == LOGIN + "?next=/people/%3Fpage%3D2"
    assert "_auth_user_id" not in signed_in.session
    assert "30" in str(next(iter(get_messages(answer.wsgi_request))))


def test_a_used_session_ends_after_its_longest_time(signed_in):
    step = timedelta(minutes=20)
    answers = [at(signed_in, n * step).status_code for n in range(1, 38)]
    assert set(answers[:36]) == {200}
    assert answers[36] == 302


def test_signing_in_again_starts_anew(signed_in, cast):
    late = timedelta(hours=13)
    assert at(signed_in, late).status_code == 302
    with time_machine.travel(MORNING + late, tick=False):
        signed_in.force_login(cast.li.user)
    assert at(signed_in, late + timedelta(minutes=5)).status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(signed_in):
    answer = at(
        signed_in,
        timedelta(hours=1),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=a"},
    )
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == LOGIN + "?next=/people/%3Fq%3Da"


def test_what_was_sent_too_late_is_not_done(signed_in):
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        answer = signed_in.post("/account/notices/read/")
    assert answer.url == LOGIN + "?next=/"


def test_a_limit_of_the_installation_counts(signed_in, settings):
    settings.SESSION_IDLE = timedelta(minutes=5)
    assert at(signed_in, timedelta(minutes=6)).status_code == 302


def test_activity_is_not_written_down_with_every_request(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as seen:
        assert at(signed_in, timedelta(seconds=30)).status_code == 200
    assert not [q for q in seen.captured_queries if q["sql"].startswith('UPDATE "django_session')]
