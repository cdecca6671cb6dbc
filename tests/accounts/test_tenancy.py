"""What a list shows is what the rule admits, on any tree, for any role."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import Actor, may_view
from accounts.choices import Role
from accounts.models import Code, Member, Organisation, Trainee
from accounts.tenancy import UnscopedQuery, guarded
from tests.factories.accounts import (
    CodeFactory,
    OrganisationFactory,
    TraineeFactory,
    UserFactory,
    actor,
)

trees = st.lists(st.integers(0, 5), min_size=2, max_size=7)


def plant(parents: list[int]) -> list[Organisation]:
    """Make organisations; number i hangs below an earlier one, or is a root of its own."""
    made = []
    for number, choice in enumerate(parents):
        parent = made[choice] if choice < number else None
        made.append(OrganisationFactory(parent=parent))
    return made


def above(upper: Organisation, lower: Organisation) -> bool:
    """Walk the tree itself: the path, which the code reads, is not asked."""
    while lower is not None:
        if lower.pk == upper.pk:
            return True
        lower = lower.parent
    return False


@pytest.mark.django_db
@given(parents=trees, place=st.integers(0, 6), role=st.sampled_from(list(Role)))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_list_shows_exactly_what_the_rule_admits_and_the_tree_says(db, parents, place, role):
    tree = plant(parents)
    home = tree[place % len(tree)]
    asking = actor(home, role)
    people = [TraineeFactory(organisation=one) for one in tree]
    people.append(TraineeFactory(organisation=home, user=asking.user))

    listed = set(Trainee.objects.visible_to(asking))

    assert listed == {person for person in people if may_view(asking, person)}
    if asking.is_personal:
        assert listed == {people[-1]}
    else:
        assert listed == {person for person in people if above(home, person.organisation)}


@pytest.mark.django_db
@given(parents=trees, place=st.integers(0, 6))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_codes_are_seen_by_their_owner_those_above_and_those_below(db, parents, place):
    tree = plant(parents)
    asking = actor(tree[place % len(tree)])
    codes = [CodeFactory(organisation=one) for one in tree]

    expected = {
        code
        for code in codes
        if above(asking.organisation, code.organisation)
        or above(code.organisation, asking.organisation)
    }

    assert set(Code.objects.visible_to(asking)) == expected


def test_a_sibling_is_never_seen(cast):
    TraineeFactory(organisation=cast.south)
    mine = TraineeFactory(organisation=cast.north)
    assert list(Trainee.objects.visible_to(cast.li)) == [mine]


def test_a_role_without_organisation_sees_nothing(cast):
    TraineeFactory(organisation=cast.north)
    assert not Trainee.objects.visible_to(None).exists()


def test_a_trainee_sees_himself_and_not_his_colleague(cast):
    user = UserFactory()
    me = TraineeFactory(organisation=cast.north, user=user)
    TraineeFactory(organisation=cast.north)
    asking = Actor(Member.objects.create(user=user, organisation=cast.north, role=Role.TRAINEE))
    assert list(Trainee.objects.visible_to(asking)) == [me]


@pytest.mark.parametrize(
    "read",
    [
        list,
        lambda rows: rows.count(),
        lambda rows: rows.first(),
        lambda rows: rows.get(pk=1),
        lambda rows: list(rows.iterator()),
        lambda rows: rows.update(active=False),
        lambda rows: rows.delete(),
    ],
)
def test_while_a_request_is_answered_an_unscoped_read_is_an_error(cast, read):
    with guarded(), pytest.raises(UnscopedQuery):
        read(Trainee.objects.all())


def test_a_union_with_an_unscoped_list_is_unscoped(cast):
    with guarded(), pytest.raises(UnscopedQuery):
        list(Trainee.objects.visible_to(cast.li) | Trainee.objects.all())


def test_moving_an_organisation_moves_its_people_out_of_sight(cast):
    person = TraineeFactory(organisation=cast.north)
    assert may_view(cast.zhou, person)
    cast.north.parent = cast.elsewhere
    cast.north.save()
    assert not may_view(cast.zhou, person)


def test_no_rows_may_be_read_by_anybody_and_do_not_open_all_rows(cast):
    with guarded():
        assert list(Trainee.objects.none()) == []
        for mixed in (Trainee.objects.none() | Trainee.objects.all(), Trainee.objects.all()):
            with pytest.raises(UnscopedQuery):
                list(mixed)
