"""Cleaning: what people write, what it means, and what is asked back."""

import datetime as dt
from decimal import Decimal

import pytest

from core.spreadsheets import clean
from core.spreadsheets.clean.unclean import SENTENCES
from core.spreadsheets.faults import CellFault

DAY = dt.date(2026, 9, 5)


def code_of(function, *args, **options):
    with pytest.raises(clean.Unclean) as raised:
        function(*args, **options)
    assert str(raised.value)
    return raised.value.code


EMPTY = [
    (clean.text, ""),
    (clean.long_text, ""),
    (clean.code, ""),
    (clean.phone, ""),
    (clean.id_number, ""),
    (clean.integer, None),
    (clean.decimal, None),
    (clean.percent, None),
    (clean.yuan, None),
    (clean.date, None),
    (clean.clock, None),
    (clean.moment, None),
    (clean.yes_no, None),
    (clean.capacity, None),
]


@pytest.mark.parametrize(("function", "empty"), EMPTY)
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\ufeff"])
def test_an_empty_cell_is_empty(function, empty, cell):
    assert function(cell) == empty


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 张　三 ", "张三"),
        ("ＨＸＧＣ２０１", "HXGC201"),
        ("化学分析实验室（二）", "化学分析实验室（二）"),
        ("第一行\n第二行", "第一行第二行"),
        ("John  Smith", "John Smith"),
        ("张\u200b三\x07", "张三"),
        ("'=1+1", "=1+1"),
        ('="0012"', "0012"),
        (12.0, "12"),
    ],
)
def test_text(cell, text):
    assert clean.text(cell) == text


def test_text_is_limited_and_long_text_keeps_its_lines():
    assert code_of(clean.text, "一二三四", limit=3) == "text_too_long"
    assert clean.long_text(" 一\r\n二 \n") == "一\n二"


@pytest.mark.parametrize(
    ("cell", "number"), [(12, 12), ("１，２００", 1200), ("12.0", 12), (" -3 ", -3)]
)
def test_integer(cell, number):
    assert clean.integer(cell) == number


@pytest.mark.parametrize("cell", ["12.5", "12人", "一", True, "1,2", 0.5])
def test_what_is_no_integer(cell):
    assert code_of(clean.integer, cell) == "not_an_integer"


def test_bounds_are_said():
    assert code_of(clean.integer, -1, least=0) == "too_small"
    assert code_of(clean.decimal, "100.5", most=100) == "too_large"


@pytest.mark.parametrize(
    ("cell", "number"), [("0.1", "0.1"), ("1,234.50", "1234.50"), (2.5, "2.5"), ("－3．5", "-3.5")]
)
def test_decimal(cell, number):
    assert clean.decimal(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "share"),
    [("30%", "0.3"), ("３０％", "0.3"), (0.3, "0.3"), (30, "0.3"), ("1%", "0.01")],
)
def test_percent(cell, share):
    assert clean.percent(cell) == Decimal(share)


def test_a_bare_one_may_be_either_percentage():
    assert code_of(clean.percent, 1) == "percent_unclear"
    assert code_of(clean.percent, "130%") == "too_large"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1.2万", 12000), ("￥1,200.50", "1200.50"), ("1200元", 1200), ("3千元整", 3000), (88, 88)],
)
def test_yuan(cell, amount):
    assert clean.yuan(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["1200元/人", "面议", "1.2.3"])
def test_what_is_no_amount(cell):
    assert code_of(clean.yuan, cell) == "not_an_amount"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-09-05",
        "2026-9-5",
        "2026.9.5",
        "2026/09/05",
        "20260905",
        20260905,
        "2026年9月5日",
        "2026年09月05号",
        "２０２６年９月５日",
        "２０２６．９．５",
        "2026 年 9 月 5 日",
        "二〇二六年九月五日",
        "2026-09-05 08:30",
        "2026-09-05T00:00:00",
        "2026年9月5日 上午8:30",
        46270,
    ],
)
def test_date(cell):
    assert clean.date(cell) == DAY


@pytest.mark.parametrize("cell", ["2026/9", "2026年9月", "202609", "2026.09"])
def test_a_month_stands_for_its_first_day(cell):
    assert clean.date(cell) == dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("5/9/2026", "date_unclear"),
        ("26.9.5", "date_unclear"),
        ("2026-02-30", "not_a_date"),
        ("2026-13-01", "not_a_date"),
        ("下周", "not_a_date"),
        (12, "not_a_date"),
        ("0001-01-01", "not_a_date"),
    ],
)
def test_what_is_no_date(cell, code):
    assert code_of(clean.date, cell) == code


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("8:30", (8, 30)),
        ("08：30", (8, 30)),
        ("下午2:00", (14, 0)),
        ("14时30分", (14, 30)),
        ("14点", (14, 0)),
        (0.5, (12, 0)),
        ("2:00 PM", (14, 0)),
    ],
)
def test_clock(cell, time):
    assert clean.clock(cell) == dt.time(*time)


