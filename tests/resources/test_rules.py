import pytest

from accounts.access import may_view, share
from accounts.choices import Role
from resources import rules
from resources.models import BaseGrant
from tests.factories.accounts import actor
from tests.factories.resources import BaseFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "view", "keep", "share_", "recall", "rate", "reach"),
    [
        # who               sees   keeps  shares recalls rates  knows whom it is shared with
        ("he",              True,  True,  True,  True,  True,  True),
        ("school_steward",  True,  True,  False, True,  True,  True),
        ("school_viewer",   True,  False, False, False, True,  True),
        ("zhou",            True,  False, False, True,  True,  True),
        ("chen",            True,  False, False, False, True,  True),
        ("viewer",          True,  False, False, False, True,  True),
        ("li",              True,  False, False, False, True,  False),
        ("steward",         True,  False, False, False, True,  False),
        ("wang",            False, False, False, False, True,  False),
        ("stranger",        False, False, False, False, False, False),
        ("far_approver",    False, False, False, False, False, False),
    ],
)  # fmt: skip
def test_who_may_do_what_to_a_base_shared_with_the_north(
    cast, who, view, keep, share_, recall, rate, reach
):
    cast.school_steward = actor(cast.school, Role.STEWARD)
    cast.school_viewer = actor(cast.school, Role.VIEWER)
    base = BaseFactory(organisation=cast.school)
    share(base, cast.north, actor=cast.he)
    person = getattr(cast, who)

    assert [
        bool(rule(person, base))
        for rule in (
            may_view,
            rules.may_keep,
            rules.may_share,
            rules.may_recall,
            rules.may_rate,
            rules.may_see_reach,
        )
    ] == [view, keep, share_, recall, rate, reach]
    assert bool(rules.may_withdraw(person, BaseGrant.objects.get())) is recall


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("he", True), ("zhou", True), ("chen", False), ("li", False), ("viewer", False)],
)
def test_who_offers_something_for_his_own_organisation(cast, who, allowed):
    assert bool(rules.may_offer_own(getattr(cast, who))) is allowed


@pytest.mark.parametrize("role", Role)
def test_staff_browse_and_the_others_do_not(cast, role):
    allowed = role in {Role.MANAGER, Role.STEWARD, Role.APPROVER, Role.VIEWER}
    assert bool(rules.may_browse(actor(cast.north, role))) is allowed
