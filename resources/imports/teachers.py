"""The sheet of teachers."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, register
from resources import operations, rules
from resources.imports import cells

TEACHERS = register(
    Kind(
        key="teachers",
        label=_("Teachers"),
        target_label=_("the teachers of an organisation"),
        columns=(
            Column(
                name="number",
                label=_("Teacher number"),
                aliases=(
                    "师资编号",
                    "教师编号",
                    "工号",
                    "教工号",
                    "编号",
                    "teacher no",
                    "staff number",
                ),
                clean=cells.number,
                required=True,
                example="T0012",
            ),
            Column(
                name="name",
                label=_("Teacher"),
                aliases=("姓名", "教师姓名", "师资姓名", "教师", "授课人", "name", "full name"),
                clean=cells.short,
                required=True,
                example="王立群",
            ),
            Column(
                name="name_latin",
                label=_("Name in Latin letters"),
                aliases=("姓名拼音", "拼音", "英文名", "latin name", "english name"),
                clean=partial(clean.text, limit=120),
                example="Wang Liqun",
            ),
            Column(
                name="title",
                label=_("Academic title"),
                aliases=("职称", "职务", "职称/职务", "职务职称", "title", "position", "rank"),
                clean=cells.short,
                example="教授",
            ),
            Column(
                name="title_en",
                label=_("Academic title in English"),
                aliases=("英文职称", "职称英文", "english title"),
                clean=cells.short,
                example="Professor",
            ),
            Column(
                name="expertise",
                label=_("Expertise"),
                aliases=(
                    "专业领域",
                    "研究方向",
                    "专长",
                    "擅长领域",
                    "授课方向",
                    "specialty",
                    "field",
                ),
                clean=cells.name,
                example="电力市场",
            ),
            Column(
                name="expertise_en",
                label=_("Expertise in English"),
                aliases=("英文专长", "专业领域英文", "english expertise"),
                clean=cells.name,
                example="Power markets",
            ),
            Column(
                name="fee_per_hour_yuan",
                label=_("Fee per hour (yuan)"),
                aliases=(
                    "课酬",
                    "课酬标准",
                    "每学时课酬",
                    "课酬（元/学时）",
                    "fee",
                    "fee per hour",
                ),
                clean=cells.yuan_per_hour,
                example="800",
            ),
            Column(
                name="phone",
                label=_("Mobile"),
                aliases=(
                    "手机",
                    "手机号",
                    "手机号码",
                    "联系方式",
                    "联系电话",
                    "电话",
                    "phone",
                    "mobile number",
                ),
                clean=clean.phone,
                example="13800000000",
            ),
            cells.owner,
        ),
        natural_key=("number",),
        parent=cells.organisation,
        may=rules.may_bring_in,
        load=operations.save_teachers,
        undo=operations.undo_teachers,
        read=operations.TEACHERS.read,
        url_name="resources:teacher_list",
    )
)
