"""Two records of one person become one, and two again."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from accounts import operations
from accounts.access import Denied, key
from accounts.choices import Role
from accounts.models import Member, Merge, Trainee, WorkItem
from accounts.references import references
from portfolios.models import EarlierTraining, Post
from programs.models import Attendance, Enrolment, Program
from tests.factories.accounts import TraineeFactory, UserFactory, acting, actor
from tests.factories.programs import ProgramFactory, SessionFactory, catalogue

pytestmark = pytest.mark.django_db


def place(program, person, **more):
    Program.objects.filter(pk=program.pk).update(taken=program.taken + 1)
    program.refresh_from_db()
    return Enrolment.objects.create(
        organisation=person.organisation, program=program, trainee=person, state="nominated", **more
    )


@pytest.fixture
def twins(cast):
    """One person twice: both in one programme, the second one in another one alone."""
    c = catalogue(cast)
    kept = TraineeFactory(organisation=cast.north, number="K1", name="张雪莹", post="专责")
    gone = TraineeFactory(
        organisation=cast.north, number="K2", name="张雪莹", phone="13800138000", post="副主任"
    )
    both = ProgramFactory(organisation=cast.north, institute=cast.school, state="running")
    other = ProgramFactory(organisation=cast.north, institute=cast.school, state="running")
    session = SessionFactory(program=both, course=c.theory_a)
    first, second = place(both, kept), place(both, gone, score=Decimal("88.0"))
    place(other, gone)
    Attendance.objects.create(enrolment=second, session=session, status="present")
    return kept, gone, both, other, first


def merge(who, kept, gone, **more):
    return operations.merge_trainees(actor=who, kept=kept, gone=gone, reason="同一人", **more)


def rows_of(person_pk) -> dict:
    return {
        f"{field.model._meta.label}.{field.name}": field.model._base_manager.filter(
            **{field.attname: person_pk}
        ).count()
        for field in references(Trainee)
    }


def test_everything_that_hangs_on_the_one_hangs_on_the_other(cast, twins):
    kept, gone, both, other, first = twins
    item = WorkItem.objects.create(organisation=cast.north, verb="x", target=key(gone), title="t")

    merge(cast.li, kept, gone, take=["post"])

    assert not any(rows_of(gone.pk).values())
    assert not Trainee.objects.filter(pk=gone.pk).exists()
    kept.refresh_from_db()
    assert (kept.post, kept.phone, kept.number) == ("副主任", "13800138000", "K1")
    first.refresh_from_db()
    assert first.score == Decimal("88.0")
    assert first.attendance.count() == 1
    assert set(kept.enrolments.values_list("program", flat=True)) == {both.pk, other.pk}
    item.refresh_from_db()
    assert item.target == key(kept)


def test_a_place_held_twice_is_free_again(cast, twins, django_capture_on_commit_callbacks):
    kept, gone, both, _other, _first = twins
    with django_capture_on_commit_callbacks(execute=True):
        merge(cast.li, kept, gone)

    both.refresh_from_db()
    assert both.taken == 1


def test_a_merge_can_be_undone_to_the_last_row(cast, twins):
    kept, gone, _both, _other, _first = twins
    before = [list(m.objects.order_by("pk").values()) for m in (Trainee, Enrolment, Attendance)]

    done = merge(cast.li, kept, gone, take=["post"])
    operations.undo_merge(actor=cast.li, merge=done)

    after = [list(m.objects.order_by("pk").values()) for m in (Trainee, Enrolment, Attendance)]
    assert after == before
    with pytest.raises(operations.NotUndoable):
        operations.undo_merge(actor=cast.li, merge=done)


def test_what_was_changed_since_stays_when_a_merge_is_undone(cast, twins):
    kept, gone, *_rest = twins
    done = merge(cast.li, kept, gone, take=["post"])
    Trainee.objects.filter(pk=kept.pk).update(post="主任")

    operations.undo_merge(actor=cast.li, merge=done)

    assert Trainee.objects.get(pk=kept.pk).post == "主任"
    assert Trainee.objects.get(pk=gone.pk).post == "副主任"


def test_the_account_comes_along_and_of_two_one_is_left(cast, twins):
    kept, gone, *_rest = twins
    gone.user = acting(UserFactory(), cast.north, Role.TRAINEE).user
    gone.save()
    merge(cast.li, kept, gone)
    kept.refresh_from_db()
    assert kept.user == gone.user or kept.user_id

    third = TraineeFactory(organisation=cast.north, number="K3", name="张雪莹")
    third.user = acting(UserFactory(), cast.north, Role.VIEWER).user
    third.save()
    merge(cast.li, kept, third)

    assert not Member.objects.filter(user=third.user, active=True).exists()
    assert Member.objects.filter(user=kept.user, role=Role.VIEWER, active=True).exists()


def test_an_account_that_acts_elsewhere_is_not_taken_away(cast, twins):
    kept, gone, *_rest = twins
    kept.user = acting(UserFactory(), cast.north, Role.TRAINEE).user
    kept.save()
    gone.user = acting(UserFactory(), cast.north, Role.TRAINEE).user
    acting(gone.user, cast.south, Role.MANAGER)
    gone.save()

    with pytest.raises(operations.OtherAccount):
        merge(cast.li, kept, gone)
    assert Trainee.objects.filter(pk=gone.pk).exists()


def test_only_those_who_keep_both_merge_them(cast, twins):
    kept, gone, *_rest = twins
    stranger = TraineeFactory(organisation=cast.south)
    for who in (cast.viewer, cast.wang, cast.stranger, cast.chen):
        with pytest.raises(Denied):
            merge(who, kept, gone)
    with pytest.raises(Denied):
        merge(cast.li, kept, stranger)


def test_no_table_that_knows_a_person_is_forgotten():
    """Every reference is followed, whatever table it is in: only ours can hold a person."""
    foreign = [f.model._meta.label for f in references(Trainee)]
    assert {label.split(".")[0] for label in foreign} <= set(settings.OUR_APPS)
    assert {"programs.Enrolment", "matching.Choice"} <= set(foreign)


def test_the_pages_find_compare_merge_and_undo(cast, twins, as_):
    kept, gone, *_rest = twins
    client = as_(cast.li)
    url = reverse("accounts:trainee_merge", args=[kept.pk])
    compare = reverse("accounts:trainee_merge_with", args=[kept.pk, gone.pk])

    assert "K2" in client.get(url).content.decode()
    assert "K2" in client.get(url, {"q": "K2"}).content.decode()
    page = client.get(compare).content.decode()
    assert "13800138000" not in page
    assert client.post(compare, {"reason": ""}).status_code == 200
    client.post(compare, {"reason": "同一人", "take_post": "right"})
    kept.refresh_from_db()
    assert kept.post == "副主任"
    undo = reverse("accounts:merge_undo", args=[kept.pk, Merge.objects.get().pk])
    assert as_(cast.stranger).post(undo).status_code == 404
    as_(cast.li).post(undo)
    assert Trainee.objects.filter(pk=gone.pk, born_on=None).exists()
    assert as_(cast.wang).get(compare).status_code == 404
    assert as_(actor(cast.north, Role.VIEWER)).get(compare).status_code == 403


def test_the_earlier_record_goes_to_the_organisation_of_the_one_who_is_kept(cast):
    kept = TraineeFactory(organisation=cast.north, number="K1", name="张雪莹")
    gone = TraineeFactory(organisation=cast.south, number="K2", name="张雪莹")
    common = {"trainee": gone, "organisation": cast.south, "starts_on": date(2020, 3, 1)}
    post = Post.objects.create(post="专责", **common)
    training = EarlierTraining.objects.create(training="财务管理", hours=8, **common)

    done = merge(actor(cast.city, Role.MANAGER), kept, gone)

    for line in (post, training):
        line.refresh_from_db()
        assert (line.trainee, line.organisation) == (kept, cast.north)

    operations.undo_merge(actor=actor(cast.city, Role.MANAGER), merge=done)

    for line in (post, training):
        line.refresh_from_db()
        assert (line.trainee_id, line.organisation) == (gone.pk, cast.south)
