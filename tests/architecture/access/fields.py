"""The forms and serializers that a request builds, seen from outside."""

from contextlib import contextmanager

from django.db import models
from django.forms.forms import BaseForm
from django.forms.models import ModelChoiceField
from rest_framework.serializers import BaseSerializer

OTHER = 987


@contextmanager
def built():
    """Collect every form and serializer that is made meanwhile."""
    found, first = [], {}

    def watched(kind):
        first[kind] = kind.__init__

        def init(self, *args, **kwargs):
            first[kind](self, *args, **kwargs)
            found.append(self)

        kind.__init__ = init

    watched(BaseForm)
    watched(BaseSerializer)
    try:
        yield found
    finally:
        for kind, init in first.items():
            kind.__init__ = init


def references(forms):
    """Form and field for every field that names a row of the database.

    The key in a row of a formset is not one: a formset looks it up among its own rows.
    """
    for form in forms:
        for name, field in getattr(form, "fields", {}).items():
            own = name == "id" and form.prefix
            if isinstance(field, ModelChoiceField) and field.queryset is not None and not own:
                yield form, name, field


def accepted(forms) -> set[str]:
    """The names of all that these forms let a person fill in."""
    return {
        name
        for form in forms
        for name, field in getattr(form, "fields", {}).items()
        if not getattr(field, "disabled", False) and not getattr(field, "read_only", False)
    }


def attack(row: models.Model, far: dict, spared: set[str]) -> dict[str, object]:
    """Another value for every column that is not offered, as somebody would add it by hand."""
    sent = {}
    for field in row._meta.concrete_fields:
        if field.name in spared:
            continue
        if field.primary_key:
            sent["id"] = OTHER
        elif field.remote_field:
            strangers = far.get(field.remote_field.model) or {OTHER}
            sent[field.name] = sent[field.attname] = min(strangers)
        elif (value := other(field, getattr(row, field.attname))) is not None:
            sent[field.name] = value
    return sent


def other(field: models.Field, now):
    """A value of the field's type that differs from the one it has."""
    if field.choices:
        return next((key for key, _label in field.flatchoices if key != now), None)
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return OTHER
    if isinstance(field, models.CharField | models.TextField):
        return "attacked"
    return None


def filled(forms) -> dict:
    """What a browser would send back of the forms of a page, if nothing were changed."""
    sent = {}
    for form in (one for one in forms if isinstance(one, BaseForm)):
        for bound in form:
            value = bound.value()
            value = getattr(value, "pk", value)
            if hasattr(value, "all"):
                value = [one.pk for one in value.all()]
            if isinstance(value, list | tuple):
                value = [getattr(one, "pk", one) for one in value]
            if value not in (None, False, "", []):
                sent[bound.html_name] = value
    return sent
