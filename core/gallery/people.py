"""A list over the kinds of data of the portal, dressed as people."""

from datetime import date

from core.gallery.words import WORDS, pick
from core.lists import Choice, Column, Flag, Measured, Range, Search, Table
from core.templatetags.marks import TONES

NAMES = [
    "张雪莹",
    "李建国",
    "古丽娜尔·阿不都热依木",
    "周文博",
    "曾庆华",
    "单晓燕",
    "仇志强",
    "查理明",
]
STATES = list(TONES)


class SampleTable(Table):
    """A list over the kinds of data of the portal, dressed as people."""

    key, title, default_sort = "samples", "", "number"
    sizes, size = (20, 50, 100), 20
    filters = (
        Search(label="app, model", fields=("app_label", "model")),
        Choice(
            "app",
            "App",
            path="app_label",
            options=lambda actor: [(a, a) for a in ("accounts", "auth", "sessions")],
        ),
        Range("number", "No.", path="pk", more=True),
        Flag("ours", "accounts", q=lambda rows: rows.filter(app_label="accounts"), more=True),
    )

    def __init__(self, *args, title, **kwargs):
        self.title = title
        words = pick("草稿 待审批 退回 已通过 不通过 进行中 已结束", WORDS["states"][1]).split()
        self.columns = (
            Column(
                "name",
                pick("姓名", "Name"),
                fixed=True,
                kind="link",
                value=_name,
                url=lambda c: "#",
            ),
            Column("app", pick("单位", "Unit"), value="app_label", sort="app_label"),
            Column("number", pick("编号", "No."), value="pk", sort="pk", numeric=True),
            Column("hours", pick("年度学时", "Hours"), kind="measure", value=_hours),
            Column(
                "state",
                pick("状态", "State"),
                kind="pill",
                value=lambda c: (words[c.pk % 7], STATES[c.pk % 7]),
            ),
            Column(
                "last",
                pick("最近培训", "Last course"),
                kind="date",
                value=lambda c: date(2026, 1 + c.pk % 12, 9),
                minor=True,
            ),
            Column(
                "phone",
                pick("手机号", "Phone"),
                kind="mask",
                mask="phone",
                value=lambda c: f"1385550{c.pk:04}",
                minor=True,
            ),
            Column("model", pick("备注", "Note"), shown=False),
        )
        super().__init__(*args, **kwargs)


def _name(row) -> str:
    return NAMES[row.pk % len(NAMES)]


def _hours(row) -> Measured:
    value = 12 + row.pk * 7 % 90
    return Measured(value=value, minimum=90, maximum=113)
