"""Numbers: whole, decimal, percent, money, places."""

import re
from decimal import Decimal

from core.spreadsheets.clean.unclean import Unclean
from core.spreadsheets.clean.words import plain

NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
AMOUNT = re.compile(
    r"(?:￥|¥|RMB|CNY|人民币)?([+-]?[\d,.]+)(百|千|万|百万|千万|亿)?(?:元|圆|块)?整?", re.I
)
UNITS = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, None: 1}
PLACES = re.compile(
    r"(?:约|大约|约计|可容纳|容纳|最多|about)?(\d{1,6})"
    r"(?:人|座|位|个|席|persons|people|places|seats)?(?:左右|以内)?",
    re.I,
)


def _number(value: object) -> Decimal | None:
    """Return the number, or None if the text is none."""
    written = _spelt(value)
    if not NUMBER.fullmatch(written):
        return None
    return Decimal(written.replace(",", ""))


def _spelt(value: object) -> str:
    written = "".join(plain(value).split())
    for wide, narrow in ("，,", "．.", "－-", "＋+", "−-", "％%", "。."):
        written = written.replace(wide, narrow)
    return written


def _bounded(number, least, most):
    if least is not None and number < least:
        raise Unclean("too_small", value=number, limit=least)
    if most is not None and number > most:
        raise Unclean("too_large", value=number, limit=most)
    return number


def integer(value: object, *, least: int | None = None, most: int | None = None) -> int | None:
    """Return a whole number: 12, "１２", "1,200", "12.0"."""
    if plain(value) == "":
        return None
    number = None if isinstance(value, bool) else _number(value)
    if number is None or number != int(number):
        raise Unclean("not_an_integer", value=value)
    return _bounded(int(number), least, most)


def decimal(value: object, *, least=None, most=None) -> Decimal | None:
    """Return a number with decimals, exactly as written."""
    if plain(value) == "":
        return None
    number = None if isinstance(value, bool) else _number(value)
    if number is None:
        raise Unclean("not_a_number", value=value)
    return _bounded(number, least, most)


def percent(value: object) -> Decimal | None:
    """Return a share between 0 and 1 for "30%", 0.3 and 30; a bare 1 could be either and is not."""
    written = _spelt(value)
    if not written:
        return None
    signed = written.endswith("%")
    number = _number(written.removesuffix("%"))
    if number is None:
        raise Unclean("not_a_number", value=value)
    if not signed and number == 1:
        raise Unclean("percent_unclear", value=value)
    share = number / 100 if signed or number > 1 else number
    return _bounded(share, 0, 1)


def yuan(value: object) -> Decimal | None:
    """Return an amount in yuan: 1200, "￥1,200.50", "1.2万元", "3千"."""
    written = _spelt(value)
    if not written:
        return None
    found = AMOUNT.fullmatch(written)
    number = _number(found[1]) if found else None
    if found is None or number is None:
        raise Unclean("not_an_amount", value=value)
    return number * UNITS[found[2]]


def capacity(value: object) -> int | None:
    """Return a number of places: 60, "60人", "约60"; a range such as "60-80" is a question."""
    written = _spelt(value).removesuffix(".0")
    if not written:
        return None
    found = PLACES.fullmatch(written)
    if not found:
        raise Unclean("capacity_unclear", value=value)
    return int(found[1])
