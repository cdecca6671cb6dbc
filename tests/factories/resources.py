from datetime import timedelta

import factory
from django.utils import timezone

from accounts.choices import CodeKind
from resources.choices import ReviewState
from resources.models import Base, Course, Offer, ReadyLine, ReadyProgram, Review, Room, Teacher
from tests.factories.accounts import CodeFactory, OrganisationFactory


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence("C{:04d}".format)
    name = factory.Sequence("课程{}".format)
    name_en = factory.Sequence("Course {}".format)
    category = factory.SubFactory(
        CodeFactory, organisation=factory.SelfAttribute("..organisation"), kind=CodeKind.CATEGORY
    )
    hours = 4

    @factory.post_generation
    def formats(self, create, formats, **_more):
        if create and formats:
            self.formats.set(formats)


class TeacherFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Teacher

    organisation = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence("T{:04d}".format)
    name = factory.Sequence("王立群{}".format)
    phone = "13800001234"


class BaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Base
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence("B{:04d}".format)
    name = factory.Sequence("基地{}".format)
    name_en = factory.Sequence("Base {}".format)
    capacity = 60

    @factory.post_generation
    def formats(self, create, formats, **_more):
        if create and formats:
            self.formats.set(formats)


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    base = factory.SubFactory(BaseFactory)
    code = factory.Sequence("R{:04d}".format)
    name = factory.Sequence("教室{}".format)
    capacity = 50


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer


class ReadyProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReadyProgram

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence("P{:04d}".format)
    name = factory.Sequence("成套方案{}".format)
    days = 3


def passed(thing, by) -> Review:
    """A quality review that let it pass: what is shared has one."""
    day = timezone.localdate() + timedelta(days=365)
    return Review.objects.create(
        **{thing.kind: thing},
        organisation=thing.organisation,
        begun_by=by.member,
        state=ReviewState.PASSED,
        again_on=day,
        ends_on=day,
    )


class ReadyLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReadyLine
