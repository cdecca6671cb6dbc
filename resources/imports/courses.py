"""The sheet of courses."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, register
from resources import operations, rules
from resources.imports import cells

COURSES = register(
    Kind(
        key="courses",
        label=_("Courses"),
        target_label=_("the courses of an organisation"),
        columns=(
            Column(
                name="code",
                label=_("Course number"),
                aliases=("课程编号", "课程编码", "课程代码", "课程号", "course code", "course no"),
                clean=cells.number,
                required=True,
                example="HC-2041",
            ),
            Column(
                name="name",
                label=_("Course name"),
                aliases=("课程名称", "课程", "名称", "课程题目", "course", "title", "course title"),
                clean=cells.name,
                required=True,
                example="电力市场与现货交易",
            ),
            Column(
                name="name_en",
                label=_("Course name in English"),
                aliases=("课程英文名称", "英文名称", "英文名", "english name", "english title"),
                clean=cells.name,
                example="Power markets and spot trading",
            ),
            Column(
                name="category",
                label=_("Course category"),
                aliases=(
                    "课程类别",
                    "类别",
                    "课程分类",
                    "课程性质",
                    "所属类别",
                    "category",
                    "course type",
                ),
                required=True,
                options=cells.of_table(CodeKind.CATEGORY),
            ),
            Column(
                name="hours",
                label=_("Hours"),
                aliases=("学时", "课时", "总学时", "学时数", "teaching hours", "duration"),
                clean=cells.hours,
                required=True,
                example="8",
            ),
            Column(
                name="formats",
                label=_("Formats"),
                aliases=("教学形式", "授课形式", "教学方式", "形式", "teaching formats", "format"),
                required=True,
                options=cells.of_table(CodeKind.FORMAT),
                many=True,
            ),
            Column(
                name="levels",
                label=_("For levels"),
                aliases=("适用级别", "适用对象", "培训对象", "级别", "levels", "level"),
                options=cells.of_table(CodeKind.LEVEL),
                many=True,
            ),
            Column(
                name="summary",
                label=_("Summary"),
                aliases=("课程简介", "简介", "内容简介", "课程内容", "description", "abstract"),
                clean=clean.long_text,
            ),
            Column(
                name="summary_en",
                label=_("Summary in English"),
                aliases=("英文简介", "课程英文简介", "english summary", "english description"),
                clean=clean.long_text,
            ),
            Column(
                name="audience",
                label=_("For whom"),
                aliases=("适用人群", "对象说明", "学员对象", "who it is for", "target group"),
                clean=clean.long_text,
                example="新任中层领导人员",
            ),
            Column(
                name="competences",
                label=_("Leads to competences"),
                aliases=("培养能力", "对应能力", "能力", "能力项", "competences", "skills"),
                options=cells.competences,
                many=True,
                example="战略思维（2 会用）",
            ),
            Column(
                name="prerequisites",
                label=_("Courses needed before"),
                aliases=(
                    *("先修课程", "先修课", "前置课程", "先修课程编号"),
                    *("prerequisites", "prerequisite courses", "required before"),
                ),
                clean=cells.numbers,
                example="HC-2040、HC-2038",
            ),
            Column(
                name="materials",
                label=_("Materials, one a line"),
                aliases=(
                    *("课程资料", "教学资料", "课件", "资料", "教材"),
                    *("materials", "documents", "teaching materials"),
                ),
                clean=cells.material_lines,
                example="讲义 https://example.org/handout.pdf",
            ),
            cells.owner,
        ),
        natural_key=("code",),
        parent=cells.organisation,
        may=rules.may_bring_in,
        load=operations.save_courses,
        undo=operations.undo_courses,
        read=operations.COURSES.read,
        url_name="resources:course_list",
    )
)
