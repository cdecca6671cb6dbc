"""Texts, codes, yes and no, choices from a list."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from core.spreadsheets.clean.unclean import Unclean
from core.spreadsheets.layout import fold

# Only letters, digits and blanks change their width: Chinese punctuation is right as it is.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
NARROW |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
NARROW |= {0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
HANZI = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
GAP = re.compile(rf"(?<=[{HANZI}])\s+(?=[{HANZI}])")
AS_FORMULA = re.compile(r'="(.*)"', re.S)
GUARDED = re.compile(r"'(?=[=+\-@\t\r\n\0＝＋－＠])")
BARE = re.compile(r"[A-Za-z0-9\u4e00-\u9fff.-]+")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
ACCIDENT = re.compile(
    rf"(?:{MONTHS})-\d{{2}}|\d{{1,2}}-(?:{MONTHS})|\d{{1,2}}月\d{{1,2}}日|\d{{4}}-\d\d-\d\d", re.I
)
YES = {"是", "有", "对", "启用", "已启用", "可用", "在用", "使用中", "正常", "有效"}
YES |= {"y", "yes", "true", "on", "1", "√", "✓", "✔"}
NO = {"否", "无", "没有", "不", "停用", "禁用", "未启用", "不可用", "维修", "维修中", "无效"}
NO |= {"n", "no", "false", "off", "0", "×", "x"}


def plain(value: object) -> str:
    """Return the text of any cell: narrow letters and digits, nothing invisible, trimmed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = str(value).strip()
    if BARE.fullmatch(written):
        return written  # as most cells are: nothing below would change it
    if found := AS_FORMULA.fullmatch(written):  # how some programs keep the zeros of "0012"
        written = found[1]
    written = GUARDED.sub("", written, count=1) if written.startswith("'") else written
    return INVISIBLE.sub("", written).translate(NARROW).strip()


def text(value: object, *, limit: int | None = None) -> str:
    """Return one line; blanks between Chinese characters are typing habits and go."""
    line = GAP.sub("", " ".join(plain(value).split()))
    return _within(line, limit)


def long_text(value: object, *, limit: int | None = None) -> str:
    """Return a text with its lines kept."""
    lines = (line.strip() for line in plain(value).splitlines())
    return _within("\n".join(lines), limit)


def _within(written: str, limit: int | None) -> str:
    if limit is not None and len(written) > limit:
        raise Unclean("text_too_long", limit=limit)
    return written


def code(value: object, *, width: int = 0, limit: int | None = None) -> str:
    """Return a code; one that lost its leading zeros as a number gets them back up to `width`."""
    written = "".join(plain(value).split())
    return _within(written.zfill(width) if width and written.isdecimal() else written, limit)


def refuse_accident(value: str) -> None:
    """Refuse what a spreadsheet program has made of a number like 10-49: Oct-49, 1949-10-01."""
    if ACCIDENT.fullmatch(value):
        raise Unclean("made_a_date", value=value)


def yes_no(value: object) -> bool | None:
    """Return True for 是, 有, Y, 1, 启用 …; False for their opposites."""
    if value is None or isinstance(value, bool):
        return value
    word = fold(plain(value))
    if not word:
        return None
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unclean("not_yes_or_no", value=value)


class Choices(dict[str, Iterable[str]]):
    """Options whose words are folded once, for columns of many cells."""

    @cached_property
    def words(self) -> dict[str, str]:
        """Return {folded word: key of the option that it means}."""
        return {fold(name): key for key, names in self.items() for name in (key, *names)}


def names_of(options: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return {folded word: key of the option that it means}."""
    return options.words if isinstance(options, Choices) else Choices(options).words


def one_of(value: object, options: Mapping[str, Iterable[str]]) -> str:
    """Return the key of the option whose key or one of whose names was written; "" if empty."""
    word = fold(plain(value))
    if not word:
        return ""
    names = names_of(options)
    if word in names:
        return names[word]
    if nearest := difflib.get_close_matches(word, names, n=1, cutoff=0.6):
        aliases = tuple(options[names[nearest[0]]])
        shown = next((name for name in aliases if fold(name) == nearest[0]), nearest[0])
        raise Unclean("option_nearby", value=value, nearest=shown)
    raise Unclean("not_an_option", value=value)
