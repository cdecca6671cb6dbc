"""The sheet of evaluations on paper or of an older system: one line for each subject of a sheet."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.imports.cells import in_languages
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Options, Parent, register
from evaluation import operations, queries, rules
from surveys.choices import TEXT_LENGTH, Purpose

PARTIES = {
    Purpose.TRAINEE: ("学员", "学员评价", "trainee", "trainees"),
    Purpose.UNIT: ("参训单位", "单位", "单位评价", "unit", "units"),
    Purpose.FOLLOW_UP: ("跟踪", "跟踪反馈", "单位跟踪", "follow-up", "follow up"),
}


def parties(_actor: Actor) -> Options:
    """Who answered, and when a unit did."""
    return {one.value: [*in_languages(one.label), *words] for one, words in PARTIES.items()}


def own_organisation(actor: Actor):
    """An institute or a department brings in what it has collected itself."""
    return [actor.organisation]


EVALUATIONS = register(
    Kind(
        key="evaluations",
        label=_("Evaluations given elsewhere"),
        target_label=_("closed programmes that nobody has evaluated on the portal"),
        columns=(
            Column(
                name="program",
                label=_("Programme number or name"),
                aliases=(
                    *("培训班编号", "班次编号", "方案编号", "培训班", "培训班名称", "班次名称"),
                    *("program id", "class no", "programme number", "program name"),
                ),
                clean=partial(clean.text, limit=200),
                required=True,
                example="2027-018",
            ),
            Column(
                name="owner",
                label=_("Unit that owns the programme"),
                aliases=("培训班所属单位", "班次所属单位", "主办单位", "program owner", "owner"),
                clean=partial(clean.text, limit=120),
            ),
            Column(
                name="party",
                label=_("Who evaluates"),
                aliases=("评价主体", "评价方", "评价类型", "评价人类别", "party", "evaluator"),
                options=parties,
                required=True,
            ),
            Column(
                name="sheet",
                label=_("Answer sheet number"),
                aliases=(
                    "答卷编号",
                    "答卷序号",
                    "问卷编号",
                    "答卷号",
                    "sheet no",
                    "response id",
                ),
                clean=partial(clean.code, limit=40),
                required=True,
                example="1",
            ),
            Column(
                name="unit",
                label=_("Unit that evaluates"),
                aliases=("评价单位", "参训单位", "填报单位", "unit", "unit code"),
                clean=partial(clean.text, limit=120),
            ),
            Column(
                name="subject",
                label=_("What is evaluated"),
                aliases=("评价对象", "评价内容", "课程或师资", "评价项目", "subject", "about"),
                clean=partial(clean.text, limit=120),
                required=True,
                example="总体评价",
            ),
            Column(
                name="score",
                label=_("Score given"),
                aliases=("得分", "评分", "分数", "分值", "成绩", "rating", "points"),
                clean=clean.in_units("分", partial(clean.decimal, least=0, most=1000)),
                example="5",
            ),
            Column(
                name="full",
                label=_("Full score"),
                aliases=("满分", "满分值", "分制", "out of", "maximum score"),
                clean=clean.in_units("分", partial(clean.decimal, least=1, most=1000)),
                example="5",
            ),
            Column(
                name="comment",
                label=_("Comment given"),
                aliases=("意见", "建议", "意见和建议", "意见建议", "评语", "comments", "remarks"),
                clean=partial(clean.long_text, limit=TEXT_LENGTH),
            ),
        ),
        natural_key=("program", "party", "sheet", "subject"),
        parent=Parent(name="organisation", label=_("Organisation"), choices=own_organisation),
        may=rules.may_bring_in,
        load=operations.save_answers,
        undo=operations.undo_answers,
        read=queries.exported_answers,
        url_name="evaluation:evaluation_list",
    )
)
