"""What would become of a plan, as JSON: the same figures as on the page."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.access import Denied
from programs.forms.scenario import ScenarioForm
from programs.models import Scenario
from programs.operations import scenario as operations
from programs.queries import scenario as queries
from programs.rules import scenario as rules

COUNT = {"min_value": 0, "max_value": 10**12, "required": False}


class TrySerializer(serializers.Serializer):
    """What differs from the plan; what is not sent is as it stands there.

    `least` are percentages by key of category or format, `base` and `teacher` what is missing.
    """

    name = serializers.CharField(max_length=80)
    budget_yuan = serializers.IntegerField(**COUNT)
    base = serializers.IntegerField(required=False, allow_null=True)
    teacher = serializers.IntegerField(required=False, allow_null=True)
    group = serializers.IntegerField(**COUNT)
    days = serializers.IntegerField(**COUNT)
    least = serializers.DictField(child=serializers.IntegerField(), required=False)


class HeldShareSerializer(serializers.Serializer):
    """The part of the hours that one category or format has, against what is asked."""

    name = serializers.CharField(source="quota.name")
    min_percent = serializers.IntegerField(source="quota.minimum")
    max_percent = serializers.IntegerField(source="quota.maximum", allow_null=True)
    percent = serializers.FloatField()


class OutcomeSerializer(serializers.Serializer):
    """A scenario with its figures; they are null, or empty, until a worker has answered.

    `asked` are people, `placed_groups` of `groups` have a place; `lost` says why others have none.
    """

    id = serializers.IntegerField(source="scenario.pk")
    plan = serializers.IntegerField(source="scenario.plan_id")
    name = serializers.CharField(source="scenario.name")
    job = serializers.CharField(source="scenario.job.state", default="done")
    changes = serializers.ListField(child=serializers.CharField())
    people = serializers.IntegerField(allow_null=True)
    asked = serializers.IntegerField()
    placed_groups = serializers.IntegerField(source="groups")
    groups = serializers.IntegerField(source="of")
    cost_yuan = serializers.IntegerField(source="cost")
    yuan_a_person = serializers.IntegerField(source="a_head", allow_null=True)
    shares = HeldShareSerializer(many=True)
    verdict = serializers.CharField()
    lost = serializers.ListField(child=serializers.CharField())


class GroupSerializer(serializers.Serializer):
    """One group with its place in the year."""

    unit = serializers.CharField()
    people = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    bases = serializers.CharField()
    hours = serializers.FloatField()
    cost_yuan = serializers.FloatField(source="cost")


class OneOutcomeSerializer(OutcomeSerializer):
    """The same with every group's place in the year."""

    calendar = serializers.SerializerMethodField()

    @extend_schema_field(GroupSerializer(many=True))
    def get_calendar(self, one):
        found = queries.calendar(self.context["request"].actor, one.scenario)
        return GroupSerializer(found, many=True).data


def _allowed(actor, plan) -> None:
    if not (answer := rules.may_see_scenarios(actor, plan)):
        raise Denied(answer.reason)


def _outcome(actor, scenario):
    found = queries.outcomes(actor, scenario.plan)
    return next(one for one in found if one.scenario.pk == scenario.pk)


class PlanScenarios:
    """What the API of plans adds."""

    @extend_schema(request=TrySerializer, responses=OutcomeSerializer(many=True))
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def scenarios(self, request, pk=None):
        """What was tried out, side by side; POST lets a worker try one more."""
        actor, plan = request.actor, self.get_object()
        _allowed(actor, plan)
        if request.method == "POST":
            sent = dict(self.checked(TrySerializer).validated_data)
            made = operations.try_out(actor=actor, scenario=_wanted(actor, plan, sent))
            at = f"/api/v1/programs/scenarios/{made.pk}"
            body = OutcomeSerializer(_outcome(actor, made)).data
            return Response(body, status=202, headers={"Location": at})
        return Response(OutcomeSerializer(queries.outcomes(actor, plan), many=True).data)


def _wanted(actor, plan, sent: dict) -> Scenario:
    """The scenario that was asked for, checked by the form of the page."""
    least = {f"least_{key}": value for key, value in sent.pop("least", {}).items()}
    blank = ScenarioForm(instance=Scenario(plan=plan), actor=actor, plan=plan)
    usual = {name: field.initial for name, field in blank.fields.items()}
    if unknown := sorted(least.keys() - usual.keys()):
        raise ValidationError({"least": [name.removeprefix("least_") for name in unknown]})
    data = usual | sent | least
    form = ScenarioForm(data, instance=Scenario(plan=plan), actor=actor, plan=plan)
    if not form.is_valid():
        raise ValidationError(form.errors)
    scenario = form.save(commit=False)
    scenario.changes = form.changes
    return scenario


class ScenarioViewSet(mixins.RetrieveModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet):
    """What was tried out for a plan; more are asked for at `plans/{id}/scenarios`."""

    scope = "programs"
    lookup_value_regex = r"\d+"
    serializer_class = OneOutcomeSerializer

    def get_queryset(self):
        return queries.scenarios(self.request.actor)

    def _found(self) -> Scenario:
        scenario = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        _allowed(self.request.actor, scenario.plan)
        return scenario

    def retrieve(self, request, pk=None):
        """One scenario with the calendar of its groups."""
        return Response(self.get_serializer(_outcome(request.actor, self._found())).data)

    def destroy(self, request, pk=None):
        """Take it away, stopping the work on it."""
        operations.remove_scenario(actor=request.actor, scenario=self._found())
        return Response(status=204)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def adopt(self, request, pk=None):
        """Make its shares and budget those of the plan, which is still a draft."""
        made = operations.adopt(actor=request.actor, scenario=self._found())
        return Response(self.get_serializer(_outcome(request.actor, made)).data)
