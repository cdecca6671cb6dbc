"""Filters: each reads its own part of the address, narrows the rows, and says so in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.search import holding


@dataclass(kw_only=True)
class Bound:
    """A filter together with what one person chose."""

    filter: Any
    values: dict[str, list[str]]
    value: Any = None
    text: str = ""
    hint: str = ""
    options: list[dict] = field(default_factory=list)

    @property
    def on(self) -> bool:
        """Return whether it narrows the list."""
        return self.value is not None

    @property
    def first(self) -> str:
        """Return the text to show in a single control."""
        return next((value for values in self.values.values() for value in values), "")

    @property
    def low(self) -> str:
        """Return the lower end as it was typed."""
        return "".join(self.values.get(f"{self.filter.name}_from", [])[:1])

    @property
    def high(self) -> str:
        """Return the upper end as it was typed."""
        return "".join(self.values.get(f"{self.filter.name}_to", [])[:1])


@dataclass(frozen=True)
class Filter:
    """What all filters share; `more=True` puts one behind "more filters"."""

    name: str
    label: Any
    more: bool = field(default=False, kw_only=True)

    kind = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names it uses in the address."""
        return (self.name,)

    def bind(self, params, actor) -> Bound:
        """Read the address; what cannot be read is left out with a hint."""
        values = {name: [text for text in params.getlist(name) if text] for name in self.names}
        bound = Bound(filter=self, values=values)
        self.read(bound, actor)
        if not bound.on:
            bound.values = {}
        return bound

    def read(self, bound: Bound, actor) -> None:
        """Fill `value`, `text`, `hint` and `options`."""
        raise NotImplementedError

    def narrow(self, rows, value):
        """Return the rows that fit."""
        raise NotImplementedError


@dataclass(frozen=True)
class Search(Filter):
    """Words in any of `fields`; every word must be found. Name the pinyin fields too."""

    name: str = "q"
    label: Any = ""
    fields: tuple[str, ...] = field(default=(), kw_only=True)

    kind = "search"

    def read(self, bound, actor):
        text = " ".join(normalize("NFKC", bound.first).split())[:100]
        if text:
            bound.value = text.split(" ")
            bound.text = _("Search: %(words)s") % {"words": text}

    def narrow(self, rows, value):
        for word in value:
            rows = rows.filter(holding([word], *self.fields))
        return rows


@dataclass(frozen=True)
class Choice(Filter):
    """One or several of `options`: pairs (value, label), or `callable(actor)` that returns them.

    `path` is the ORM path; `apply(rows, values)` takes its place where a path is not enough.
    """

    path: str = field(default="", kw_only=True)
    options: Iterable[tuple] | Callable[[Any], Iterable[tuple]] = field(default=(), kw_only=True)
    multiple: bool = field(default=True, kw_only=True)
    apply: Callable[[Any, list[str]], Any] | None = field(default=None, kw_only=True)

    kind = "choice"

    def read(self, bound, actor):
        pairs = self.options(actor) if callable(self.options) else self.options
        known = {str(value): str(label) for value, label in pairs}
        asked = [value for values in bound.values.values() for value in values]
        chosen = [value for value in dict.fromkeys(asked) if value in known]
        if not self.multiple:
            chosen = chosen[-1:]
        bound.options = [
            {"value": value, "label": label, "chosen": value in chosen}
            for value, label in known.items()
        ]
        if set(asked) - set(known):
            bound.hint = _("“%(label)s” has no such choice; it was left out.") % {
                "label": self.label
            }
        if chosen:
            bound.value = chosen
            bound.values = {self.name: chosen}
            bound.text = _("%(label)s: %(choices)s") % {
                "label": self.label,
                "choices": _(", ").join(known[value] for value in chosen),
            }

    def narrow(self, rows, value):
        if self.apply:
            return self.apply(rows, value)
        return rows.filter(**{f"{self.path or self.name}__in": value})


@dataclass(frozen=True)
class Flag(Filter):
    """Yes or not asked: `q` is a Q object or `callable(rows)`."""

    q: Q | Callable[[Any], Any] = field(default=Q(), kw_only=True)

    kind = "flag"

    def read(self, bound, actor):
        if bound.first:
            bound.value, bound.text = True, str(self.label)
            bound.values = {self.name: ["1"]}

    def narrow(self, rows, value):
        return rows.filter(self.q) if isinstance(self.q, Q) else self.q(rows)


@dataclass(frozen=True)
class Between(Filter):
    """What the two ranges share: `name_from` and `name_to` in the address."""

    path: str = field(default="", kw_only=True)
    unit: Any = field(default="", kw_only=True)

    @property
    def names(self):
        return (f"{self.name}_from", f"{self.name}_to")

    def parse(self, text: str):
        """Return the value; raise ValueError when it is none."""
        raise NotImplementedError

    def read(self, bound, actor):
        ends, kept = [], {}
        for name in self.names:
            text = "".join(bound.values.get(name, [])[:1])
            try:
                ends.append(self.parse(normalize("NFKC", text)) if text else None)
            except (ValueError, InvalidOperation, ValidationError):
                ends.append(None)
                bound.hint = _("“%(text)s” does not fit “%(label)s”; it was left out.") % {
                    "text": text[:40],
                    "label": self.label,
                }
            if ends[-1] is not None:
                kept[name] = [text]
        if kept:
            bound.value, bound.values = tuple(ends), kept
            bound.text = self.say(*ends)

    def say(self, low, high) -> str:
        """Return the range in words."""
        facts = {"label": self.label, "low": low, "high": high, "unit": self.unit}
        if high is None:
            return _("%(label)s from %(low)s") % facts
        if low is None:
            return _("%(label)s up to %(high)s") % facts
        return _("%(label)s %(low)s to %(high)s") % facts


@dataclass(frozen=True)
class Range(Between):
    """Numbers from … to …, both ends included."""

    kind = "range"

    def parse(self, text):
        number = Decimal(text.replace(",", ""))
        if not number.is_finite() or abs(number) > 10**12:
            raise ValueError(text)
        return number

    def narrow(self, rows, value):
        path = self.path or self.name
        low, high = value
        if low is not None:
            rows = rows.filter(**{f"{path}__gte": low})
        return rows if high is None else rows.filter(**{f"{path}__lte": high})


@dataclass(frozen=True)
class DateRange(Between):
    """Days from … to …, both included; `moment=True` for fields that hold a moment."""

    moment: bool = field(default=False, kw_only=True)

    kind = "dates"

    def parse(self, text):
        return forms.DateField().to_python(text)

    def narrow(self, rows, value):
        path = self.path or self.name
        low, high = value
        if low is not None:
            rows = rows.filter(**{f"{path}__gte": self._edge(low)})
        if high is not None:
            end = high + timedelta(days=1)
            rows = rows.filter(**{f"{path}__lt": self._edge(end)})
        return rows

    def _edge(self, day):
        return timezone.make_aware(datetime.combine(day, time.min)) if self.moment else day
