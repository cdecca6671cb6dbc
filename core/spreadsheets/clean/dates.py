"""Dates and times in the ways people here write them."""

import datetime as dt
import re

from core.spreadsheets.clean.unclean import Unclean
from core.spreadsheets.clean.words import plain

EPOCH = dt.date(1899, 12, 30)
SERIALS = range(10_000, 80_000)  # 1927 to 2119: other numbers of five digits are no dates
SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})?")
SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")
TIME = re.compile(
    r"(上午|下午|晚上|晚|am|pm)?(\d{1,2})(?::|点|时)(\d{1,2})?分?(?::(\d{1,2}))?秒?(am|pm)?"
)
WITH_TIME = re.compile(r"(.*?[\d日号])(?:\s+|T)(\S*\d{1,2}[:点时].*)")
NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
AFTERNOON = {"下午", "晚上", "晚", "pm"}


def _narrow(value: object) -> str:
    written = plain(value).casefold()
    for wide, narrow in ("／/", "．.", "－-", "—-", "–-", "：:", "。."):
        written = written.replace(wide, narrow)
    return written


def _arabic(written: str) -> str:
    """Turn 二〇二六年十一月二十日 into 2026年11月20日."""
    written = TENS.sub(lambda found: f"{found[1] or '一'}{found[2] or '〇'}", written)
    return written.translate(NUMERALS)


def date(value: object) -> dt.date | None:
    """Return a date; a month alone stands for its first day, a time of day is left out.

    Takes 2026-09-05, 2026.9.5, 20260905, 2026年9月5日, 2026/9, all in full width as well,
    and the serial numbers of spreadsheets. A year of two digits is a question.
    """
    written = _narrow(value)
    if not written:
        return None
    if with_time := WITH_TIME.fullmatch(written.replace("t", "T")):
        written = with_time[1]
    written = _arabic("".join(written.split()))
    if written.isdecimal() and int(written) in SERIALS and len(written) == 5:
        return EPOCH + dt.timedelta(days=int(written))
    if found := SEPARATED.fullmatch(written) or COMPACT.fullmatch(written):
        return _made(value, *found.groups())
    raise Unclean("date_unclear" if SHORT_YEAR.fullmatch(written) else "not_a_date", value=value)


def _made(value: object, year: str, month: str, day: str | None) -> dt.date:
    try:
        made = dt.date(int(year), int(month), int(day or 1))
    except ValueError as error:
        raise Unclean("not_a_date", value=value) from error
    if not 1900 <= made.year <= 2199:
        raise Unclean("not_a_date", value=value)
    return made


def clock(value: object) -> dt.time | None:
    """Return a time of day: 8:30, 08:30:00, 上午8点30分, 下午2:00, 14时; 0.5 is noon."""
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 1440) % 1440
        return dt.time(minutes // 60, minutes % 60)
    written = "".join(_narrow(value).split())
    if not written:
        return None
    found = TIME.fullmatch(written)
    if not found:
        raise Unclean("not_a_time", value=value)
    hour = int(found[2])
    if ({found[1], found[5]} & AFTERNOON) and hour < 12:
        hour += 12
    try:
        return dt.time(hour, int(found[3] or 0), int(found[4] or 0))
    except ValueError as error:
        raise Unclean("not_a_time", value=value) from error


def moment(value: object) -> dt.datetime | None:
    """Return a date with its time of day, without time zone."""
    written = _narrow(value)
    if not written:
        return None
    found = WITH_TIME.fullmatch(written.replace("t", "T"))
    if not found:
        raise Unclean("not_a_moment", value=value)
    day, time = date(found[1]), clock(found[2])
    if day is None or time is None:
        raise Unclean("not_a_moment", value=value)
    return dt.datetime.combine(day, time)
