"""The sheet of days on which bases cannot be booked: their calendars as institutes keep them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, register
from resources import operations, queries, rules
from resources.imports import cells

BLOCKED = register(
    Kind(
        key="blocked",
        label=_("Blocked days of bases"),
        target_label=_("the calendars of the bases of an organisation"),
        columns=(
            Column(
                name="base",
                label=_("Base"),
                aliases=("基地", "基地编号", "基地名称", "培训基地", "场地", "base no", "venue"),
                options=cells.own_bases,
                required=True,
            ),
            Column(
                name="first_on",
                label=_("First day"),
                aliases=(
                    "开始日期",
                    "起始日期",
                    "停用开始",
                    "日期",
                    "start date",
                    "from",
                    "begins",
                ),
                clean=clean.date,
                required=True,
                example="2027-02-01",
            ),
            Column(
                name="last_on",
                label=_("Last day"),
                aliases=("结束日期", "截止日期", "停用结束", "end date", "to", "until", "ends"),
                clean=clean.date,
                example="2027-02-12",
            ),
            Column(
                name="reason",
                label=_("Reason"),
                aliases=("原因", "停用原因", "事由", "说明", "备注", "note", "why"),
                clean=partial(clean.text, limit=200),
                example="寒假检修",
            ),
        ),
        natural_key=("base", "first_on"),
        parent=cells.organisation,
        may=rules.may_bring_in,
        load=operations.save_blocked,
        undo=operations.undo_blocked,
        read=queries.exported_blocked,
        url_name="resources:base_list",
    )
)
