"""What fits a need, as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from programs.queries import matched as queries
from programs.rules import review as review_rules


class ReasonSerializer(serializers.Serializer):
    """What an entry gets points for."""

    points = serializers.FloatField()
    words = serializers.CharField()


class MatchSerializer(serializers.Serializer):
    """One ranked thing; its points out of 100 are the sum of its reasons."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="thing.pk")
    name = serializers.CharField(source="thing.label")
    points = serializers.FloatField()
    reasons = ReasonSerializer(many=True)


class MatchesSerializer(serializers.Serializer):
    """The best courses, teachers, bases and ready-made programmes for a need."""

    courses = MatchSerializer(many=True)
    teachers = MatchSerializer(many=True)
    bases = MatchSerializer(many=True)
    programs = MatchSerializer(many=True)


class PlanMatches:
    """What the API of plans adds."""

    @extend_schema(responses=MatchesSerializer)
    @action(detail=True)
    def matches(self, request, pk=None):
        """What fits the plan's demand, best first, with the reasons."""
        found = queries.of_plan(request.actor, self.get_object())
        return Response(MatchesSerializer(found).data)


class ProgramMatches:
    """What the API of programmes adds."""

    @extend_schema(responses=MatchesSerializer)
    @action(detail=True)
    def matches(self, request, pk=None):
        """What fits the programme as it stands, best first, with the reasons."""
        program = self._asked(review_rules.may_see_review)
        found = queries.of_program(request.actor, program)
        return Response(MatchesSerializer(found).data)
