"""Naming against the places: never more than there are, the first who waits moves up."""

import pytest

from accounts.choices import Role
from accounts.models import WorkItem
from core.flow import WrongState
from programs.choices import EnrolmentState as S
from programs.operations import enrolment
from programs.rules import enrolment as rules
from tests.factories.accounts import TraineeFactory, actor
from tests.programs import lives

pytestmark = pytest.mark.django_db


def people(cast, count):
    return TraineeFactory.create_batch(count, organisation=cast.north)


def name(cast, program, trainees):
    return enrolment.name_trainees(actor=cast.li, program=program, trainees=trainees)


def standing(program):
    rows = program.enrolments.order_by("trainee")
    return list(rows.values_list("trainee", "state"))


def test_who_finds_no_place_waits_in_the_order_given(cast):
    program = lives.approved(cast, places=3)
    a, b, c, d, e = people(cast, 5)
    made = name(cast, program, [e, d, c, b, a])
    assert [x.trainee for x in made.named] == [e, d, c]
    assert [x.trainee for x in made.waiting] == [b, a]
    assert program.taken == 3


def test_naming_again_changes_nothing(cast):
    program = lives.approved(cast, places=3)
    a, b = people(cast, 2)
    name(cast, program, [a, b])
    made = name(cast, program, [a, b, a])
    assert (made.named, made.waiting, made.already) == ([], [], 2)
    assert program.taken == 2


def test_a_withdrawn_place_goes_to_the_first_who_waits(cast):
    program = lives.approved(cast, places=2)
    a, b, c, d = people(cast, 4)
    name(cast, program, [a, b])
    name(cast, program, [d])
    name(cast, program, [c])
    moved = enrolment.withdraw(actor=cast.li, enrolment=program.enrolments.get(trainee=a))
    assert moved.trainee == d
    assert standing(program) == [
        (a.pk, S.WITHDRAWN),
        (b.pk, S.NOMINATED),
        (c.pk, S.WAITING),
        (d.pk, S.NOMINATED),
    ]
    program.refresh_from_db()
    assert program.taken == 2


def test_a_withdrawn_place_is_free_when_nobody_waits(cast):
    program = lives.approved(cast, places=2)
    a, b = people(cast, 2)
    name(cast, program, [a, b])
    assert enrolment.withdraw(actor=cast.li, enrolment=program.enrolments.get(trainee=b)) is None
    program.refresh_from_db()
    assert program.taken == 1
    name(cast, program, [b])
    assert (program.taken, standing(program)[1]) == (2, (b.pk, S.NOMINATED))


def test_who_comes_back_waits_behind_those_who_wait(cast):
    program = lives.approved(cast, places=1)
    a, b, c = people(cast, 3)
    name(cast, program, [a, b, c])
    enrolment.withdraw(actor=cast.li, enrolment=program.enrolments.get(trainee=b))
    name(cast, program, [b])
    moved = enrolment.withdraw(actor=cast.li, enrolment=program.enrolments.get(trainee=a))
    assert moved.trainee == c


def test_leaving_the_waiting_list_frees_no_place(cast):
    program = lives.approved(cast, places=1)
    a, b = people(cast, 2)
    name(cast, program, [a, b])
    enrolment.withdraw(actor=cast.li, enrolment=program.enrolments.get(trainee=b))
    program.refresh_from_db()
    assert program.taken == 1


def test_a_place_is_withdrawn_once(cast):
    program = lives.approved(cast, places=2)
    name(cast, program, people(cast, 2))
    one = program.enrolments.first()
    stale = program.enrolments.get(pk=one.pk)
    enrolment.withdraw(actor=cast.li, enrolment=one)
    with pytest.raises(WrongState):
        enrolment.withdraw(actor=cast.li, enrolment=stale)
    program.refresh_from_db()
    assert program.taken == 1


def test_strangers_cannot_be_named(cast):
    program = lives.approved(cast)
    stranger = TraineeFactory(organisation=cast.south)
    with pytest.raises(enrolment.NotYourTrainees):
        name(cast, program, [stranger])
    assert not program.enrolments.exists()


