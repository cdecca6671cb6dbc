"""What the sheets of a person's record share."""

import re
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.imports import cells
from accounts.imports.trainees import own_organisations
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Parent

UNIT = re.compile(r"\s*(学时|课时|小时|hours?|hrs?|h)\s*$", re.IGNORECASE)
line = partial(clean.text, limit=120)


def hours(value: object) -> int | None:
    """Whole hours, with or without their unit. Raises `Unclean`."""
    bare = UNIT.sub("", value) if isinstance(value, str) else value
    return clean.integer(bare, least=0, most=5000)


organisation = Column(
    name="organisation",
    label=_("Organisation"),
    aliases=("单位", "所在单位", "现单位", "单位编码", "单位名称", "unit", "unit code"),
    options=cells.organisations(),
)
note = Column(
    name="note",
    label=_("Note"),
    aliases=("备注", "说明", "remarks", "comment"),
    clean=partial(clean.text, limit=200),
)


parent = Parent(name="organisation", label=_("Organisation"), choices=own_organisations)
