"""A list of results is read in the words it is written in."""

import pytest

from accounts.choices import Role
from programs.imports.results import RESULTS
from tests.factories.accounts import actor

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