def test_the_to_do_ends_when_the_places_are_taken(cast):
    program = lives.approved(cast, places=2)
    work = WorkItem.objects.filter(verb="name", closed_at=None)
    name(cast, program, people(cast, 1))
    assert work.count() == 1
    name(cast, program, people(cast, 1))
    assert work.count() == 0


@pytest.mark.parametrize(
    ("who", "may"),
    [("li", True), ("steward", False), ("wang", False), ("he", False), ("chen", False)],
)
def test_who_may_name(cast, who, may):
    program = lives.approved(cast)
    assert bool(rules.may_name(getattr(cast, who), program)) is may


def test_nobody_is_named_before_the_approval(cast):
    assert not rules.may_name(cast.li, lives.accepted(cast))


def test_a_trainee_does_not_see_the_names(cast):
    program = lives.running(cast)
    trainee = actor(cast.north, Role.TRAINEE)
    assert not rules.may_see_people(trainee, program)
    assert rules.may_see_people(cast.he, program)


def test_a_person_is_replaced_without_anybody_moving_up(cast):
    program = lives.approved(cast, places=2)
    a, b, c, d = people(cast, 4)
    name(cast, program, [a, b, c])  # c waits
    gone = program.enrolments.get(trainee=a)
    made = enrolment.replace(actor=cast.li, enrolment=gone, trainee=d, reason="出差")
    assert (made.trainee, made.state) == (d, S.NOMINATED)
    assert standing(program) == [
        (a.pk, S.WITHDRAWN),
        (b.pk, S.NOMINATED),
        (c.pk, S.WAITING),
        (d.pk, S.NOMINATED),
    ]
    program.refresh_from_db()
    assert (program.taken, program.state) == (2, "approved")
    gone.refresh_from_db()
    assert gone.note == "出差"


def test_whoever_waits_or_was_withdrawn_can_take_the_place(cast):
    program = lives.approved(cast, places=1)
    a, b = people(cast, 2)
    name(cast, program, [a, b])
    first = program.enrolments.get(trainee=a)
    second = enrolment.replace(actor=cast.li, enrolment=first, trainee=b)
    back = enrolment.replace(actor=cast.li, enrolment=second, trainee=a)
    assert (back.pk, back.state) == (first.pk, S.NOMINATED)
    program.refresh_from_db()
    assert program.taken == 1


def test_nobody_takes_a_second_place_or_one_that_is_gone(cast):
    program = lives.approved(cast, places=2)
    a, b, c = people(cast, 3)
    name(cast, program, [a, b])
    one = program.enrolments.get(trainee=a)
    with pytest.raises(enrolment.HasPlace):
        enrolment.replace(actor=cast.li, enrolment=one, trainee=b)
    enrolment.withdraw(actor=cast.li, enrolment=one)
    with pytest.raises(WrongState):
        enrolment.replace(actor=cast.li, enrolment=one, trainee=c)
    stranger = TraineeFactory(organisation=cast.foreign)
    two = program.enrolments.get(trainee=b)
    with pytest.raises(enrolment.NotYourTrainees):
        enrolment.replace(actor=cast.li, enrolment=two, trainee=stranger)
    assert standing(program) == [(a.pk, S.WITHDRAWN), (b.pk, S.NOMINATED)]


def test_a_person_is_replaced_by_staff_number_on_the_page(cast, as_):
    program = lives.approved(cast, places=2)
    a, b = people(cast, 2)
    name(cast, program, [a])
    client, address = as_(cast.li), f"/programs/{program.pk}/people/replace/"
    typed = {"enrolment": program.enrolments.get().pk, "number": "nobody", "reason": "生病"}
    answer = client.post(address, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["number"]
    client.post(address, typed | {"number": b.number})
    assert standing(program) == [(a.pk, S.WITHDRAWN), (b.pk, S.NOMINATED)]
