"""The sheet of who gives which course in which format."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from core.spreadsheets.kinds import Column, Kind, register
from resources import operations, queries, rules
from resources.imports import cells

OFFERS = register(
    Kind(
        key="offers",
        label=_("Who gives what"),
        target_label=_("the courses and teachers of an organisation"),
        columns=(
            Column(
                name="teacher",
                label=_("Teacher"),
                aliases=(
                    "师资",
                    "教师",
                    "授课教师",
                    "姓名",
                    "师资编号",
                    "教师编号",
                    "教师姓名",
                    "teacher no",
                    "lecturer",
                ),
                options=cells.own_teachers,
                required=True,
            ),
            Column(
                name="course",
                label=_("Course"),
                aliases=(
                    "课程",
                    "课程名称",
                    "课程编号",
                    "课程代码",
                    "讲授课程",
                    "course no",
                    "course title",
                ),
                options=cells.own_courses,
                required=True,
            ),
            Column(
                name="format",
                label=_("Format"),
                aliases=("教学形式", "授课形式", "教学方式", "形式", "teaching format", "mode"),
                options=cells.of_table(CodeKind.FORMAT),
                required=True,
            ),
        ),
        natural_key=("course", "format", "teacher"),
        parent=cells.organisation,
        may=rules.may_bring_in,
        load=operations.save_offers,
        undo=operations.undo_offers,
        read=queries.exported_offers,
        url_name="resources:course_list",
    )
)
