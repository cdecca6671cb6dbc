"""The sheet of programmes: what is known before they are composed."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.imports import cells
from accounts.models import Organisation
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Parent, register
from programs.operations import sheets as operations
from programs.queries import sheets as queries
from programs.rules import program as rules
from resources.imports.cells import whole_yuan


def numbered(actor: Actor, organisation: Organisation) -> Iterator[dict]:
    """The programmes that a sheet can name again: those with a number."""
    return (row for row in operations.PROGRAMS.read(actor, organisation) if row.get("number"))


PROGRAMS = register(
    Kind(
        key="programs",
        label=_("Programmes"),
        target_label=_("the programmes of an organisation, as drafts"),
        columns=(
            Column(
                name="number",
                label=_("Programme number"),
                aliases=(
                    "培训班编号",
                    "班次编号",
                    "方案编号",
                    "项目编号",
                    "program id",
                    "class no",
                ),
                clean=partial(clean.code, limit=40),
                required=True,
                example="2027-018",
            ),
            Column(
                name="name",
                label=_("Programme name"),
                aliases=("培训班名称", "班次名称", "方案名称", "项目名称", "program name", "title"),
                clean=partial(clean.text, limit=200),
                required=True,
                example="中层管理人员能力提升班",
            ),
            Column(
                name="name_en",
                label=_("Programme name in English"),
                aliases=("英文名称", "培训班英文名称", "english name", "english title"),
                clean=partial(clean.text, limit=200),
            ),
            Column(
                name="theme",
                label=_("Theme"),
                aliases=("主题", "培训主题", "培训类别", "subject", "topic"),
                options=cells.of_table(CodeKind.THEME),
            ),
            Column(
                name="institute",
                label=_("Institute"),
                aliases=("承办机构", "承办单位", "培训机构", "施教机构", "provider", "school"),
                options=queries.institute_words,
            ),
            Column(
                name="levels",
                label=_("For levels"),
                aliases=("适用级别", "培训对象", "级别", "levels", "audience"),
                options=cells.of_table(CodeKind.LEVEL),
                many=True,
            ),
            Column(
                name="aim",
                label=_("Aim"),
                aliases=("培训目标", "培训目的", "目标", "objective", "description"),
                clean=clean.long_text,
            ),
            Column(
                name="places",
                label=_("Places"),
                aliases=("人数", "计划人数", "名额", "培训人数", "seats", "capacity"),
                clean=clean.in_units(clean.PEOPLE, partial(clean.integer, least=1, most=30_000)),
                example="40",
            ),
            Column(
                name="starts_on",
                label=_("First day"),
                aliases=("开班日期", "开始日期", "起始日期", "开班时间", "start date", "begins"),
                clean=clean.date,
                example="2027-05-10",
            ),
            Column(
                name="ends_on",
                label=_("Last day"),
                aliases=(
                    "结班日期",
                    "结束日期",
                    "截止日期",
                    "结束时间",
                    "结业时间",
                    "end date",
                    "ends",
                ),
                clean=clean.date,
                example="2027-05-14",
            ),
            Column(
                name="hours_min",
                label=_("Hours at least"),
                aliases=("最少学时", "学时下限", "minimum hours", "min hours"),
                clean=clean.in_units(clean.HOURS, partial(clean.integer, least=0, most=5000)),
                example="24",
            ),
            Column(
                name="hours_max",
                label=_("Hours at most"),
                aliases=("最多学时", "学时上限", "maximum hours", "max hours"),
                clean=clean.in_units(clean.HOURS, partial(clean.integer, least=1, most=5000)),
                example="40",
            ),
            Column(
                name="budget_yuan",
                label=_("Budget (yuan)"),
                aliases=("预算", "预算（元）", "经费预算", "经费", "budget", "cost"),
                clean=whole_yuan,
                example="120000",
            ),
        ),
        natural_key=("number",),
        parent=Parent(
            name="organisation", label=_("Organisation"), choices=queries.own_organisation
        ),
        may=rules.may_create,
        load=operations.save_programs,
        undo=operations.undo_programs,
        read=numbered,
        url_name="programs:program_list",
    )
)
