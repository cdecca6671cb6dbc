"""Telephone and identity numbers."""

import datetime as dt
import re

from core.spreadsheets.clean.unclean import Unclean
from core.spreadsheets.clean.words import plain
from core.spreadsheets.faults import CellFault

MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
BEHIND = r"(?:(?:转|ext|x|#)(\d{1,6}))?"  # the extension
LANDLINE = re.compile(rf"(?:\+?86|0086)?(0(?:10|2\d|[3-9]\d{{2}}))(\d{{7,8}}){BEHIND}")
LOCAL = re.compile(rf"([2-8]\d{{6,7}}){BEHIND}")
SERVICE = re.compile(r"[48]00\d{7}")
EXTENSION = re.compile(r"(?<=\d{7})[-－](\d{1,6})$")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
ADDRESS = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.A)


def phone(value: object) -> str:
    """Return a mobile number as 11 digits, a landline as 0431-85167890 with -801 behind it."""
    written = plain(value).casefold()
    if not written:
        return ""
    if written.count("-") + written.count("－") > 1 or not written.startswith("0"):
        written = EXTENSION.sub(r"转\1", written)
    digits = re.sub(r"[\s\-－—–()（）.]", "", written)
    if found := MOBILE.fullmatch(digits):
        return found[1]
    if found := LANDLINE.fullmatch(digits):
        return "-".join(filter(None, found.groups()))
    if found := LOCAL.fullmatch(digits):
        return "-".join(filter(None, found.groups()))
    if SERVICE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    raise Unclean("not_a_phone", value=value)


def id_number(value: object) -> str:
    """Return the 18 characters of an identity number whose date and check digit are right."""
    if isinstance(value, int | float) and abs(value) >= 10**15:
        raise Unclean(CellFault.DAMAGED_NUMBER.value)
    written = re.sub(r"[\s\-]", "", plain(value)).upper()
    if not written:
        return ""
    if re.fullmatch(r"\d{15}", written):
        longer = f"{written[:6]}19{written[6:]}"
        raise Unclean("id_15_digits", value=value, suggestion=longer + check_character(longer))
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", written):
        raise Unclean("not_an_id_number", value=value)
    if check_character(written) != written[17]:
        raise Unclean("id_check_digit", value=value)
    try:
        dt.date(int(written[6:10]), int(written[10:12]), int(written[12:14]))
    except ValueError as error:
        raise Unclean("id_birth_date", value=value) from error
    return written


def email(value: object) -> str:
    """Return an e-mail address in small letters."""
    written = "".join(plain(value).split()).casefold()
    if written and not ADDRESS.fullmatch(written):
        raise Unclean("not_an_email", value=value)
    return written


def check_character(number: str) -> str:
    """Compute the last character of an identity number from its first 17 (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]
