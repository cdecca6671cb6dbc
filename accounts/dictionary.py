"""The data dictionary: every table and field of the portal, read from the models."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

KINDS = {
    "BigAutoField": _("key"),
    "BooleanField": _("yes or no"),
    "CharField": _("text"),
    "DateField": _("date"),
    "DateTimeField": _("moment"),
    "DecimalField": _("numeric value"),
    "EmailField": _("text"),
    "FileField": _("file"),
    "FloatField": _("numeric value"),
    "JSONField": _("structured"),
    "PositiveIntegerField": _("numeric value"),
    "PositiveSmallIntegerField": _("numeric value"),
    "SmallIntegerField": _("numeric value"),
    "TextField": _("long text"),
    "TimeField": _("time of day"),
    "URLField": _("text"),
}


@dataclass(frozen=True)
class Entry:
    """One field: its name in the data, its label, what it holds and what it may hold."""

    name: str
    label: str
    kind: str
    size: int | None
    required: bool
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Description:
    """One table."""

    name: str
    label: str
    app: str
    entries: list[Entry]

    @property
    def words(self) -> str:
        """All that it can be found by."""
        names = [f"{one.name} {one.label}" for one in self.entries]
        return " ".join([self.name, str(self.label), self.app, *names]).casefold()


def data_dictionary() -> list[Description]:
    """Describe every table that the portal's own apps keep."""
    models = (model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models())
    return [
        Description(
            name=model._meta.label_lower,
            label=capfirst(model._meta.verbose_name),
            app=str(model._meta.app_config.verbose_name),
            entries=[_entry(field) for field in model._meta.concrete_fields],
        )
        for model in models
        if not model._meta.label.endswith("Grant")
    ]


def sought(tables: list[Description], text: str) -> list[Description]:
    """Return the tables in which every word stands, in their own names or those of fields."""
    words = text.casefold().split()
    return [one for one in tables if all(word in one.words for word in words)]


def _entry(field) -> Entry:
    return Entry(
        name=field.attname,
        label=capfirst(field.verbose_name),
        kind=_kind(field),
        size=field.max_length,
        required=not (field.blank or field.null or field.has_default()),
        choices=[(str(value), str(label)) for value, label in field.flatchoices],
    )


def _kind(field) -> str:
    if field.is_relation:
        label = field.related_model._meta.verbose_name
        return _("refers to: %(table)s") % {"table": label}
    return str(KINDS.get(field.get_internal_type(), field.get_internal_type()))
