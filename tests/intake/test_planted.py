"""Every planted error is reported with its row, column, code and value, and none is invented."""

import random

import pytest

from intake.choices import Fate
from intake.models import ReceivedRow
from intake.operations import atonce
from tests.factories import intake as make
from tests.factories.people import roster

pytestmark = pytest.mark.django_db
HEADS = {
    "number": "工号", "name": "姓名", "sex": "性别", "born_on": "出生日期", "id_number": "身份证号",
    "phone": "手机号",
}  # fmt: skip
PLANTS = (
    ("number", "Oct-49", "made_a_date"),
    ("name", "", "empty"),
    ("name", "王" * 81, "text_too_long"),
    ("sex", "保密", "not_an_option"),
    ("born_on", "05/06/78", "date_unclear"),
    ("born_on", "1990-02-30", "not_a_date"),
    ("born_on", "Oct-49", "not_a_date"),
    ("id_number", "11010119900307123", "not_an_id_number"),
    ("id_number", "110101900307123", "id_15_digits"),
    ("id_number", "110101199003078516", "id_check_digit"),
    ("phone", "138", "not_a_phone"),
    ("phone", "1.39E+10", "damaged_number"),
)


def planted(size: int = 240) -> tuple[list[dict], set]:
    """A roster with one error in every fourth row, and what is to be said of them."""
    chance = random.Random(3)
    people = [one | {"sex": chance.choice("男女")} for one in roster(size, 3)]
    expected = set()
    for place in range(0, size, 4):
        column, value, code = PLANTS[(place // 4) % len(PLANTS)]
        if column == "number" and place > 3:
            value = f"{place % 28 + 1}-Oct"
        people[place][column] = value
        expected.add((place + 2, column, code, value[:80]))
    return people, expected


@pytest.mark.parametrize("least", [1, 10**9], ids=["at once", "row by row"])
@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_planted_errors_are_found_and_none_invented(cast, monkeypatch, least, name):
    monkeypatch.setattr(atonce, "LEAST_BYTES", least)
    people, expected = planted()
    rows = [{head: one[key] for key, head in HEADS.items()} for one in people]

    batch = make.checked(cast.steward, cast.north, make.uploaded(rows, name), "trainees")

    found = {
        (row.number, one["column"], one["code"], one["value"])
        for row in ReceivedRow.objects.filter(batch=batch, fate=Fate.ERROR)
        for one in row.reasons
    }
    assert found == expected
    assert batch.counts == {Fate.NEW: len(people) - len(expected), Fate.ERROR: len(expected)}
