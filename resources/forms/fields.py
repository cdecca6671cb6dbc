"""Fields whose value is not what one types."""

import re

from django import forms
from django.core.validators import URLValidator


class MaterialsField(forms.CharField):
    """Materials as lines of a title and an address; kept as a list of both."""

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        return "\n".join(" ".join(filter(None, (m["title"], m["url"]))) for m in value or [])

    def clean(self, value):
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        return [self._material(words) for words in lines]

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    @staticmethod
    def _material(words: list[str]) -> dict[str, str]:
        url = words.pop() if "://" in words[-1] else ""
        if url:
            URLValidator(schemes=("http", "https"))(url)
        return {"title": " ".join(words)[:200] or url, "url": url}


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
