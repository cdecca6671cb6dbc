"""How the JSON names what it refers to: only what the actor sees exists."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.queries import codes
from resources import queries


@extend_schema_field(serializers.CharField())
class CodeField(serializers.SlugRelatedField):
    """An entry of a code table, by its code; those of other organisations do not exist."""

    def __init__(self, kind=None, **kwargs):
        self.kind = kind
        kwargs.setdefault("slug_field", "code")
        super().__init__(**kwargs)

    def get_queryset(self):
        return codes(self.context["request"].actor, self.kind)


def one(kind, **more):
    """Take one entry of a code table."""
    return CodeField(kind=kind, queryset=(), **more)


def several(kind, **more):
    """Take several entries of a code table."""
    return CodeField(kind=kind, queryset=(), many=True, **more)


class BaseOf(serializers.PrimaryKeyRelatedField):
    """A base of the actor's own organisation."""

    def get_queryset(self):
        return queries.own_bases(self.context["request"].actor)


@extend_schema_field(serializers.IntegerField())
class TeacherOf(serializers.PrimaryKeyRelatedField):
    """A teacher whom the actor sees."""

    def get_queryset(self):
        return queries.teachers(self.context["request"].actor)


@extend_schema_field(serializers.CharField())
class CourseOf(serializers.SlugRelatedField):
    """A course that the actor sees, by its number."""

    def get_queryset(self):
        return queries.courses(self.context["request"].actor)
