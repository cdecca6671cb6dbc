"""The gallery and the pages that say no, through the whole stack."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(client, cast):
    client.force_login(cast.li.user)
    return client


@pytest.mark.parametrize("path", ["/gallery/", "/gallery/confirm/", "/gallery/refusal/"])
def test_the_gallery_is_open_to_every_member(li, path):
    assert li.get(path).status_code == 200


def test_the_gallery_is_closed_to_strangers(client):
    assert client.get("/gallery/").status_code == 302


@pytest.mark.parametrize("path", ["/gallery/nothing/", "/nothing-here/"])
def test_an_address_that_does_not_exist_says_so_in_words(li, path):
    answer = li.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_the_policy_for_content_allows_what_the_frame_needs(li):
    policy = li.get("/gallery/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
