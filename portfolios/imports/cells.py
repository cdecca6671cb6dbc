"""What the sheets of a person's record share."""

import datetime as dt
import re
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.imports import cells
from accounts.imports.trainees import own_organisations
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Parent

TO_THIS_DAY = re.compile(r"\s*(至今|迄今|现在|现任|在任|now|present|to date)\s*", re.IGNORECASE)
line = partial(clean.text, limit=120)


hours = clean.in_units(f"{clean.HOURS}|小时", partial(clean.integer, least=0, most=5000))


def until(value: object) -> dt.date | None:
    """A last day; none where the post is held to this day. Raises `Unclean`."""
    return None if TO_THIS_DAY.fullmatch(str(value)) else clean.date(value)


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
