"""A clerk adds, corrects and removes posts and earlier trainings on the learning record."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.access import Denied
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry
from portfolios import operations
from portfolios.imports import POSTS
from portfolios.models import EarlierTraining, Post
from tests.factories.accounts import CodeFactory, TraineeFactory, actor

pytestmark = pytest.mark.django_db
POST = {"post": "值长", "employer": "老厂", "starts_on": "2011-03-01"}
TRAINING = {
    "training": "党校班",
    "starts_on": "2018-05-10",
    "hours": "40",
    "result": "completed",
}


@pytest.fixture
def person(cast):
    who = actor(cast.north, Role.TRAINEE)
    one = TraineeFactory(organisation=cast.north, number="100234", name="王海宁", user=who.user)
    one.actor = who
    return one


def url(name, *args):
    return reverse(f"portfolios:{name}", args=args)


def test_a_post_is_added_corrected_and_removed_and_the_trail_tells(cast, person, as_):
    CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="mid", name="中层")
    client = as_(cast.li)
    answer = client.post(url("post_add", person.pk), POST, follow=True)
    assert "值长" in answer.content.decode()
    post = Post.objects.get()
    assert (post.trainee, post.organisation, post.employer) == (person, cast.north, "老厂")

    client.post(url("post", post.pk), POST | {"ends_on": "2014-01-31"})
    post.refresh_from_db()
    assert post.ends_on == dt.date(2014, 1, 31)

    page = client.get(url("post_remove", post.pk)).content.decode()
    assert "从学习档案中移除“值长”？" in page
    assert Post.objects.exists()
    client.post(url("post_remove", post.pk))
    assert not Post.objects.exists()
    actions = AuditEntry.objects.visible_to(cast.li).values_list("action", flat=True)
    assert {"portfolios.save_entry", "portfolios.remove_entry"} <= set(actions)


def test_a_training_added_by_hand_counts_in_the_hours(cast, person, as_):
    answer = as_(cast.li).post(url("training_add", person.pk), TRAINING, follow=True)
    assert answer.context["hours"].total == 40
    page = as_(person.actor).get(url("own"), follow=True).content.decode()
    assert "党校班" in page
    assert url("training", EarlierTraining.objects.get().pk) not in page  # he reads, others keep


def test_the_same_line_twice_and_days_upside_down_are_said_at_the_form(cast, person, as_):
    client = as_(cast.li)
    client.post(url("post_add", person.pk), POST)
    again = client.post(url("post_add", person.pk), POST).content.decode()
    assert "已在该学员的学习档案中" in again
    early = client.post(
        url("post_add", person.pk), POST | {"post": "主任", "ends_on": "2001-01-01"}
    )
    assert "早于" in early.content.decode()
    assert Post.objects.count() == 1


def test_what_was_entered_by_hand_is_the_same_line_for_a_later_sheet(cast, person, as_):
    as_(cast.li).post(url("post_add", person.pk), POST)
    row = {"number": "100234", "post": "值长", "starts_on": dt.date(2011, 3, 1)}
    rows = [row | {"employer": "老厂"}]
    loaded = POSTS.write(actor=cast.li, target=cast.north, rows=rows)
    assert (loaded.created, loaded.unchanged) == (0, 1)


def test_undoing_an_import_keeps_what_somebody_has_corrected_since(cast, person, as_):
    day = dt.date(2011, 3, 1)
    rows = [{"number": "100234", "post": name, "starts_on": day} for name in ("值长", "主任")]
    loaded = POSTS.write(actor=cast.li, target=cast.north, rows=rows)
    as_(cast.li).post(url("post", Post.objects.get(post="值长").pk), POST)

    undone = POSTS.take_back(actor=cast.li, target=cast.north, outcomes=loaded.outcomes)
    assert [one.action for one in undone.outcomes] == ["unchanged", "removed"]
    assert Post.objects.get().employer == "老厂"


def test_only_keepers_of_the_person_write(cast, person, as_):
    kept = Post(trainee=person, organisation=cast.north, post="值长", starts_on=dt.date(2011, 3, 1))
    for who in (cast.wang, cast.stranger, person.actor):
        with pytest.raises(Denied):
            operations.save_entry(actor=who, entry=kept)
    kept.save()
    for who, status in ((cast.wang, 404), (cast.stranger, 404), (person.actor, 403)):
        for name in ("post", "post_remove"):
            assert as_(who).post(url(name, kept.pk), POST).status_code == status
        assert as_(who).get(url("post_add", person.pk)).status_code == status
    operations.save_entry(actor=cast.zhou, entry=kept)  # the department above may, too
