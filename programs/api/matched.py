"""What fits a need, as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from programs.queries import matched as queries
from programs.rules import review as review_rules


class FitReasonSerializer(serializers.Serializer):
    """What an entry gets points for."""

    points = serializers.FloatField()
    words = serializers.CharField()


class FitSerializer(serializers.Serializer):
    """One ranked thing; its points out of 100 are the sum of its reasons."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="thing.pk")
    name = serializers.CharField(source="thing.label")
    points = serializers.FloatField()
    reasons = FitReasonSerializer(many=True)


class FitsSerializer(serializers.Serializer):
    """The best courses, teachers, bases and ready-made programmes for a need."""

    courses = FitSerializer(many=True)
    teachers = FitSerializer(many=True)
    bases = FitSerializer(many=True)
    programs = FitSerializer(many=True)


class PlanMatches:
    """What the API of plans adds."""

    @extend_schema(responses=FitsSerializer)
    @action(detail=True)
    def matches(self, request, pk=None):
        """What fits the plan's demand, best first, with the reasons."""
        found = queries.of_plan(request.actor, self.get_object())
        return Response(FitsSerializer(found).data)


class ProgramMatches:
    """What the API of programmes adds."""

    @extend_schema(responses=FitsSerializer)
    @action(detail=True)
    def matches(self, request, pk=None):
        """What fits the programme as it stands, best first, with the reasons."""
        program = self._asked(review_rules.may_see_review)
        found = queries.of_program(request.actor, program)
        return Response(FitsSerializer(found).data)
