"""Places of a department's programme divided among units: named, waiting, given up, confirmed."""

import pytest

from accounts.access import Denied
from accounts.choices import Role
from accounts.models import WorkItem
from programs.choices import EnrolmentState as S
from programs.choices import ProgramState
from programs.models import Enrolment, Program
from programs.operations import enrolment as operations
from programs.queries import compose
from programs.rules import review as review_rules
from tests.factories.accounts import TraineeFactory, actor
from tests.factories.programs import ProgramFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def programme(cast, places=5):
    return ProgramFactory(
        organisation=cast.city, institute=cast.school, places=places, state=ProgramState.APPROVED
    )


def allotted(cast, north=2, south=2, **more):
    program = programme(cast, **more)
    places = [(cast.north, north), (cast.south, south)]
    return operations.allot(actor=cast.zhou, program=program, places=places)


def name(who, program, count):
    people = TraineeFactory.create_batch(count, organisation=who.organisation)
    return operations.name_trainees(actor=who, program=program, trainees=people)


def asked():
    rows = WorkItem.objects.filter(verb="name_quota", closed_at=None)
    return set(rows.values_list("organisation__code", flat=True))


def test_a_unit_names_people_up_to_its_places_and_the_rest_wait(cast):
    program = allotted(cast)
    assert asked() == {"north", "south"}
    made = name(cast.li, program, 3)
    assert (len(made.named), len(made.waiting), asked()) == (2, 1, {"south"})
    assert len(name(cast.wang, program, 1).named) == 1
    program.refresh_from_db()
    assert program.taken == 3


def test_a_place_given_up_goes_to_the_next_of_the_same_unit(cast):
    program = allotted(cast, north=1, south=1)
    name(cast.li, program, 2)
    [mine] = name(cast.wang, program, 1).named
    assert operations.withdraw(actor=cast.wang, enrolment=mine) is None
    own = program.enrolments.get(organisation=cast.north, state=S.NOMINATED)
    moved_up = operations.withdraw(actor=cast.li, enrolment=own)
    assert moved_up.organisation == cast.north


def test_more_places_than_there_are_cannot_be_divided(cast):
    with pytest.raises(operations.TooManyAllotted):
        allotted(cast, north=3, south=3)


def test_places_are_not_taken_from_a_unit_that_has_filled_them(cast):
    program = allotted(cast)
    name(cast.li, program, 2)
    with pytest.raises(operations.AlreadyNamed):
        operations.allot(actor=cast.zhou, program=program, places=[(cast.north, 1)])
    assert program.allotments.count() == 2


def test_units_see_the_programme_only_once_places_are_divided_and_never_its_review(cast):
    program = programme(cast)
    assert program not in compose.programs(cast.li)
    operations.allot(actor=cast.zhou, program=program, places=[(cast.north, 2)])
    assert program in compose.programs(cast.li)
    assert program not in compose.programs(cast.stranger)
    assert not review_rules.may_see_review(cast.li, program)
    with pytest.raises(Denied):
        name(cast.wang, program, 1)  # the southern unit has no places


def test_one_unit_does_not_withdraw_the_names_of_another(cast):
    program = allotted(cast)
    [one, _two] = name(cast.li, program, 2).named
    with pytest.raises(Denied):
        operations.withdraw(actor=cast.wang, enrolment=one)


@pytest.mark.parametrize("who", ["li", "chen", "he", "stranger"])
def test_who_does_not_divide_the_places(cast, who):
    with pytest.raises(Denied):
        operations.allot(actor=getattr(cast, who), program=programme(cast), places=[])


def test_the_trainee_confirms_or_gives_up_with_a_reason(cast, as_):
    program = allotted(cast, north=1)
    who = actor(cast.north, Role.TRAINEE)
    person = TraineeFactory(organisation=cast.north, user=who.user)
    [place] = operations.name_trainees(actor=cast.li, program=program, trainees=[person]).named
    name(cast.li, program, 1)
    page, address = as_(who), f"/programs/{program.pk}/place/"
    page.post(address, {"answer": "yes"})
    place.refresh_from_db()
    assert place.confirmed_at is not None
    page.post(address, {"answer": "no"})  # without a reason nothing changes
    place.refresh_from_db()
    assert place.state == S.NOMINATED
    page.post(address, {"answer": "no", "reason": "出差"})
    place.refresh_from_db()
    assert (place.state, place.note, place.confirmed_at) == (S.WITHDRAWN, "出差", None)
    assert program.enrolments.filter(state=S.NOMINATED).count() == 1


def test_the_pages_of_dividing_and_naming(cast, as_):
    program = programme(cast)
    address = f"/programs/{program.pk}/people/"
    page = as_(cast.zhou)
    assert page.get(f"{address}allot/").status_code == 200
    wrong = page.post(f"{address}allot/", {f"unit_{cast.north.pk}": 4, f"unit_{cast.south.pk}": 4})
    assert wrong.context["form"].errors
    page.post(f"{address}allot/", {f"unit_{cast.north.pk}": 3})
    page = as_(cast.li)
    assert page.get(f"/programs/{program.pk}/").status_code == 200
    shown = page.get(address)
    assert [(one.unit, one.places, one.named) for one in shown.context["allotments"]] == [
        (cast.north, 3, 0)
    ]
    assert page.get(f"{address}add/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_units_naming_at_once_keep_their_places(shared_database, cast):
    program = allotted(cast, north=3, south=2)
    people = [TraineeFactory(organisation=u) for u in [cast.north, cast.south] * 6]

    def work(number):
        fresh = Program.objects.select_related("organisation").get(pk=program.pk)
        who = cast.wang if number % 2 else cast.li
        return operations.name_trainees(actor=who, program=fresh, trainees=[people[number]])

    results = at_once(len(people), work)
    assert [one for one in results if isinstance(one, Exception)] == []
    named = Enrolment.objects.filter(program=program, state=S.NOMINATED)
    counts = {u.code: named.filter(organisation=u).count() for u in (cast.north, cast.south)}
    program.refresh_from_db()
    assert (counts, program.taken) == ({"north": 3, "south": 2}, 5)
