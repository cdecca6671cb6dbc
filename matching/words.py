"""Why, in plain words: a model's contributions as sentences with the data behind them.

The direction comes from the model alone; the sentence states the fact the field holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.choices import CodeKind
from matching.facts import NOTHING, groups

LEAST = 0.05  # log-odds under which a field is not worth a sentence
COUNTED = 10  # past results from which a count is shown
FIELDS = {
    "age": gettext_lazy("Age"),
    "level": gettext_lazy("Level"),
    "area": gettext_lazy("Field of work"),
    "formats": gettext_lazy("Preferred formats"),
    "recent": gettext_lazy("Recent themes"),
    "trainings": gettext_lazy("Recent trainings"),
    "region": gettext_lazy("Region"),
    "sex": gettext_lazy("Sex"),
}
UNSURE = {
    "unlike": gettext_lazy("Too little is known of this person: complete the personal data first."),
    "flat": gettext_lazy(
        "What is known of this person does not set one programme apart from another."
    ),
    "new": gettext_lazy("There are too few past results of this theme to judge by."),
    "thin": gettext_lazy("There are too few past results to learn from; the order follows rules."),
}
BAND_WORDS = {
    "very_suitable": gettext_lazy("very suitable"),
    "suitable": gettext_lazy("suitable"),
    "consider": gettext_lazy("worth considering"),
}
BANDS = {"very_suitable": 3, "suitable": 2, "consider": 1}
JOIN = pgettext_lazy("between items of a list", ", ")


@dataclass(frozen=True)
class Reason:
    """A sentence and the data behind it. weight : log-odds, the model's own contribution."""

    field: str
    text: str
    data: str
    weight: float


@dataclass(frozen=True)
class Speaker:
    """Turns contributions for one person into sentences.

    values : field to value of the person.  labels : (kind, code) to name.
    evidence : theme to field to group to [results, good ones].
    """

    values: Mapping
    labels: Mapping
    evidence: Mapping

    def reasons(self, theme: str, parts: Mapping[str, float]) -> tuple[list[Reason], list[Reason]]:
        """At most three for and two against, the weightiest first."""
        weighty = sorted(parts.items(), key=lambda part: -abs(part[1]))
        found = [
            Reason(f, self.text(f, theme, w), self.data(f, theme, w), w)
            for f, w in weighty
            if abs(w) >= LEAST and self.values.get(f) not in (None, "", ())
        ]
        return [r for r in found if r.weight > 0][:3], [r for r in found if r.weight < 0][:2]

    def text(self, field: str, theme: str, weight: float) -> str:
        """State the fact that a field holds."""
        value = self.values[field]
        if field == "recent":
            return self._recent(theme, weight)
        if field == "trainings":
            return ngettext(
                "%(n)s training in the last three years",
                "%(n)s trainings in the last three years",
                value,
            ) % {"n": value}
        return FACTS[field] % {"value": self.shown(field)}

    def shown(self, field: str) -> str:
        """The value of a field as a person reads it."""
        value = self.values.get(field)
        kind = KINDS.get(field)
        if kind is None or not value:
            return "" if value in (None, "", ()) else str(value)
        codes = value if isinstance(value, tuple) else (value,)
        if codes == (NOTHING,):
            return _("none")
        return str(JOIN).join(self.labels.get((kind, code), code) for code in codes)

    def _recent(self, theme: str, weight: float) -> str:
        recent = self.values["recent"]
        if theme in recent:
            return _("Has had this theme within three years")
        if recent == (NOTHING,):
            return _("No training in the last three years")
        if weight > 0:
            return _("Has not had this theme for three years")
        return _("Has lately been to: %(themes)s") % {"themes": self.shown("recent")}

    def data(self, field: str, theme: str, weight: float) -> str:
        """Past results of such people where they agree with the direction, else the source.

        Bare counts may point the other way where other fields account for the difference: then
        they would mislead, and only the source is named.
        """
        fields = self.evidence.get(theme, {})
        overall = fields.get("", {}).get("", (0, 0))
        pairs = [fields.get(field, {}).get(g, (0, 0)) for g in groups(field, self.values[field])]
        results, good = max(pairs, default=(0, 0), key=lambda pair: pair[0])
        if results < COUNTED or overall[0] < COUNTED:
            return str(SOURCES.get(field, SOURCES[""]))
        own, usual = round(100 * good / results), round(100 * overall[1] / overall[0])
        if own == usual or (own > usual) != (weight > 0):
            return str(SOURCES.get(field, SOURCES[""]))
        return _(
            "Of %(results)s such past results %(own)s %% were good; "
            "of all in this theme %(usual)s %%"
        ) % {"results": results, "own": own, "usual": usual}


FACTS = {
    "age": gettext_lazy("Aged %(value)s"),
    "level": gettext_lazy("Level: %(value)s"),
    "area": gettext_lazy("Field of work: %(value)s"),
    "formats": gettext_lazy("Prefers %(value)s"),
    "region": gettext_lazy("Region: %(value)s"),
}
KINDS = {
    "region": "region",
    "level": CodeKind.LEVEL,
    "area": CodeKind.AREA,
    "formats": CodeKind.FORMAT,
    "recent": CodeKind.THEME,
}
SOURCES = {
    "": gettext_lazy("From the personal data"),
    "formats": gettext_lazy("From the stated preferences"),
    "recent": gettext_lazy("From the training record"),
    "trainings": gettext_lazy("From the training record"),
}


def behind(rank: int, every: int, best: str, parts: Mapping[str, float], *, most: int = 2) -> str:
    """Why something stands where it stands: its place, and where it falls short of the first."""
    less = sorted((w, f) for f, w in parts.items() if w <= -LEAST)[:most]
    if not less:
        return _("Place %(rank)s of %(every)s.") % {"rank": rank, "every": every}
    fields = str(JOIN).join(str(FIELDS[field]) for _weight, field in less)
    return _("Place %(rank)s of %(every)s. It falls short of “%(best)s” most in: %(fields)s.") % {
        "rank": rank,
        "every": every,
        "best": best,
        "fields": fields,
    }


def otherwise(speaker: Speaker, change, options) -> str:
    """One change and what it would do, in a sentence."""
    band = BAND_WORDS[change.band]
    if change.field == "recent":
        return _(
            "From %(on)s on, when the last training of this theme is three years back: %(band)s"
        ) % {
            "on": date_format(options.since[change.value], "SHORT_DATE_FORMAT"),
            "band": band,
        }
    added = set(change.value) - set(speaker.values["formats"] or ())
    names = str(JOIN).join(speaker.labels.get((KINDS["formats"], c), c) for c in sorted(added))
    return _("If “%(format)s” were among the preferred formats: %(band)s") % {
        "format": names,
        "band": band,
    }


def known(speaker: Speaker, fields: Sequence[str]) -> list[tuple[str, str]]:
    """What was used: name of the field and value."""
    return [(str(FIELDS[f]), speaker.shown(f)) for f in fields]


def span(text: str) -> str:
    """Say a span of whole numbers `low..high`, without its end, in words."""
    low, high = (float(end) if end else None for end in text.split(".."))
    if low is None and high is None:
        return ""
    if high is None:
        return _("%(low)s and over") % {"low": ceil(low)}
    last = ceil(high) - 1
    if low is None:
        return _("up to %(high)s") % {"high": last} if last else "0"
    return str(last) if ceil(low) == last else f"{ceil(low)}–{last}"
