"""The meter as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from programs.queries import compose as queries


class IssueSerializer(serializers.Serializer):
    """What stands in the way, in words; `line` is the key of the line it is about."""

    code = serializers.CharField()
    text = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)


class MeterShareSerializer(serializers.Serializer):
    """How one category stands against what the plan requires."""

    category = serializers.CharField(source="quota.name")
    hours = serializers.IntegerField()
    percent = serializers.FloatField()
    min_percent = serializers.IntegerField(source="quota.minimum")
    max_percent = serializers.IntegerField(source="quota.maximum", allow_null=True)
    missing_hours = serializers.IntegerField()
    excess_hours = serializers.IntegerField()


class CostSerializer(serializers.Serializer):
    """Yuan by kind."""

    teaching = serializers.IntegerField()
    bases = serializers.IntegerField()
    boarding = serializers.IntegerField()
    total = serializers.IntegerField()


class MeterSerializer(serializers.Serializer):
    """What the composing page and the submission say, from the same function."""

    ready = serializers.BooleanField()
    hours = serializers.IntegerField()
    shares = MeterShareSerializer(many=True)
    cost_yuan = CostSerializer(source="cost")
    capacity = serializers.IntegerField(source="smallest.capacity", default=None)
    blocking = serializers.SerializerMethodField()
    advice = serializers.SerializerMethodField()

    @extend_schema(responses=IssueSerializer(many=True))
    def get_blocking(self, meter) -> list[dict]:
        return self._said(meter.blocking)

    def get_advice(self, meter) -> list[dict]:
        return self._said(meter.advice)

    def _said(self, issues):
        actor = self.context["request"].actor
        return IssueSerializer([queries.said(actor, issue) for issue in issues], many=True).data
