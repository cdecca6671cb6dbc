"""What the sheets about people of a programme share."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.imports import cells
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column

score = clean.in_units("分|points?", partial(clean.decimal, least=0, most=100))
PASSED = ("结业", "合格", "完成", "通过", "是", "completed", "passed", "yes")
FAILED = ("不合格", "未完成", "未通过", "否", "not completed", "failed", "no")
number = Column(
    name="number",
    label=_("Staff number"),
    aliases=("工号", "员工编号", "学员编号", "学号", "人员编号", "staff no", "employee id"),
    clean=partial(clean.text, limit=40),
    required=True,
    example="100234",
)
name = Column(
    name="name",
    label=_("Name"),
    aliases=("姓名", "学员姓名", "人员姓名", "full name", "trainee"),
    clean=partial(clean.text, limit=80),
    example="王海宁",
)
organisation = Column(
    name="organisation",
    label=_("Organisation"),
    aliases=("单位", "所在单位", "参训单位", "单位编码", "单位名称", "unit", "unit code"),
    options=cells.organisations(OrganisationKind.UNIT, OrganisationKind.DEPARTMENT),
)
