"""Sheets of programmes and of results: the words they are written in, what leaves as one."""

import pytest

from accounts.choices import Role
from programs.imports.programs import PROGRAMS
from programs.imports.results import RESULTS
from tests.factories.accounts import actor
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("是", "completed"),
        ("结业", "completed"),
        ("合格", "completed"),
        ("未通过", "failed"),
        ("否", "failed"),
    ],
)
def test_passed_or_not_in_the_words_of_old_lists(cast, word, means):
    column = RESULTS.column("outcome")
    options = column.options(actor(cast.school, Role.MANAGER))
    assert column.value_of(word, options) == means


def test_only_programmes_that_a_sheet_can_name_again_leave_as_one(cast):
    for number in ("2027-018", None):
        ProgramFactory(organisation=cast.north, number=number)
    rows = PROGRAMS.read(cast.li, cast.north)
    assert [row["number"] for row in rows] == ["2027-018"]
