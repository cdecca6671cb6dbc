"""The sheet of posts: who held which post from when to when."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.imports.cells import of_table
from accounts.rules import may_keep_people
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, register
from portfolios import operations, queries
from portfolios.imports import cells
from programs.imports import cells as people

POSTS = register(
    Kind(
        key="posts",
        label=_("Posts held"),
        target_label=_("the records of the trainees of an organisation"),
        columns=(
            people.number,
            people.name,
            cells.organisation,
            Column(
                name="post",
                label=_("Post"),
                aliases=(
                    "岗位",
                    "职务",
                    "职务名称",
                    "所任职务",
                    "任职岗位",
                    "担任职务",
                    "岗位名称",
                    "position",
                    "job title",
                ),
                clean=cells.line,
                required=True,
                example="营销部副主任",
            ),
            Column(
                name="employer",
                label=_("Unit at the time"),
                aliases=("任职单位", "任职部门", "当时单位", "工作单位", "employer", "company"),
                clean=cells.line,
                example="滨海供电公司",
            ),
            Column(
                name="level",
                label=_("Level"),
                aliases=("级别", "职级", "职务级别", "职务层级", "层级", "rank"),
                options=of_table(CodeKind.LEVEL),
            ),
            Column(
                name="starts_on",
                label=_("In post from"),
                aliases=(
                    "任职时间",
                    "任职日期",
                    "开始日期",
                    "起始日期",
                    "起始时间",
                    "开始时间",
                    "start date",
                    "since",
                ),
                clean=clean.date,
                required=True,
                example="2015-03-01",
            ),
            Column(
                name="ends_on",
                label=_("In post until"),
                aliases=(
                    "免职时间",
                    "免职日期",
                    "结束日期",
                    "离任日期",
                    "终止时间",
                    "结束时间",
                    "end date",
                    "to",
                ),
                clean=cells.until,
                example="2019-06-30",
            ),
            cells.note,
        ),
        natural_key=("number", "post", "starts_on"),
        parent=cells.parent,
        may=may_keep_people,
        load=operations.save_posts,
        undo=operations.undo_posts,
        read=queries.exported_posts,
        url_name="accounts:trainee_list",
    )
)
