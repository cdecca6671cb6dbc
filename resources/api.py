from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from accounts.choices import CodeKind
from accounts.queries import codes
from resources import operations, queries, rules
from resources.models import Base, Course, Room, Teacher


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
    return CodeField(kind=kind, queryset=(), **more)


def several(kind, **more):
    return CodeField(kind=kind, queryset=(), many=True, **more)


class BaseOf(serializers.PrimaryKeyRelatedField):
    """A base of the actor's own organisation."""

    def get_queryset(self):
        return queries.own_bases(self.context["request"].actor)


class OfferSerializer(serializers.Serializer):
    format = serializers.CharField(source="format.code")
    teacher = serializers.IntegerField(source="teacher_id")
    teacher_name = serializers.CharField(source="teacher.name")


class KeptSerializer(serializers.ModelSerializer):
    """Reads rows, and writes them through one operation."""

    organisation = serializers.CharField(source="organisation.code", read_only=True)
    thing = ""
    save_with = None

    def validate(self, values):
        """Check the number against those of the owner, as the database does."""
        key = self.Meta.natural_key
        if key in values:
            self._refuse_twice(key, values)
        return values

    def _refuse_twice(self, key, values):
        same = self.Meta.ask(self.context["request"].actor, retired=True)
        same = same.filter(**{key: values[key]}, **self.owner(values))
        if self.instance:
            same = same.exclude(pk=self.instance.pk)
        if same.exists():
            raise serializers.ValidationError({key: [serializers.UniqueValidator.message]})

    def owner(self, values) -> dict:
        return {"organisation": self.context["request"].actor.organisation}

    def create(self, values):
        return self._write(self.Meta.model(**self.owner(values)), values)

    def update(self, instance, values):
        return self._write(instance, values)

    def _write(self, thing, values):
        sets = {field.name: values.pop(field.name, None) for field in thing._meta.many_to_many}
        for name, value in values.items():
            setattr(thing, name, value)
        actor = self.context["request"].actor
        return self.Meta.save(actor=actor, **{self.Meta.argument: thing}, **sets)


class CourseSerializer(KeptSerializer):
    category = one(CodeKind.CATEGORY)
    formats = several(CodeKind.FORMAT)
    levels = several(CodeKind.LEVEL, required=False)

    class Meta:
        model = Course
        argument, natural_key = "course", "code"
        ask, save = staticmethod(queries.courses), staticmethod(operations.save_course)
        fields = (
            "id",
            "organisation",
            "code",
            "name",
            "name_en",
            "category",
            "hours",
            "formats",
            "levels",
            "summary",
            "summary_en",
            "rating",
            "rating_count",
            "active",
        )
        read_only_fields = ("rating", "rating_count", "active")


class TeacherSerializer(KeptSerializer):
    class Meta:
        model = Teacher
        argument, natural_key = "teacher", "number"
        ask, save = staticmethod(queries.teachers), staticmethod(operations.save_teacher)
        fields = (
            "id",
            "organisation",
            "number",
            "name",
            "name_latin",
            "title",
            "title_en",
            "expertise",
            "expertise_en",
            "fee_per_hour_yuan",
            "phone",
            "rating",
            "rating_count",
            "active",
        )
        read_only_fields = ("rating", "rating_count", "active")

    def to_representation(self, teacher):
        """Leave the contact out for everybody but his institute."""
        shown = super().to_representation(teacher)
        if not rules.may_see_contact(self.context["request"].actor, teacher):
            shown["phone"] = ""
        return shown


class BaseSerializer(KeptSerializer):
    formats = several(CodeKind.FORMAT, required=False)
    facilities = several(CodeKind.FACILITY, required=False)

    class Meta:
        model = Base
        argument, natural_key = "base", "code"
        ask, save = staticmethod(queries.bases), staticmethod(operations.save_base)
        fields = (
            "id",
            "organisation",
            "code",
            "name",
            "name_en",
            "city",
            "city_en",
            "address",
            "capacity",
            "groups",
            "day_cost_yuan",
            "boarding_yuan_per_day",
            "formats",
            "facilities",
            "note",
            "rating",
            "rating_count",
            "active",
        )
        read_only_fields = ("rating", "rating_count", "active")
