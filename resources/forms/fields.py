"""Fields whose value is not what one types."""

import re
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.spreadsheets.clean import Unclean
from resources import materials


class SoughtInput(forms.TextInput):
    """A number; while somebody types, what he may mean drops down below."""

    def __init__(self, kind: str):
        super().__init__(attrs={"autocomplete": "off"})
        self.kind = kind

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {
            "list": f"sought-{self.kind}",
            "hx-get": reverse(f"resources:{self.kind}_find"),
            "hx-trigger": "input changed delay:250ms, focus once",
            "hx-target": f"#sought-{self.kind}",
        }

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="sought-{}"></datalist>', field, self.kind)


class SoughtField(forms.CharField):
    """A resource, typed as its number or one of its names; `queryset` are those to choose from."""

    default_error_messages = {
        "none": _("Nothing has this number or name. Type a part of it and choose from the list."),
        "several": _("Several have this name. Choose from the list, or type the number."),
    }

    def __init__(self, kind: str, number: str, names: tuple[str, ...], **kwargs):
        super().__init__(widget=SoughtInput(kind), **kwargs)
        self.number, self.names, self.queryset = number, names, None

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        numbered = self.queryset.filter(**{self.number: text})
        named = self.queryset.filter(reduce(or_, (Q(**{name: text}) for name in self.names)))
        found = list(numbered[:1]) or list(named[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self.error_messages["several" if found else "none"])


class MaterialsField(forms.CharField):
    """Materials as lines of a title and an address; kept as a list of both."""

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return materials.lines(value)

    def clean(self, value):
        try:
            return materials.parsed(materials.tidy(super().clean(value)))
        except ValueError as error:
            fault = Unclean("not_an_address", value=error.args[0])
            raise forms.ValidationError(str(fault)) from error

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class CoursesField(forms.CharField):
    """Courses, typed as their numbers; cleaned to a list of these."""

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return ", ".join(course.code for course in value or [])

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        return list(filter(None, re.split(r"[\s,，、;；]+", super().clean(value))))
