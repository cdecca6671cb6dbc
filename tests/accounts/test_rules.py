"""Who may do what: the rules as a table of roles and places."""

import pytest

from accounts import rules
from accounts.choices import Role
from accounts.models import Member
from tests.factories.accounts import TraineeFactory, acting, actor

ABOVE, OWN, SIBLING, FOREIGN = "city", "north", "south", "elsewhere"
TABLE = {
    rules.may_manage: {(Role.MANAGER, ABOVE), (Role.MANAGER, OWN)},
    rules.may_govern: {(Role.MANAGER, ABOVE)},
    rules.may_keep_people: {
        *((Role.MANAGER, place) for place in (ABOVE, OWN)),
        *((Role.STEWARD, place) for place in (ABOVE, OWN)),
    },
    rules.may_read_audit: {
        *((Role.MANAGER, place) for place in (ABOVE, OWN)),
        *((Role.STEWARD, place) for place in (ABOVE, OWN)),
    },
    rules.may_see_people: {
        (role, place)
        for place in (ABOVE, OWN)
        for role in (Role.MANAGER, Role.STEWARD, Role.APPROVER, Role.VIEWER)
    },
}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_the_rule_says_yes_to_exactly_these_roles_and_places(cast, rule):
    said = {
        (role, place)
        for role in Role
        for place in (ABOVE, OWN, SIBLING, FOREIGN)
        if rule(actor(getattr(cast, place), role), cast.north)
    }
    assert said == TABLE[rule]


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_every_no_is_a_sentence(cast, rule):
    answer = rule(cast.stranger, cast.north)
    assert str(answer.reason)[-1] in ".。"


def test_a_manager_lets_in_again_only_whom_he_stands_above_everywhere(cast):
    li = cast.li.member
    assert rules.may_let_in_again(cast.zhou, li)
    acting(li.user, cast.school, Role.TEACHER)
    assert not rules.may_let_in_again(cast.wang, li)
    assert rules.may_let_in_again(cast.zhou, li), "the city stands above both places"
    assert not rules.may_let_in_again(cast.li, li), "the unit does not stand above the school"


def test_a_place_that_has_ended_does_not_count_against_letting_in_again(cast):
    li = cast.li.member
    acting(li.user, cast.foreign, Role.VIEWER)
    assert not rules.may_let_in_again(cast.zhou, li)
    Member.objects.filter(user=li.user, organisation=cast.foreign).update(active=False)
    assert rules.may_let_in_again(cast.zhou, li)


def test_nobody_makes_a_new_password_link_for_an_operator(cast):
    user = cast.li.user
    user.is_superuser = True
    assert not rules.may_let_in_again(cast.zhou, cast.li.member)


def test_stewards_keep_data_but_neither_open_accounts_nor_erase(cast):
    person = TraineeFactory(organisation=cast.north)
    assert rules.may_keep(cast.steward, person)
    assert not rules.may_open_account(cast.steward, person)
    assert not rules.may_erase(cast.steward, person)
    assert rules.may_open_account(cast.li, person)
    assert rules.may_erase(cast.li, person)
