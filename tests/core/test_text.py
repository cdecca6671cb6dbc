"""Chinese names: order, search, masks, Latin letters."""

import pytest
from django.db.models import Q

from core import text
from core.search import holding, words_of


def test_names_sort_by_surname_sound_tone_and_character():
    names = ["赵四", "章二", "张三", "阿大", "曾五", "李一", "单小", "Smith", "张一"]
    assert sorted(names, key=text.sort_key) == [
        *("阿大", "李一", "单小", "Smith", "曾五", "张三", "张一", "章二", "赵四")
    ]


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("曾国", "zeng1"),
        ("单雄信", "shan4"),
        ("仇英", "qiu2"),
        ("查良镛", "zha1"),
        ("区小", "ou1"),
        ("解缙", "xie4"),
        ("朴正", "piao2"),
        ("任正非", "ren2"),
        ("盖叫天", "ge3"),
        ("尉迟恭", "yu4"),
        ("尉健行", "wei4"),
        ("万俟卨", "mo4"),
        ("万里", "wan4"),
        ("令狐冲", "ling2"),
    ],
)
def test_surnames_are_read_as_surnames(name, sound):
    assert text.sort_key(name).startswith(sound + name[0])


def test_words_that_are_no_names_can_be_told():
    assert text.sort_key("单位", person=False).startswith("dan1")
    assert text.sort_key("解决问题").startswith("jie3")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("仲晓妮", "zxn"),
        ("单晓", "sx"),
        ("John Smith", "js"),
        ("阿依·买买提", "aymmt"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials(name, letters):
    assert text.initials(name) == letters


def test_search_text_holds_what_people_type():
    found = text.search_text("仲晓妮", "ＺＸ２０１", None, 18612341402)
    assert found == "仲晓妮 zxn zhongxiaoni zx201 18612341402"


def test_search_text_of_a_long_text_is_not_spelt():
    prose = "培训" * 30
    assert text.search_text(prose) == prose


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("仲晓妮", "仲*妮"),
        ("仲妮", "仲*"),
        ("欧阳修文", "欧**文"),
        ("仲", "*"),
        ("John Smith", "J*** S****"),
        ("", ""),
    ],
)
def test_mask_name(name, masked):
    assert text.mask_name(name) == masked


def test_numbers_are_masked():
    assert text.mask_phone("18612341402") == "186****1402"
    assert text.mask_phone("0431-85167890") == "043******7890"
    assert text.mask_id("11010519491231002X") == "110***********002X"
    assert text.mask_id("12345") == "1****"
    assert text.mask_phone("") == ""


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("仲晓妮", "Zhong Xiaoni"),
        ("欧阳修", "Ouyang Xiu"),
        ("吕晓安", "Lyu Xiao'an"),
        ("单于", "Shan Yu"),
        ("阿依古丽·买买提", "Ayiguli Maimaiti"),
        ("西安交通大学", "Xi An Jiao Tong Da Xue"),
        ("教室201", "Jiao Shi 201"),
        ("Smith", "Smith"),
    ],
)
def test_latin(name, spelt):
    assert text.latin(name) == spelt


@pytest.mark.parametrize("typed", ["ＡＢＣ", "abc", "Straße", "STRASSE", "zxn", "仲晓妮", "smith"])
def test_what_is_written_to_be_searched_is_found_letter_by_letter(typed):
    line = text.search_text("仲晓妮", "Abc", "STRASSE", "John SMITH")
    [(path, word)] = holding(words_of(typed), "search_text").children
    assert path == "search_text__contains"
    assert word in line


def test_other_columns_are_searched_whatever_their_case():
    assert holding(["Abc"], "thing__name") == Q(thing__name__icontains="Abc")
