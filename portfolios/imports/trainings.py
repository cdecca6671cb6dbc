"""The sheet of training history: who attended what before the portal, and what came of it."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.imports.cells import in_languages, of_table
from accounts.rules import may_keep_people
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Options, register
from portfolios import operations, queries
from portfolios.choices import TrainingResult
from portfolios.imports import cells
from programs.imports import cells as people

WORDS = {TrainingResult.COMPLETED: people.PASSED, TrainingResult.FAILED: people.FAILED}


def results(_actor: Actor) -> Options:
    """The words for what came of a training, as old lists have them."""
    return {one.value: [*in_languages(one.label), *words] for one, words in WORDS.items()}


TRAININGS = register(
    Kind(
        key="trainings",
        label=_("Training history"),
        target_label=_("the records of the trainees of an organisation"),
        columns=(
            people.number,
            people.name,
            cells.organisation,
            Column(
                name="training",
                label=_("Training attended"),
                aliases=(
                    *("培训名称", "培训班", "培训班名称", "培训项目", "班次名称", "参加培训"),
                    *("training name", "course name", "program name"),
                ),
                clean=partial(clean.text, limit=200),
                required=True,
                example="中层管理人员能力提升班",
            ),
            Column(
                name="institute",
                label=_("Held by"),
                aliases=("承办机构", "培训机构", "举办单位", "主办单位", "institute", "provider"),
                clean=cells.line,
                example="省委党校",
            ),
            Column(
                name="category",
                label=_("Course category"),
                aliases=("课程类别", "培训类别", "类别", "category", "training type"),
                options=of_table(CodeKind.CATEGORY),
            ),
            Column(
                name="starts_on",
                label=_("First day"),
                aliases=(
                    "开始日期",
                    "培训时间",
                    "培训日期",
                    "起始日期",
                    "开始时间",
                    "开班时间",
                    "start date",
                    "training date",
                ),
                clean=clean.date,
                required=True,
                example="2018-05-10",
            ),
            Column(
                name="ends_on",
                label=_("Last day"),
                aliases=(
                    "结束日期",
                    "结业日期",
                    "截止日期",
                    "结束时间",
                    "结业时间",
                    "end date",
                    "until",
                ),
                clean=clean.date,
                example="2018-05-14",
            ),
            Column(
                name="hours",
                label=_("Hours"),
                aliases=("学时", "培训学时", "学时数", "课时", "training hours", "duration"),
                clean=cells.hours,
                example="40",
            ),
            Column(
                name="result",
                label=_("Result"),
                aliases=("结业情况", "是否结业", "培训结果", "考核结果", "outcome", "completion"),
                options=results,
            ),
            Column(
                name="score",
                label=_("Score"),
                aliases=("成绩", "考核成绩", "分数", "得分", "mark", "points"),
                clean=people.score,
                example="86.5",
            ),
            Column(
                name="certificate",
                label=_("Certificate"),
                aliases=("证书编号", "结业证书", "证书", "证书号", "certificate no"),
                clean=partial(clean.text, limit=80),
                example="JY2018-0512",
            ),
            cells.note,
        ),
        natural_key=("number", "training", "starts_on"),
        parent=cells.parent,
        may=may_keep_people,
        load=operations.save_trainings,
        undo=operations.undo_trainings,
        read=queries.exported_trainings,
        url_name="accounts:trainee_list",
    )
)
