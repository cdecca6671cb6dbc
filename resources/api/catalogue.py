"""Courses, teachers, bases and rooms as JSON."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.fields import get_error_detail
from rest_framework.response import Response

from accounts.choices import CodeKind
from resources import operations, queries, rules
from resources.api.fields import BaseOf, CourseOf, TeacherOf, one, several
from resources.models import Base, Course, Room, Teacher


class OfferSerializer(serializers.Serializer):
    """One offer: the code of a format, the key of a teacher."""

    format = one(CodeKind.FORMAT)
    teacher = TeacherOf()


class KeptSerializer(serializers.ModelSerializer):
    """Reads rows, and writes them through one operation."""

    organisation = serializers.CharField(source="organisation.code", read_only=True)

    def create(self, values):
        return self.write(self.Meta.model(organisation=self.actor.organisation), values)

    def update(self, instance, values):
        return self.write(instance, values)

    @property
    def actor(self):
        return self.context["request"].actor

    def write(self, thing, values):
        sets = {field.name: values.pop(field.name, None) for field in thing._meta.many_to_many}
        for name, value in values.items():
            setattr(thing, name, value)
        try:
            thing.validate_constraints()
        except ValidationError as fault:
            raise serializers.ValidationError(get_error_detail(fault)) from fault
        return self.Meta.save(actor=self.actor, **{thing._meta.model_name: thing}, **sets)


class MaterialSerializer(serializers.Serializer):
    """A material: a title, and its address if it has one."""

    title = serializers.CharField(max_length=200)
    url = serializers.URLField(allow_blank=True, default="")


class CompetenceSerializer(serializers.Serializer):
    """A competence by its code, and how far the course leads: 1 knows it to 4 leads others."""

    competence = serializers.CharField(source="competence.code")
    level = serializers.IntegerField()


class CourseSerializer(KeptSerializer):
    """A course with the codes of its category, formats and levels."""

    category = one(CodeKind.CATEGORY)
    formats = several(CodeKind.FORMAT)
    levels = several(CodeKind.LEVEL, required=False)
    prerequisites = CourseOf(slug_field="code", many=True, required=False, queryset=())
    materials = MaterialSerializer(many=True, required=False)
    competences = CompetenceSerializer(many=True, read_only=True)

    class Meta:
        model = Course
        save = staticmethod(operations.save_course)
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
            "audience",
            "prerequisites",
            "materials",
            "competences",
            "version",
            "rating",
            "rating_count",
            "active",
        )
        read_only_fields = ("rating", "rating_count", "active")


class TeacherSerializer(KeptSerializer):
    """A teacher; the contact only for his institute."""

    class Meta:
        model = Teacher
        save = staticmethod(operations.save_teacher)
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
    """A base with the codes of its formats and facilities."""

    formats = several(CodeKind.FORMAT, required=False)
    facilities = several(CodeKind.FACILITY, required=False)

    class Meta:
        model = Base
        save = staticmethod(operations.save_base)
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


class RoomSerializer(KeptSerializer):
    """A room of a base of the actor's own organisation."""

    organisation = serializers.CharField(source="base.organisation.code", read_only=True)
    base = BaseOf()
    kind = one(CodeKind.ROOM_KIND, required=False, allow_null=True)
    facilities = several(CodeKind.FACILITY, required=False)

    class Meta:
        model = Room
        save = staticmethod(operations.save_room)
        fields = (
            "id",
            "organisation",
            "base",
            "code",
            "name",
            "building",
            "floor",
            "kind",
            "capacity",
            "exam_capacity",
            "facilities",
            "note",
            "active",
        )

    def create(self, values):
        return self.write(Room(), values)


class KeptViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Read what one may see, write what one owns; nothing is deleted."""

    scope = "resources"
    http_method_names = ("get", "head", "options", "post", "put", "patch")
    lookup_value_regex = r"\d+"


class CourseViewSet(KeptViewSet):
    """Courses and who gives them."""

    serializer_class = CourseSerializer

    def get_queryset(self):
        rows = queries.courses(self.request.actor).order_by("code", "pk")
        return rows.prefetch_related("levels", "prerequisites", "competences__competence")

    @extend_schema(request=OfferSerializer(many=True), responses=OfferSerializer(many=True))
    @action(detail=True, methods=["get", "put"], pagination_class=None)
    def offers(self, request, pk=None):
        """Say who gives the course in which format; PUT replaces all offers."""
        course = self.get_object()
        if request.method == "PUT":
            sent = OfferSerializer(data=request.data, many=True, context={"request": request})
            sent.is_valid(raise_exception=True)
            pairs = {(offer["format"].pk, offer["teacher"].pk) for offer in sent.validated_data}
            operations.set_offers(actor=request.actor, course=course, offers=pairs)
        rows = queries.offers_for(request.actor, [course.pk])
        return Response(OfferSerializer(rows, many=True, context={"request": request}).data)


class TeacherViewSet(KeptViewSet):
    """Teachers the actor sees."""

    serializer_class = TeacherSerializer

    def get_queryset(self):
        return queries.teachers(self.request.actor).order_by("number", "pk")


class BaseViewSet(KeptViewSet):
    """Bases the actor sees."""

    serializer_class = BaseSerializer

    def get_queryset(self):
        return queries.bases(self.request.actor).order_by("code", "pk")


class RoomViewSet(KeptViewSet):
    """Rooms of the bases the actor sees."""

    serializer_class = RoomSerializer

    def get_queryset(self):
        return queries.rooms(self.request.actor).order_by("base_id", "code", "pk")