def test_moment():
    assert clean.moment("2026年9月5日 下午2:30") == dt.datetime.combine(DAY, dt.time(14, 30))
    assert clean.moment("2026-09-05T08:30:00") == dt.datetime.combine(DAY, dt.time(8, 30))
    assert code_of(clean.moment, "2026-09-05") == "not_a_moment"
    assert code_of(clean.clock, "25:00") == "not_a_time"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (18612341402, "18612341402"),
        ("186 1234 1402", "18612341402"),
        ("+86-186-1234-1402", "18612341402"),
        ("１８６１２３４１４０２", "18612341402"),
        ("0431-85167890", "0431-85167890"),
        ("（0431）85167890-801", "0431-85167890-801"),
        ("010-12345678转6", "010-12345678-6"),
        ("85167890", "85167890"),
        ("400-810-8888", "400-810-8888"),
        ("'+8618612341402", "18612341402"),
    ],
)
def test_phone(cell, number):
    assert clean.phone(cell) == number


@pytest.mark.parametrize("cell", ["1861234140", "12345678901", "无", "186123414022"])
def test_what_is_no_phone(cell):
    assert code_of(clean.phone, cell) == "not_a_phone"


@pytest.mark.parametrize(
    "cell", ["11010519491231002X", "11010519491231002x", " 110105 19491231 002X\t"]
)
def test_id_number(cell):
    assert clean.id_number(cell) == "11010519491231002X"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("110105194912310021", "id_check_digit"),
        ("11010519491331002X", "id_check_digit"),
        ("110105491231002", "id_15_digits"),
        ("1101051949123100", "not_an_id_number"),
        (110105194912310000, "damaged_number"),
    ],
)
def test_what_is_no_id_number(cell, code):
    assert code_of(clean.id_number, cell) == code


def test_an_id_number_with_an_impossible_day_is_refused():
    stem = "11010519490231002"
    assert code_of(clean.id_number, stem + clean.people.check_character(stem)) == "id_birth_date"


def test_an_old_id_number_comes_with_the_new_one_to_confirm():
    with pytest.raises(clean.Unclean) as raised:
        clean.id_number("110105491231002")
    assert raised.value.params["suggestion"] == "11010519491231002X"


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *[(yes, True) for yes in ("是", "有", "Y", 1, "启用", True)],
        *[(no, False) for no in ("否", "无", "Ｎ", 0, "停用", "False")],
    ],
)
def test_yes_no(cell, answer):
    assert clean.yes_no(cell) is answer


def test_maybe_is_neither_yes_nor_no():
    assert code_of(clean.yes_no, "也许") == "not_yes_or_no"


@pytest.mark.parametrize(
    ("cell", "code"), [("0012", "0012"), (12, "0012"), ("１２", "0012"), ("A 12", "A12")]
)
def test_code_gets_back_its_zeros(cell, code):
    assert clean.code(cell, width=4) == code


@pytest.mark.parametrize(
    ("cell", "places"),
    [(60, 60), ("60人", 60), ("约60", 60), ("可容纳60人左右", 60), ("60 People", 60)],
)
def test_capacity(cell, places):
    assert clean.capacity(cell) == places


@pytest.mark.parametrize("cell", ["60-80", "60×2", "若干"])
def test_a_range_is_no_capacity(cell):
    assert code_of(clean.capacity, cell) == "capacity_unclear"


OPTIONS = {"lecture": ["讲授", "Lecture"], "seminar": ["研讨", "专题研讨"]}


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("讲授", "lecture"),
        (" LECTURE ", "lecture"),
        ("专题 研讨", "seminar"),
        ("seminar", "seminar"),
    ],
)
def test_one_of(cell, key):
    assert clean.one_of(cell, OPTIONS) == key


def test_one_of_asks_what_is_meant():
    assert clean.one_of(None, OPTIONS) == ""
    assert code_of(clean.one_of, "唱歌", OPTIONS) == "not_an_option"
    with pytest.raises(clean.Unclean) as raised:
        clean.one_of("专题研讨会", OPTIONS)
    assert (raised.value.code, raised.value.params["nearest"]) == ("option_nearby", "专题研讨")


def test_a_flagged_cell_is_refused():
    clean.refuse_flagged(None)
    assert code_of(clean.refuse_flagged, CellFault.DAMAGED_NUMBER) == "damaged_number"


def test_a_long_value_is_shown_in_part_and_braces_do_no_harm():
    with pytest.raises(clean.Unclean) as raised:
        clean.integer("{0.__class__}" * 100)
    assert len(str(raised.value)) < 100
    assert len(SENTENCES) <= 26


@pytest.mark.parametrize("cell", ["40学时", "４０ 课时", "40 hours", "40h", 40, "40"])
def test_a_number_may_carry_the_unit_of_its_column(cell):
    assert clean.in_units(clean.HOURS, clean.integer)(cell) == 40


def test_another_unit_stays_a_question():
    per_hour = clean.in_units(clean.HOURS, clean.yuan)
    assert per_hour("800元/学时") == 800
    with pytest.raises(clean.Unclean):
        per_hour("800元/天")
    with pytest.raises(clean.Unclean):
        clean.in_units(clean.HOURS, clean.integer)("3天")


def test_the_state_of_a_thing_says_whether_it_is_in_use():
    assert [clean.yes_no(word) for word in ("在用", "正常", "维修", "停用")] == [
        True,
        True,
        False,
        False,
    ]
