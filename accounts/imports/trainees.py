"""The roster: the sheet of the people whose growth is recorded."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts import operations, queries, rules
from accounts.access import Actor
from accounts.choices import CodeKind, Sex
from accounts.imports import cells
from core.spreadsheets import clean
from core.spreadsheets.kinds import Bulk, Column, Identity, Kind, Options, Parent, register


def sexes(_actor: Actor) -> Options:
    """The words for the sexes that rosters use."""
    return {
        Sex.MALE.value: ["男", "Male", "男性", "M"],
        Sex.FEMALE.value: ["女", "Female", "女性", "F"],
    }


def own_organisations(actor: Actor):
    """The actor's organisation and those below it whose people may be kept from here."""
    return queries.organisations(actor).filter(active=True)


TRAINEES = register(
    Kind(
        key="trainees",
        label=_("Trainees"),
        target_label=_("the trainees of an organisation"),
        columns=(
            Column(
                name="number",
                label=_("Staff number"),
                aliases=(
                    "工号",
                    "员工编号",
                    "人员编号",
                    "职工号",
                    "编号",
                    "staff no",
                    "employee id",
                ),
                clean=partial(clean.text, limit=40),
                required=True,
                example="100234",
            ),
            Column(
                name="name",
                label=_("Name"),
                aliases=("姓名", "学员姓名", "人员姓名", "员工姓名", "full name", "trainee"),
                clean=partial(clean.text, limit=80),
                required=True,
                example="王海宁",
            ),
            Column(
                name="sex",
                label=_("Sex"),
                aliases=("性别", "gender"),
                options=sexes,
            ),
            Column(
                name="born_on",
                label=_("Date of birth"),
                aliases=("出生日期", "出生年月", "出生年月日", "生日", "birth date", "birthday"),
                clean=clean.date,
                example="1985-03-07",
            ),
            Column(
                name="id_number",
                label=_("Identity number"),
                aliases=("身份证号", "身份证号码", "身份证", "证件号码", "id number", "id card"),
                clean=clean.id_number,
            ),
            Column(
                name="phone",
                label=_("Mobile"),
                aliases=(
                    "手机号",
                    "手机",
                    "手机号码",
                    "联系电话",
                    "电话",
                    "phone",
                    "mobile number",
                ),
                clean=clean.phone,
                example="13800000000",
            ),
            Column(
                name="area",
                label=_("Field of work"),
                aliases=("部门", "专业", "所在部门", "业务领域", "专业领域", "department", "area"),
                options=cells.of_table(CodeKind.AREA),
            ),
            Column(
                name="post",
                label=_("Post"),
                aliases=(
                    *("岗位", "职务", "现任职务", "岗位名称", "部门及职务", "单位及职务"),
                    *("position", "job title"),
                ),
                clean=partial(clean.text, limit=120),
                example="营销部副主任",
            ),
            Column(
                name="level",
                label=_("Level"),
                aliases=("级别", "职级", "职务级别", "层级", "rank", "grade"),
                options=cells.of_table(CodeKind.LEVEL),
            ),
            Column(
                name="education",
                label=_("Education"),
                aliases=("学历", "最高学历", "文化程度", "education level"),
                options=cells.of_table(CodeKind.EDUCATION),
            ),
            Column(
                name="joined_on",
                label=_("Joined on"),
                aliases=("入职日期", "参加工作时间", "入职时间", "工作时间", "hire date", "joined"),
                clean=clean.date,
                example="2008-07-01",
            ),
        ),
        natural_key=("number",),
        parent=Parent(name="organisation", label=_("Organisation"), choices=own_organisations),
        may=rules.may_keep_people,
        load=operations.save_trainees,
        undo=operations.undo_trainees,
        read=queries.exported_trainees,
        url_name="accounts:trainee_list",
        bulk=Bulk(held=queries.numbers_known, add=operations.add_trainees),
        identity=Identity(
            known=queries.people_known, id_number="id_number", phone="phone", born_on="born_on"
        ),
    )
)
