"""Two spreadsheets as institutes and units send them: a room list and a roster.

Rows are dictionaries of text, in the order of the columns, as a person would have typed them:
codes keep their leading zeros, dates come in four notations. The roster holds four mistakes on
purpose (`MISTAKES`), for showing how an import finds them.
"""

from collections.abc import Callable
from datetime import date
from itertools import cycle
from typing import NamedTuple

from trainportal.demo.content import rows
from trainportal.demo.people import SEED, Person, leaders

Notation = Callable[[date], str]


class Wing(NamedTuple):
    """A building of the room list; it has as many rooms on every floor."""

    number: str
    campus: str
    building: str
    floors: int
    kinds: tuple[str, ...]  # of the rooms on a floor, in order
    department: str


class Mistake(NamedTuple):
    """One mistake of the roster; `row` counts as a spreadsheet does, the header being row 1."""

    row: int
    column: str
    what: str
    what_en: str


TIERED, STANDARD, SEMINAR = "tiered", "standard", "seminar"
COMPUTER, HALL, WORKSHOP = "computer", "hall", "workshop"
FIRST_FLOORS = (TIERED, STANDARD, STANDARD, SEMINAR, SEMINAR, STANDARD)
SECOND_FLOORS = (STANDARD, STANDARD, STANDARD, SEMINAR, STANDARD)
PRACTICE_FLOORS = (WORKSHOP, WORKSHOP, WORKSHOP, STANDARD)
COMPUTER_FLOORS = (COMPUTER, COMPUTER, COMPUTER, STANDARD)
SIMULATION_FLOORS = (COMPUTER, SEMINAR, STANDARD, WORKSHOP)
WINGS = (
    Wing("01", "沧宁校区", "第一教学楼", 5, FIRST_FLOORS, "教务部"),
    Wing("02", "沧宁校区", "第二教学楼", 4, SECOND_FLOORS, "教务部"),
    Wing("03", "沧宁校区", "实训楼", 4, PRACTICE_FLOORS, "实训管理部"),
    Wing("04", "沧宁校区", "信息楼", 4, COMPUTER_FLOORS, "信息中心"),
    Wing("05", "海岬校区", "风电实训楼", 4, (STANDARD, WORKSHOP, SEMINAR), "实训管理部"),
    Wing("06", "海岬校区", "学员中心", 3, (HALL, SEMINAR, SEMINAR), "学员服务部"),
    Wing("07", "临澜校区", "仿真中心", 4, SIMULATION_FLOORS, "实训管理部"),
)
CAPACITIES = {
    TIERED: (120, 150, 180),
    STANDARD: (48, 60, 72),
    SEMINAR: (20, 24, 30),
    COMPUTER: (48, 50, 60),
    HALL: (260, 300),
    WORKSHOP: (24, 30, 40),
}
WITHOUT_EXAMS = {SEMINAR, WORKSHOP}
REMARKS = {
    "010103": "投影灯泡待更换",
    "020405": "九月起改作资料室",
    "030202": "设备检修，暂停使用",
    "040301": "安装仿真软件，限四十八人",
    "060101": "使用须提前两周申请",
}
CLOSED = {"020405", "030202"}

KNOWN = 6  # people of the roster who are already in the portal, two with a new telephone
ROWS = 40
ROSTER_SERIAL = 5001
ROSTER_LEVELS = {"mid_deputy", "junior", "reserve"}  # heads are known; newcomers rank below
MISTAKES = (
    Mistake(9, "身份证号", "校验码不对", "The check digit is wrong"),
    Mistake(17, "出生日期", "与身份证号中的日期不一致", "Differs from the identity number"),
    Mistake(25, "级别", "“科级”不在级别代码表中", "The level is not in the code table"),
    Mistake(33, "姓名", "与第 14 行是同一人", "The same person as in row 14"),
)
COPIED_FROM = 14
UNKNOWN_LEVEL = "科级"
SEXES = {"male": "男", "female": "女"}


