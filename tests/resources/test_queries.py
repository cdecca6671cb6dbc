import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import may_view, share
from accounts.choices import CodeKind, Role
from resources import operations, queries
from resources.models import Base, Course, Offer, Teacher
from tests.factories.accounts import CodeFactory, OrganisationFactory, actor
from tests.factories.resources import (
    BaseFactory,
    CourseFactory,
    OfferFactory,
    RoomFactory,
    TeacherFactory,
)

pytestmark = pytest.mark.django_db


def offer_at_random(cast, seed):
    """Random courses, teachers, bases, offers and shares; returns the formats."""
    dice = random.Random(seed)
    owners = [cast.school, cast.city, cast.foreign]
    formats = [CodeFactory(organisation=cast.city, kind=CodeKind.FORMAT) for _ in range(4)]

    def some():
        return dice.sample(formats, dice.randint(0, 3))

    def owned(factory, **more):
        return factory(organisation=dice.choice(owners), active=dice.random() < 0.8, **more)

    courses = [owned(CourseFactory, formats=some()) for _ in range(4)]
    teachers = [owned(TeacherFactory) for _ in range(4)]
    bases = [owned(BaseFactory, formats=some()) for _ in range(4)]
    for course in courses:
        for teacher in dice.sample(teachers, 2):
            for form in course.formats.all():
                OfferFactory(course=course, teacher=teacher, format=form)
    for thing in [*courses, *teachers, *bases]:
        if dice.random() < 0.6:
            share(thing, dice.choice([cast.city, cast.north]), actor=cast.he)


def feasible_by_hand(who):
    """The definition, written as loops."""
    return {
        (offer.course_id, offer.format_id, offer.teacher_id, base.pk)
        for offer in Offer.objects.all()
        for base in Base.objects.all()
        if all(
            thing.active and may_view(who, thing) for thing in (offer.course, offer.teacher, base)
        )
        and offer.format in base.formats.all()
    }


@pytest.mark.parametrize("seed", range(5))
def test_feasible_is_every_visible_offer_at_every_visible_base_with_its_format(cast, seed):
    offer_at_random(cast, seed)

    for who in (cast.he, cast.li, cast.wang, cast.zhou):
        found = queries.feasible_of(who, Course.objects.values_list("pk", flat=True))
        keys = [(f.course_id, f.format.pk, f.teacher.pk, f.base.pk) for f in found]
        assert set(keys) == feasible_by_hand(who)
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("courses", [1, 5])
def test_feasible_takes_two_statements_whatever_the_size(
    cast, tables, courses, django_assert_num_queries
):
    teacher = TeacherFactory(organisation=cast.school)
    made = [CourseFactory(organisation=cast.school, formats=[tables.case]) for _ in range(courses)]
    for course in made:
        OfferFactory(course=course, format=tables.case, teacher=teacher)
        BaseFactory(organisation=cast.school, formats=[tables.case])

    with django_assert_num_queries(2):
        found = queries.feasible_of(cast.he, [course.pk for course in made])
        assert {f.base.organisation for f in found} == {cast.school}
        assert len(found) == courses**2
        assert {f.teacher.label for f in found} == {teacher.label}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("model", [Course, Teacher, Base])
def test_lists_hold_exactly_what_may_be_viewed(cast, model, seed):
    offer_at_random(cast, seed)

    ask = {Course: queries.courses, Teacher: queries.teachers, Base: queries.bases}[model]
    for who in (cast.he, cast.li, cast.wang, cast.zhou, cast.stranger, cast.far_approver):
        listed = set(ask(who, retired=True))
        assert listed == {thing for thing in model.objects.all() if may_view(who, thing)}


def test_a_grant_to_the_root_reaches_everybody_and_ends_after_its_last_day(cast):
    course = CourseFactory(organisation=cast.school)
    today = timezone.localdate()

    share(course, cast.city, actor=cast.he, until=today)
    assert list(queries.courses(cast.li)) == list(queries.courses(cast.wang)) == [course]

    share(course, cast.city, actor=cast.he, until=today - timedelta(days=1))
    assert not queries.courses(cast.li).exists()


def test_bases_for_a_format_are_those_that_have_it(cast, tables):
    fitting = BaseFactory(organisation=cast.school, formats=[tables.field, tables.case])
    BaseFactory(organisation=cast.school, formats=[tables.lecture])
    BaseFactory(organisation=cast.school, formats=[tables.field], active=False)

    assert list(queries.bases_for(cast.he, tables.field)) == [fitting]


def test_having_any_code_lists_a_row_once(cast, tables):
    course = CourseFactory(organisation=cast.school, formats=[tables.field, tables.case])
    CourseFactory(organisation=cast.school, formats=[tables.lecture])

    wanted = [tables.field.pk, tables.case.pk]
    assert list(queries.courses(cast.he).having("formats", wanted)) == [course]


def test_whose_grants_are_told_to_whom(cast):
    course = CourseFactory(organisation=cast.school)
    share(course, cast.north, actor=cast.he)

    assert queries.told_grants(cast.he, course).count() == 1
    assert queries.told_grants(cast.zhou, course).count() == 1
    assert queries.told_grants(cast.li, course).count() == 0


def test_owners_are_only_those_whose_resources_one_sees(cast):
    other = OrganisationFactory(parent=cast.city)
    CourseFactory(organisation=other)
    share(CourseFactory(organisation=cast.school), cast.north, actor=cast.he)

    assert list(queries.owners(cast.li, Course)) == [cast.school]
    assert not queries.owners(actor(cast.south, Role.VIEWER), Course).exists()


def test_lists_count_what_the_asker_sees(cast, tables):
    course = CourseFactory(organisation=cast.school, formats=[tables.case, tables.field])
    shown, hidden = (TeacherFactory(organisation=cast.school) for _ in range(2))
    for form in (tables.case, tables.field):
        OfferFactory(course=course, format=form, teacher=shown)
    OfferFactory(course=course, format=tables.case, teacher=hidden)
    base = RoomFactory(base__organisation=cast.school).base
    RoomFactory(base=base, active=False)
    for thing in (course, shown):
        share(thing, cast.north, actor=cast.he)

    assert queries.teacher_list(cast.li).get().course_count == 1
    assert queries.base_list(cast.he).get().room_count == 1


def test_a_course_says_how_many_teachers_in_use_give_it(cast, tables):
    course = CourseFactory(organisation=cast.school, formats=[tables.case, tables.field])
    one, other = (TeacherFactory(organisation=cast.school) for _ in range(2))
    pairs = {(tables.case.pk, one.pk), (tables.field.pk, one.pk), (tables.case.pk, other.pk)}
    operations.set_offers(actor=cast.he, course=course, offers=pairs)
    assert queries.course_list(cast.he).get().teacher_count == 2
    operations.retire(actor=cast.he, resource=other, reason="退休")
    assert queries.course_list(cast.he).get().teacher_count == 1
    operations.restore(actor=cast.he, resource=other)
    course.refresh_from_db()
    operations.save_course(actor=cast.he, course=course, formats=[tables.field])
    assert queries.course_list(cast.he).get().teacher_count == 1


def test_saving_an_older_copy_of_a_row_keeps_what_was_counted_meanwhile(cast):
    course = CourseFactory(organisation=cast.school)
    Course.objects.filter(pk=course.pk).update(views=7)
    course.save()
    assert Course.objects.get(pk=course.pk).views == 7
