"""Fields whose value is not what one types."""

import re

from django import forms

from resources import materials


class MaterialsField(forms.CharField):
    """Materials as lines of a title and an address; kept as a list of both."""

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return materials.lines(value)

    def clean(self, value):
        return materials.parsed(super().clean(value))

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
