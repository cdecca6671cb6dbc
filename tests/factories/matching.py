"""A small past in which the field of work decides what does whom good."""

from datetime import date, timedelta
from itertools import cycle
from types import SimpleNamespace

import factory
from django.utils import timezone

from accounts.choices import CodeKind
from accounts.models import Trainee
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment, Program
from tests.factories.accounts import CodeFactory, TraineeFactory

YEARS = (2023, 2024, 2025)
THEMES = {"market": "电力市场", "safety": "安全管理", "digital": "数字化"}
AREAS = {"sales": "营销", "works": "生产", "office": "综合"}
FITS = dict(zip(AREAS, THEMES, strict=True))


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program
        skip_postgeneration_save = True

    name = factory.Sequence("培训班{}".format)
    name_en = factory.Sequence("Programme {}".format)
    places = 30
    state = ProgramState.APPROVED
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda p: p.starts_on + timedelta(days=2))

    @factory.post_generation
    def levels(self, create, levels, **_more):
        if create and levels:
            self.levels.set(levels)


def code_tables(owner):
    """Themes, fields of work, levels and formats of a root organisation."""

    def of(kind, names):
        return {
            code: CodeFactory(organisation=owner, kind=kind, code=code, name=name, name_en=code)
            for code, name in names.items()
        }

    return SimpleNamespace(
        themes=of(CodeKind.THEME, THEMES),
        areas=of(CodeKind.AREA, AREAS),
        levels=of(CodeKind.LEVEL, {"head": "正职", "deputy": "副职"}),
        formats=of(CodeKind.FORMAT, {"case": "案例教学", "lecture": "专题讲授"}),
    )


def past(owner, unit, tables, *, people=300, every_year=False, **more):
    """Trainees of a unit and what became of their training in three years; good where it fits.

    Everybody goes once, or every year; to a theme in turn, so that the order is no hint.
    """
    areas, levels = cycle(tables.areas), cycle(tables.levels)
    trainees = []
    for number in range(people):
        one = Trainee(
            organisation=unit,
            number=f"{unit.code}{number:04d}",
            name=f"学员{number}",
            sex="female" if number % 3 else "male",
            born_on=date(1970 + number % 25, 5, 1),
            area=tables.areas[next(areas)],
            level=tables.levels[next(levels)],
            preferences=["case"] if number % 2 else ["lecture"],
            **more,
        )
        one.index()
        trainees.append(one)
    Trainee.objects.bulk_create(trainees)
    part = -(-people // len(YEARS))
    for place, year in enumerate(YEARS):
        own = trainees if every_year else trainees[place * part : (place + 1) * part]
        _year(owner, tables, own, year)
    return trainees


def _year(owner, tables, trainees, year):
    programs = {
        theme: ProgramFactory(
            organisation=owner,
            theme=code,
            state=ProgramState.CLOSED,
            starts_on=date(year, 3 + place, 1),
            places=500,
        )
        for place, (theme, code) in enumerate(tables.themes.items())
    }
    themes = list(tables.themes)
    Enrolment.objects.bulk_create(
        Enrolment(
            organisation=one.organisation,
            program=programs[theme],
            trainee=one,
            state=EnrolmentState.COMPLETED,
            score=92 if FITS[one.area.code] == theme else 65,
        )
        for number, one in enumerate(trainees)
        for theme in [themes[(number // 3 + year) % len(themes)]]
    )


def someone(cast, tables, area="sales", **more):
    """A trainee of the northern unit, of whom enough is known."""
    values = {"organisation": cast.north, "born_on": "1980-05-01", "preferences": ["case"]}
    values |= {"area": tables.areas[area], "level": tables.levels["deputy"]}
    one = TraineeFactory(**values | more)
    return Trainee.objects.get(pk=one.pk)
