from datetime import date, timedelta
from types import SimpleNamespace

import factory
from django.utils import timezone

from accounts.access import share
from accounts.choices import CodeKind
from programs.models import Demand, Plan, Program, Session, Share
from tests.factories.accounts import CodeFactory, OrganisationFactory
from tests.factories.resources import (
    BaseFactory,
    CourseFactory,
    OfferFactory,
    RoomFactory,
    TeacherFactory,
)


def monday() -> date:
    """A Monday at least four weeks ahead."""
    day = timezone.localdate() + timedelta(days=28)
    return day + timedelta(days=-day.weekday() % 7)


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("年度培训计划{}".format)
    name_en = factory.Sequence("Yearly plan {}".format)
    year = 2027
    budget_yuan = 500_000
    deadline_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class ShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Share


class DemandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Demand

    headcount = 40


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("能力提升班{}".format)
    name_en = factory.Sequence("Programme {}".format)
    places = 40
    starts_on = factory.LazyFunction(monday)
    ends_on = factory.LazyAttribute(lambda p: p.starts_on + timedelta(days=4))
    hours_min = 8
    hours_max = 40


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    position = factory.Sequence(int)


def catalogue(cast) -> SimpleNamespace:
    """Two categories, two formats, four courses and their teachers, one base with two rooms.

    `c.theory_a` is given as a lecture by `c.chen`, as a case by `c.wang`; the others as lectures
    by `c.chen`. All of it belongs to the school and is shared with everyone below the city.
    """

    def code(kind, code, name, name_en, order=0):
        return CodeFactory(
            organisation=cast.city, kind=kind, code=code, name=name, name_en=name_en, order=order
        )

    c = SimpleNamespace(
        theory=code(CodeKind.CATEGORY, "theory", "理论教育", "Theory", 0),
        skill=code(CodeKind.CATEGORY, "skill", "业务能力", "Professional skill", 1),
        lecture=code(CodeKind.FORMAT, "lecture", "专题讲授", "Lecture", 0),
        case=code(CodeKind.FORMAT, "case", "案例教学", "Case teaching", 1),
        field=code(CodeKind.FORMAT, "field", "现场教学", "Field study", 2),
    )
    school = {"organisation": cast.school}
    c.chen = TeacherFactory(**school, name="陈思远", fee_per_hour_yuan=1000)
    c.wang = TeacherFactory(**school, name="王立群", fee_per_hour_yuan=2000)
    both = [c.lecture, c.case]
    c.theory_a = CourseFactory(
        **school, name="全会精神解读", name_en="Theory A", category=c.theory, hours=4, formats=both
    )
    c.theory_b = CourseFactory(
        **school,
        name="廉洁警示",
        name_en="Theory B",
        category=c.theory,
        hours=2,
        formats=[c.lecture],
    )
    c.skill_a = CourseFactory(
        **school, name="电力市场", name_en="Skill A", category=c.skill, hours=4, formats=[c.lecture]
    )
    c.skill_b = CourseFactory(
        **school, name="绿电交易", name_en="Skill B", category=c.skill, hours=6, formats=[c.lecture]
    )
    for course in (c.theory_a, c.theory_b, c.skill_a, c.skill_b):
        OfferFactory(course=course, format=c.lecture, teacher=c.chen)
    OfferFactory(course=c.theory_a, format=c.case, teacher=c.wang)
    c.base = BaseFactory(
        **school,
        name="滨江基地",
        name_en="Riverside base",
        capacity=80,
        groups=1,
        day_cost_yuan=2000,
        boarding_yuan_per_day=100,
        formats=both,
    )
    c.hall = RoomFactory(base=c.base, code="A201", name="A201", capacity=80)
    c.small = RoomFactory(base=c.base, code="B204", name="B204", capacity=20)
    for thing in (c.chen, c.wang, c.theory_a, c.theory_b, c.skill_a, c.skill_b, c.base):
        share(thing, cast.city, actor=cast.he)
    return c


def ready_program(cast, c, *, owner=None, offset: int = 0, **more) -> Program:
    """Make a programme that can be submitted: 8 hours on the first day, half of each category."""
    program = ProgramFactory(
        **{"organisation": owner or cast.north, "institute": cast.school, **more}
    )
    day = program.starts_on + timedelta(days=offset)
    for position, (course, slot) in enumerate([(c.theory_a, 0), (c.skill_a, 2)]):
        SessionFactory(
            program=program,
            position=position,
            course=course,
            format=c.lecture,
            teacher=c.chen,
            base=c.base,
            room=c.hall,
            on=day,
            slot=slot,
        )
    return program
