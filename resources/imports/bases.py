"""The sheet of bases."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, register
from resources import operations, rules
from resources.imports import cells

BASES = register(
    Kind(
        key="bases",
        label=_("Bases"),
        target_label=_("the bases of an organisation"),
        columns=(
            Column(
                name="code",
                label=_("Base number"),
                aliases=("基地编号", "基地编码", "基地代码", "编号", "base code", "base no"),
                clean=cells.number,
                required=True,
                example="BJ-01",
            ),
            Column(
                name="name",
                label=_("Base name"),
                aliases=(
                    "基地名称",
                    "培训基地",
                    "基地",
                    "校区名称",
                    "名称",
                    "base",
                    "training base",
                    "venue",
                ),
                clean=cells.name,
                required=True,
                example="滨江校区",
            ),
            Column(
                name="name_en",
                label=_("Base name in English"),
                aliases=("基地英文名称", "英文名称", "英文名", "english name"),
                clean=cells.name,
                example="Riverside campus",
            ),
            Column(
                name="city",
                label=_("City"),
                aliases=("城市", "所在城市", "所在地", "所在市", "location"),
                clean=cells.short,
                example="杭州",
            ),
            Column(
                name="city_en",
                label=_("City in English"),
                aliases=("城市英文", "英文城市", "english city"),
                clean=cells.short,
                example="Hangzhou",
            ),
            Column(
                name="address",
                label=_("Address"),
                aliases=("地址", "详细地址", "基地地址", "通讯地址", "street address"),
                clean=cells.name,
            ),
            Column(
                name="capacity",
                label=_("Largest group"),
                aliases=(
                    "最大规模",
                    "容量",
                    "可容纳人数",
                    "最大容纳人数",
                    "接待规模",
                    "capacity",
                    "maximum scale",
                ),
                clean=clean.capacity,
                required=True,
                example="200",
            ),
            Column(
                name="groups",
                label=_("Groups at once"),
                aliases=(
                    "同时承接班数",
                    "同期可办班数",
                    "可同时办班数",
                    "并行班数",
                    "concurrent groups",
                    "parallel groups",
                ),
                clean=cells.groups,
                example="2",
            ),
            Column(
                name="day_cost_yuan",
                label=_("Cost per day (yuan)"),
                aliases=(
                    "场地费",
                    "场地费（元/天）",
                    "日租金",
                    "每天费用",
                    "day cost",
                    "cost per day",
                    "rent per day",
                ),
                clean=cells.yuan_per_day,
                example="3000",
            ),
            Column(
                name="boarding_yuan_per_day",
                label=_("Boarding per person and day (yuan)"),
                aliases=(
                    "食宿费",
                    "食宿费（元/人天）",
                    "食宿标准",
                    "boarding",
                    "board and lodging",
                ),
                clean=cells.yuan_per_head,
                example="320",
            ),
            Column(
                name="formats",
                label=_("Formats"),
                aliases=("教学形式", "支持形式", "可开展形式", "teaching formats", "format"),
                options=cells.of_table(CodeKind.FORMAT),
                many=True,
            ),
            Column(
                name="facilities",
                label=_("Facilities"),
                aliases=("设施", "设施设备", "配套设施", "设备", "equipment", "amenities"),
                options=cells.of_table(CodeKind.FACILITY),
                many=True,
            ),
            Column(
                name="note",
                label=_("Note"),
                aliases=("备注", "说明", "基地简介", "简介", "remarks", "description"),
                clean=clean.long_text,
            ),
            cells.owner,
        ),
        natural_key=("code",),
        parent=cells.organisation,
        may=rules.may_bring_in,
        load=operations.save_bases,
        undo=operations.undo_bases,
        read=operations.BASES.read,
        url_name="resources:base_list",
    )
)
