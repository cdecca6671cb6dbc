"""Open work: asked once, seen by those it waits for, closed for all of them."""

import pytest
from django.db import models

from accounts import queries
from accounts.choices import Role
from accounts.models import WorkItem
from accounts.process import Waiting, ask, close
from tests.factories.accounts import TraineeFactory, actor

DECIDE = Waiting("decide", "Decide", to=lambda obj: [obj.organisation], role=Role.APPROVER, days=5)


@pytest.fixture
def person(cast):
    return TraineeFactory(organisation=cast.north)


def test_the_same_thing_is_asked_once(cast, person):
    for _twice in range(2):
        ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    assert queries.open_work(cast.chen).count() == 1


def test_everybody_in_the_role_sees_it_and_nobody_else(cast, person):
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    colleague = actor(cast.city, Role.APPROVER)
    asked = [
        who
        for who in (cast.chen, colleague, cast.zhou, cast.far_approver, cast.li)
        if queries.open_work(who).exists()
    ]
    assert asked == [cast.chen, colleague]


def test_one_decision_closes_it_for_all_and_it_can_be_asked_again(cast, person):
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    assert close(person, actor=cast.chen) == 1
    assert close(person, actor=cast.zhou) == 0
    assert queries.closed_work(cast.chen).get().closed_by == cast.chen.member
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    assert queries.open_work(cast.chen).count() == 1


def test_a_person_is_asked_in_every_role_he_acts_in(cast, person):
    ask(DECIDE, person, cast.he.user, actor=cast.li, url="/")
    assert queries.open_work(cast.he).get().user == cast.he.user


def test_what_was_handed_over_is_seen_by_the_organisation_it_came_from(cast, person):
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    assert queries.started_work(cast.li).count() == 1
    assert not queries.started_work(cast.wang).exists()


def test_an_item_is_open_exactly_while_it_has_its_key(cast, person):
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    close(person, actor=cast.chen)
    ask(DECIDE, person, cast.city, actor=cast.li, url="/")
    odd = models.Q(open_key=None, closed_at=None) | models.Q(
        open_key__isnull=False, closed_at__isnull=False
    )
    assert not WorkItem.objects.filter(odd).exists()
