"""Yearly plans as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.choices import CodeKind
from programs.api.matched import PlanMatches
from programs.api.scenario import PlanScenarios
from programs.api.shared import Chosen, WrittenViewSet, code
from programs.models import Plan
from programs.operations import plan as operations
from programs.queries import carried
from programs.queries import plan as queries

PERCENT = {"min_value": 0, "max_value": 100}


class ShareSerializer(serializers.Serializer):
    """The least and the most of one category."""

    category = code(CodeKind.CATEGORY, source="code")
    min_percent = serializers.IntegerField(default=0, **PERCENT)
    max_percent = serializers.IntegerField(default=None, allow_null=True, **PERCENT)


class FormatShareSerializer(serializers.Serializer):
    """The least and the most of one format."""

    format = code(CodeKind.FORMAT, source="code")
    min_percent = serializers.IntegerField(default=0, **PERCENT)
    max_percent = serializers.IntegerField(default=None, allow_null=True, **PERCENT)


class DemandSerializer(serializers.Serializer):
    """The people asked of one unit."""

    unit = Chosen(queries.units)
    headcount = serializers.IntegerField(min_value=1, max_value=1_000_000)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class AskedSerializer(serializers.Serializer):
    """What a plan asks: shares of the categories and formats, people of each unit."""

    shares = ShareSerializer(many=True)
    formats = FormatShareSerializer(many=True, required=False, default=list)
    demands = DemandSerializer(many=True)


class CarriedSerializer(serializers.Serializer):
    """One share from plan to what was held; a percentage is null while nothing was."""

    kind = serializers.CharField()
    name = serializers.CharField(source="quota.name")
    min_percent = serializers.IntegerField(source="quota.minimum")
    max_percent = serializers.IntegerField(source="quota.maximum", allow_null=True)
    planned_percent = serializers.IntegerField(source="planned.shown", default=None)
    approved_percent = serializers.IntegerField(source="approved.shown", default=None)
    held_percent = serializers.IntegerField(source="held.shown", default=None)


class PlanSerializer(serializers.ModelSerializer):
    """A plan without what it asks."""

    organisation = serializers.CharField(source="organisation.code", read_only=True)
    levels = code(CodeKind.LEVEL, many=True, required=False)
    themes = code(CodeKind.THEME, many=True, required=False)

    class Meta:
        model = Plan
        fields = (
            *("id", "organisation", "year", "name", "name_en", "aim", "levels", "themes"),
            *("starts_on", "ends_on", "budget_yuan", "deadline_on", "state"),
        )
        read_only_fields = ("state",)

    def create(self, values):
        sets = {name: values.pop(name, None) for name in ("levels", "themes")}
        actor = self.context["request"].actor
        plan = Plan(organisation=actor.organisation, **values)
        return operations.save_plan(actor=actor, plan=plan, **sets)

    def update(self, plan, values):
        sets = {name: values.pop(name, None) for name in ("levels", "themes")}
        for name, value in values.items():
            setattr(plan, name, value)
        return operations.save_plan(actor=self.context["request"].actor, plan=plan, **sets)


class PlanViewSet(PlanMatches, PlanScenarios, WrittenViewSet):
    """Own plans, and those published above."""

    serializer_class = PlanSerializer
    http_method_names = ("get", "head", "options", "post", "put", "patch")

    def get_queryset(self):
        rows = queries.plans(self.request.actor).prefetch_related("levels", "themes")
        return rows.order_by("-year", "pk")

    @extend_schema(request=AskedSerializer, responses=AskedSerializer)
    @action(detail=True, methods=["get", "put"])
    def demand(self, request, pk=None):
        """What the plan asks; PUT replaces all of it while the plan is a draft."""
        actor, plan = request.actor, self.get_object()
        if request.method == "PUT":
            sent = self.checked(AskedSerializer).validated_data
            rows = [*sent["shares"], *sent["formats"]]
            shares = [(row["code"], row["min_percent"], row["max_percent"]) for row in rows]
            demands = [(d["unit"], d["headcount"], d["note"]) for d in sent["demands"]]
            operations.set_shares(actor=actor, plan=plan, shares=shares)
            operations.set_demands(actor=actor, plan=plan, demands=demands)
        shares = list(queries.shares(actor, plan))
        asked = {
            "shares": [s for s in shares if s.code.kind == CodeKind.CATEGORY],
            "formats": [s for s in shares if s.code.kind == CodeKind.FORMAT],
            "demands": queries.demands(actor, plan),
        }
        return Response(AskedSerializer(asked, context=self.get_serializer_context()).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def publish(self, request, pk=None):
        """Hand the plan to the units."""
        plan = operations.publish_plan(actor=request.actor, plan=self.get_object())
        return Response(self.get_serializer(plan).data)

    @extend_schema(responses=CarriedSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def shares(self, request, pk=None):
        """Every share as planned, as approved, and as really held."""
        found = carried.of_plan(request.actor, self.get_object())
        return Response(CarriedSerializer(found, many=True).data)
