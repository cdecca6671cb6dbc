"""Programmes and their lines as JSON."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.choices import CodeKind, OrganisationKind
from accounts.queries import partners
from programs.api.composition import ComposeActions
from programs.api.matched import ProgramMatches
from programs.api.meter import MeterSerializer
from programs.api.review import ReviewActions
from programs.api.shared import OPEN, Chosen, Key, WrittenViewSet, code
from programs.models import Program, Session
from programs.operations import compose as operations
from programs.operations import submit as submitting
from programs.queries import compose as queries
from programs.queries import plan as plans
from resources import queries as resources
from resources.choices import Slot


class ProgramSerializer(serializers.ModelSerializer):
    """The basics of a programme. Send the `revision` you read: an older one is answered 409."""

    organisation = serializers.CharField(source="organisation.code", read_only=True)
    plan = Key(plans.open_plans, **OPEN)
    theme = code(CodeKind.THEME, **OPEN)
    institute = Chosen(lambda actor: partners(actor, OrganisationKind.INSTITUTE), **OPEN)
    levels = code(CodeKind.LEVEL, many=True, required=False)
    places = serializers.IntegerField(min_value=1, max_value=30_000, default=40)
    hours = serializers.IntegerField(read_only=True, default=0)
    revision = serializers.IntegerField(required=False, min_value=0)

    class Meta:
        model = Program
        fields = (
            *("id", "organisation", "plan", "name", "name_en", "theme", "institute", "levels"),
            *("aim", "places", "taken", "starts_on", "ends_on", "hours_min", "hours_max", "hours"),
            *("budget_yuan", "state", "version", "revision"),
        )
        read_only_fields = ("taken", "state", "version")

    def create(self, values):
        actor = self.context["request"].actor
        values.pop("revision", None)
        levels = values.pop("levels", ())
        program = Program(organisation=actor.organisation, **values)
        return operations.create_program(actor=actor, program=program, levels=levels)

    def update(self, program, values):
        levels, revision = values.pop("levels", None), values.pop("revision", None)
        for name, value in values.items():
            setattr(program, name, value)
        return operations.save_basics(
            actor=self.context["request"].actor, program=program, levels=levels, revision=revision
        )


class LineSerializer(serializers.ModelSerializer):
    """One line of a programme; `revision` is that of the programme."""

    course = Key(resources.courses)
    format = code(CodeKind.FORMAT, **OPEN)
    teacher = Key(resources.teachers, **OPEN)
    base = Key(resources.bases, **OPEN)
    room = Key(resources.rooms, **OPEN)
    slot = serializers.ChoiceField(Slot.choices, **OPEN)
    revision = serializers.IntegerField(required=False, min_value=0, write_only=True)

    class Meta:
        model = Session
        fields = (
            *("id", "position", "course", "format", "teacher", "base", "room"),
            *("on", "slot", "pinned", "fee_yuan", "revision"),
        )
        read_only_fields = ("position",)


class NewLineSerializer(serializers.Serializer):
    """The course to add."""

    course = Key(resources.courses)
    revision = serializers.IntegerField(required=False, min_value=0)


class ProgramViewSet(ComposeActions, ReviewActions, ProgramMatches, WrittenViewSet):
    """Programmes of the organisation, those below it, and those it is to hold."""

    serializer_class = ProgramSerializer
    http_method_names = ("get", "head", "options", "post", "put", "patch", "delete")

    def get_queryset(self):
        rows = queries.programs(self.request.actor).prefetch_related("levels")
        return rows.order_by("-starts_on", "-pk")

    @extend_schema(request=NewLineSerializer, responses=LineSerializer(many=True))
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def lines(self, request, pk=None):
        """All lines in order; POST adds a course at the end and answers with its line."""
        actor, program = request.actor, self.get_object()
        if request.method == "POST":
            sent = self.checked(NewLineSerializer).validated_data
            line = operations.add_line(actor=actor, program=program, **sent)
            return Response(self._line(line), status=201)
        return Response([self._line(line) for line in queries.lines(actor, program)])

    @extend_schema(request=LineSerializer, responses=LineSerializer)
    @action(detail=True, methods=["patch", "delete"], url_path=r"lines/(?P<line>\d+)")
    def line(self, request, pk=None, line=None):
        """Choose for one line, or take it out; what a choice breaks stays and is reported."""
        actor, program = request.actor, self.get_object()
        session = get_object_or_404(program.sessions.select_related("program", "course"), pk=line)
        if request.method == "DELETE":
            operations.remove_line(actor=actor, line=session)
            return Response(status=204)
        values = dict(self.checked(LineSerializer, instance=session, partial=True).validated_data)
        revision = values.pop("revision", None)
        operations.set_line(actor=actor, line=session, values=values, revision=revision)
        return Response(self._line(session))

    def _line(self, line):
        return LineSerializer(line, context=self.get_serializer_context()).data

    @extend_schema(responses=MeterSerializer)
    @action(detail=True)
    def meter(self, request, pk=None):
        """What the programme adds up to, and what stands in its way."""
        meter = queries.measured(request.actor, self.get_object())
        return Response(MeterSerializer(meter, context=self.get_serializer_context()).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        """Hand the programme to its institute; refused (422) while the meter blocks it."""
        program = submitting.submit(actor=request.actor, program=self.get_object())
        return Response(self.get_serializer(program).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """Take the programme back while the institute has not decided."""
        program = submitting.withdraw(actor=request.actor, program=self.get_object())
        return Response(self.get_serializer(program).data)
