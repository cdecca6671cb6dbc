"""Whether the model in use still fits the people, and when it is to be trained anew."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.queries import trainees
from matching import words
from matching.engine.drift import Drift, drift
from matching.engine.features import table
from matching.facts import SCHEMA, record
from matching.models import Model
from matching.queries import history, serving
from matching.vault import Unusable

AGE, PAUSE = timedelta(days=90), timedelta(days=7)
MOST = 5000
# Age and trainings move with the calendar for the very same people: they are no sign of change.
STEADY = ("level", "area", "formats", "region")


def drifts(actor: Actor, model: Model) -> list[Drift]:
    """Today's people against those the model knows; empty where it cannot be read."""
    try:
        matcher = serving.matcher(actor, model)
    except Unusable:
        return []
    today = timezone.localdate()
    below = trainees(actor).filter(organisation__path__startswith=model.organisation.path)
    people = list(below.order_by("-pk")[:MOST])
    known = history.tables(actor)
    pasts = history.pasts(actor, below.values("pk"))
    records = [record(known.today(t, today), pasts[t.pk], today) for t in people]
    found = drift(matcher, table(SCHEMA, records))
    return [one for one in found if one.field in STEADY]


def due(actor: Actor, model: Model, now: datetime) -> str:
    """Why a new training is due, in words; empty if none is.

    Counted from the last training, whatever became of it: one that did not show to be better is
    not begun again every night.
    """
    since = now - serving.last_begun(actor, model.organisation)
    if since < PAUSE:
        return ""
    if since > AGE:
        return _("By the calendar: the last training is older than %(days)s days.") % {
            "days": AGE.days
        }
    if changed := [one for one in drifts(actor, model) if one.drifted]:
        fields = str(words.JOIN).join(str(words.FIELDS[one.field]) for one in changed)
        return _("The people have changed: %(fields)s.") % {"fields": fields}
    return ""
