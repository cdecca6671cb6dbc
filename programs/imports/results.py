"""The sheet of results: how people did in a programme."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.imports.cells import in_languages, of_table
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Options, Parent, register
from programs.choices import EnrolmentState
from programs.imports import cells
from programs.operations import sheets as operations
from programs.queries import sheets as queries
from programs.rules import enrolment as rules

ENDS = {EnrolmentState.COMPLETED: cells.PASSED, EnrolmentState.FAILED: cells.FAILED}


def outcomes(_actor: Actor) -> Options:
    """Passed or not, as lists of results have it."""
    return {one.value: [*in_languages(one.label), *words] for one, words in ENDS.items()}


RESULTS = register(
    Kind(
        key="results",
        label=_("Results of a programme"),
        target_label=_("a programme that your institute holds or has held"),
        columns=(
            cells.number,
            cells.name,
            Column(
                name="score",
                label=_("Score"),
                aliases=(
                    "成绩",
                    "考核成绩",
                    "分数",
                    "得分",
                    "总评成绩",
                    "总成绩",
                    "综合成绩",
                    "mark",
                    "points",
                ),
                clean=cells.score,
                example="86.5",
            ),
            Column(
                name="grade",
                label=_("Grade"),
                aliases=("等级", "考核等级", "评定", "评定等级", "rating", "assessment"),
                options=of_table(CodeKind.GRADE),
            ),
            Column(
                name="outcome",
                label=_("Outcome"),
                aliases=("结业情况", "是否结业", "结果", "考核结果", "completion", "status"),
                options=outcomes,
            ),
            Column(
                name="remark",
                label=_("Remark"),
                aliases=("评语", "备注", "表现", "comment", "note"),
                clean=partial(clean.text, limit=200),
            ),
        ),
        natural_key=("number",),
        parent=Parent(name="program", label=_("Programme"), choices=queries.open_to_results),
        may=rules.may_record,
        load=operations.load_results,
        undo=operations.undo_results,
        read=queries.exported_results,
        url_name="programs:program_list",
    )
)
