"""The calendar as JSON: what is taken, what is free."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from resources.forms.calendar import FreeForm
from resources.models import Booking
from resources.queries import calendar as queries
from resources.queries.free import free


class BookingSerializer(serializers.ModelSerializer):
    """One double hour that is taken, as far as the actor sees who took it."""

    organisation = serializers.CharField(source="organisation.code", read_only=True)

    class Meta:
        model = Booking
        fields = ("id", "organisation", "on", "slot", "state", "until", "teacher", "base", "room")
        read_only_fields = fields


class BookingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """What is taken of teachers, bases and rooms that concern the actor."""

    scope = "resources"
    serializer_class = BookingSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return queries.bookings_of(self.request.actor)


MOST = 100  # things that one answer names


class FreeSerializer(serializers.Serializer):
    """A teacher, room or base, and how many of the asked double hours it is free."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="thing.pk")
    label = serializers.CharField()
    free = serializers.IntegerField()
    of = serializers.IntegerField(source="all")
    days = serializers.ListField(child=serializers.DateField())


class FreeViewSet(viewsets.GenericViewSet):
    """Which rooms, bases or teachers are free on some days."""

    scope = "resources"
    serializer_class = FreeSerializer
    pagination_class = None

    def get_queryset(self):
        return queries.bookings_of(self.request.actor).none()

    @extend_schema(
        parameters=[
            OpenApiParameter("what", enum=["room", "base", "teacher"], required=True),
            OpenApiParameter("first", type={"type": "string", "format": "date"}, required=True),
            OpenApiParameter("last", type={"type": "string", "format": "date"}, required=True),
            OpenApiParameter("part", enum=["day", "am", "pm"]),
            OpenApiParameter("persons", type=int),
            OpenApiParameter("text"),
        ],
        responses=FreeSerializer(many=True),
    )
    def list(self, request):
        """Search what is free; the freest first, at most 100."""
        form = FreeForm(request.query_params, actor=request.actor)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        found = free(request.actor, **form.wanted)[:MOST]
        return Response(FreeSerializer(found, many=True).data)
