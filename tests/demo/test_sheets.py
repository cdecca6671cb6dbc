"""The demo's spreadsheets: as real ones are, with the mistakes they name."""

import re

import pytest

from tests.demo.lookup import known
from trainportal.demo import content, people, sheets


def test_the_room_list_keeps_leading_zeros_and_unique_codes():
    rooms = sheets.rooms_rows()
    codes = [row["教室编号"] for row in rooms]
    assert 100 <= len(rooms) <= 140
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"0\d{5}", code) for code in codes)
    assert {row["教室编号"] for row in rooms if row["是否启用"] == "否"} == sheets.CLOSED
    assert set(sheets.REMARKS) <= set(codes)
    kinds = {row["name"] for row in content.rows("codes") if row["kind"] == "room_kind"}
    assert {row["教室类型"] for row in rooms} == kinds


def test_a_roster_is_refused_for_an_unknown_unit():
    with pytest.raises(ValueError, match="DL-X"):
        sheets.roster_rows("DL-X")


def looks_right(row):
    """Which columns of a roster row are wrong in themselves."""
    number = row["身份证号"]
    digits = re.findall(r"\d+", row["出生日期"])
    born = "".join(part.zfill(2) for part in digits) if len(digits) == 3 else digits[0]
    levels = {code["name"] for code in content.rows("codes") if code["kind"] == "level"}
    faults = {
        "身份证号": number[17] != people.check_digit(number[:17]),
        "出生日期": born != number[6:14],
        "级别": row["级别"] not in levels,
        "姓名": " " in row["姓名"],
    }
    return [column for column, wrong in faults.items() if wrong]


@pytest.mark.parametrize("unit", sorted(known("unit")))
def test_a_roster_has_exactly_the_mistakes_it_names(unit):
    roster = sheets.roster_rows(unit)
    assert len(roster) == sheets.ROWS
    found = [
        (number, column)
        for number, row in enumerate(roster, start=2)
        for column in looks_right(row)
    ]
    assert found == [(mistake.row, mistake.column) for mistake in sheets.MISTAKES]


def test_a_roster_names_one_person_twice_and_some_the_portal_knows():
    roster = sheets.roster_rows("DL-E01")
    copied, again = roster[sheets.COPIED_FROM - 2], roster[sheets.MISTAKES[3].row - 2]
    assert again["身份证号"] == copied["身份证号"]
    assert again["姓名"].replace(" ", "") == copied["姓名"]
    assert again["手机号"] != copied["手机号"]
    in_portal = {person["id_number"]: person["phone"] for person in people.leaders(people.SEED)}
    known_rows = [row for row in roster if row["身份证号"] in in_portal]
    assert len(known_rows) == sheets.KNOWN
    changed = [row for row in known_rows if row["手机号"] != in_portal[row["身份证号"]]]
    assert len(changed) == 2