def rooms_rows() -> list[dict[str, str]]:
    """The room list of the institute of technology."""
    kinds = _names("room_kind")
    return [
        _room(wing, floor, place, kind, kinds[kind])
        for wing in WINGS
        for floor in range(1, wing.floors + 1)
        for place, kind in enumerate(wing.kinds, start=1)
    ]


def _room(wing: Wing, floor: int, place: int, kind: str, kind_name: str) -> dict[str, str]:
    code = f"{wing.number}{floor:02d}{place:02d}"
    choices = CAPACITIES[kind]
    capacity = choices[(floor + place) % len(choices)]
    return {
        "教室编号": code,
        "教室名称": f"{wing.building} {floor}{place:02d}",
        "校区": wing.campus,
        "教学楼": wing.building,
        "楼层": str(floor),
        "教室类型": kind_name,
        "考试容纳人数": "" if kind in WITHOUT_EXAMS else str(capacity // 2),
        "最大上课容纳人数": str(capacity),
        "是否启用": "否" if code in CLOSED else "是",
        "是否有空调": "否" if kind == WORKSHOP else "是",
        "管理部门": wing.department,
        "备注": REMARKS.get(code, ""),
    }


def roster_rows(unit: str) -> list[dict[str, str]]:
    """Return the roster of a unit: some people the portal knows, the others new, four mistakes.

    Raises
    ------
    ValueError
        If there is no unit of that code.
    """
    known = [person for person in leaders(SEED) if person["unit_code"] == unit][:KNOWN]
    if not known:
        raise ValueError(f"no unit has the code {unit!r}")
    newcomers = [
        person
        for person in leaders(SEED + 1, 800, first_serial=ROSTER_SERIAL)
        if person["unit_code"] == unit and person["level"] in ROSTER_LEVELS
    ]
    people = (known + newcomers)[: ROWS - 1]
    names = {kind: _names(kind) for kind in ("area", "level", "education")}
    notations = cycle((_dashes, _dots, _characters, _digits))
    sheet = [_roster_row(person, names, next(notations)) for person in people]
    for row in sheet[:2]:
        row["手机号"] = row["手机号"][:7] + "9" + row["手机号"][8:]
    _make_mistakes(sheet)
    return sheet


def _roster_row(
    person: Person, names: dict[str, dict[str, str]], notation: Notation
) -> dict[str, str]:
    return {
        "工号": person["staff_number"],
        "姓名": person["name"],
        "性别": SEXES[person["sex"]],
        "出生日期": notation(person["born_on"]),
        "身份证号": person["id_number"],
        "手机号": person["phone"],
        "部门": names["area"][person["area"]],
        "岗位": person["post_title"],
        "级别": names["level"][person["level"]],
        "学历": names["education"][person["education"]],
        "入职日期": notation(person["joined_on"]),
    }


def _make_mistakes(sheet: list[dict[str, str]]) -> None:
    """Put in the four mistakes, top down; the fourth inserts a row."""
    wrong_digit, wrong_date, wrong_level, twice = (mistake.row - 2 for mistake in MISTAKES)
    id_number = sheet[wrong_digit]["身份证号"]
    sheet[wrong_digit]["身份证号"] = id_number[:-1] + ("5" if id_number[-1] != "5" else "6")
    born = sheet[wrong_date]["身份证号"][6:14]
    day = "11" if born[6:] != "11" else "12"
    sheet[wrong_date]["出生日期"] = f"{born[:4]}-{born[4:6]}-{day}"
    sheet[wrong_level]["级别"] = UNKNOWN_LEVEL
    again = dict(sheet[COPIED_FROM - 2])
    again["姓名"] = f"{again['姓名'][0]} {again['姓名'][1:]}"
    again["手机号"] = again["手机号"][:7] + "8" + again["手机号"][8:]
    sheet.insert(twice, again)


def _names(kind: str) -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("codes") if row["kind"] == kind}


def _dashes(day: date) -> str:
    return day.isoformat()


def _dots(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _characters(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _digits(day: date) -> str:
    return f"{day:%Y%m%d}"
