"""Why a cell is no such value: a closed list of codes, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.spreadsheets.faults import CellFault
from core.spreadsheets.read import CELL_SENTENCES

SENTENCES = {
    "text_too_long": _("The text is longer than {limit} characters. Shorten it."),
    "not_an_integer": _("“{value}” is not a whole number."),
    "not_a_number": _("“{value}” is not a number."),
    "too_small": _("{value} is less than {limit}."),
    "too_large": _("{value} is more than {limit}."),
    "percent_unclear": _("“{value}” may be one percent or all. Write it with a percent sign."),
    "not_an_amount": _("“{value}” is not an amount of money. Write it like 1200 or 1.2万."),
    "not_a_date": _("“{value}” is not a date. Write it like 2026-09-05."),
    "date_unclear": _(
        "In “{value}” day, month and year cannot be told apart. Write it like 2026-09-05."
    ),
    "not_a_moment": _("“{value}” is not a date with a time. Write it like 2026-09-05 08:30."),
    "not_a_time": _("“{value}” is not a time of day. Write it like 08:30."),
    "not_a_phone": _("“{value}” is not a telephone number. Check its digits."),
    "not_an_email": _("“{value}” is not an e-mail address."),
    "not_an_address": _("“{value}” is not an address. Write it like https://example.org/a.pdf."),
    "not_an_id_number": _("“{value}” is not an identity number. It has 18 characters."),
    "id_check_digit": _("A digit of the identity number “{value}” is wrong. Check it."),
    "id_birth_date": _("The identity number “{value}” holds a date of birth that cannot be."),
    "id_15_digits": _(
        "“{value}” is an old identity number of 15 digits. Enter the one of 18 digits; "
        "it may be {suggestion}."
    ),
    "not_yes_or_no": _("“{value}” is neither yes nor no."),
    "capacity_unclear": _("“{value}” is not one number of places. Write one number."),
    "not_an_option": _("“{value}” is not in the list of choices."),
    "option_nearby": _("“{value}” is not in the list of choices. Is “{nearest}” meant?"),
    "made_a_date": _(
        "The spreadsheet program has made a date of “{value}”. Format the column as text and "
        "enter it again."
    ),
    CellFault.DAMAGED_NUMBER.value: CELL_SENTENCES[CellFault.DAMAGED_NUMBER],
    CellFault.FORMULA_WITHOUT_VALUE.value: CELL_SENTENCES[CellFault.FORMULA_WITHOUT_VALUE],
    CellFault.ERROR_VALUE.value: CELL_SENTENCES[CellFault.ERROR_VALUE],
}
LONGEST_SHOWN = 40


class Unclean(Refusal):
    """A cell does not hold the kind of value its column asks for."""

    status = 422

    def __init__(self, code: str, **params):
        if "value" in params:
            params["value"] = str(params["value"])[:LONGEST_SHOWN]
        super().__init__(SENTENCES[code], **params)
        self.code = code


def refuse_flagged(fault: CellFault | None) -> None:
    """Raise `Unclean` for a cell that the reader has already found wanting."""
    if fault is not None:
        raise Unclean(CellFault(fault).value)
