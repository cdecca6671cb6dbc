"""Matching as JSON: suggestions with their reasons, decisions about them, models, people."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from accounts.access import Denied
from accounts.queries import trainees
from matching import operations, rules
from matching.choices import Decision, Reason
from matching.models import Choice, Model
from matching.queries import ranking, serving, suggestions


class ReasonSerializer(serializers.Serializer):
    """One reason; `weight` is the model's own contribution in log-odds."""

    field = serializers.CharField()
    text = serializers.CharField()
    data = serializers.CharField()
    weight = serializers.FloatField()


class TickSerializer(serializers.Serializer):
    """A hard condition."""

    label = serializers.CharField()
    met = serializers.BooleanField()


class SuggestionSerializer(serializers.Serializer):
    """A programme that suits, with what speaks for and against it."""

    program = serializers.IntegerField(source="program.pk")
    label = serializers.CharField(source="program.label")
    starts_on = serializers.DateField(source="program.starts_on")
    places_left = serializers.IntegerField()
    place = serializers.IntegerField()
    band = serializers.CharField()
    because = ReasonSerializer(many=True)
    against = ReasonSerializer(many=True)
    conditions = TickSerializer(many=True, source="ticks")
    what_would_change_it = serializers.CharField(source="otherwise")
    decision = serializers.CharField()


class PassedSerializer(serializers.Serializer):
    """A programme that is not suggested, and why."""

    program = serializers.IntegerField(source="program.pk")
    label = serializers.CharField(source="program.label")
    why = serializers.CharField(source="text")
    hard = serializers.BooleanField(source="failed")


class BoardSerializer(serializers.Serializer):
    """All suggestions for one person. `model` is null where the rules made the order."""

    model = serializers.IntegerField(source="source.model.number", default=None, allow_null=True)
    cases = serializers.IntegerField(source="source.cases")
    abstains = serializers.CharField()
    suggestions = SuggestionSerializer(many=True)
    passed = PassedSerializer(many=True)


class DecisionSerializer(serializers.Serializer):
    """What a person decides about one suggestion; a reason is needed where it does not suit."""

    program = serializers.IntegerField()
    decision = serializers.ChoiceField(choices=Decision.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, required=False)
    text = serializers.CharField(max_length=300, default="", allow_blank=True)

    def validate(self, sent):
        if sent["decision"] == Decision.UNSUITABLE and not sent.get("reason"):
            raise serializers.ValidationError(
                {"reason": self.fields["reason"].error_messages["required"]}
            )
        return sent


class ChoiceSerializer(serializers.ModelSerializer):
    """A decision as it was kept, with what was shown when it was made."""

    class Meta:
        model = Choice
        fields = ("id", "trainee", "program", "decision", "reason", "text", "rank", "band", "at")
        fields += ("model", "propensity", "member")


class TraineeSuggestionViewSet(viewsets.GenericViewSet):
    """Suggestions for a trainee."""

    scope = "people"
    serializer_class = BoardSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return trainees(self.request.actor)

    def retrieve(self, request, pk):
        trainee = self.get_object()
        if not (answer := rules.may_see(request.actor, trainee)):
            raise Denied(answer.reason)
        return Response(BoardSerializer(suggestions.board(request.actor, trainee)).data)

    @extend_schema(request=DecisionSerializer, responses={201: ChoiceSerializer})
    @action(detail=True, methods=["post"])
    def decisions(self, request, pk):
        trainee = self.get_object()
        sent = DecisionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        offer = suggestions.offer(request.actor, trainee, asked["program"])
        about = {
            "trainee": trainee,
            "program": offer.shown.program,
            "shown": offer.shown,
            "model": offer.model,
        }
        made = _decided(request.actor, asked, about)
        return Response(ChoiceSerializer(made).data, status=201)


def _decided(actor, asked, about) -> Choice:
    if asked["decision"] == Decision.ACCEPT:
        return operations.accept(actor=actor, **about)
    if asked["decision"] == Decision.HUMAN:
        return operations.ask_review(actor=actor, text=asked["text"], **about)
    return operations.decline(actor=actor, reason=asked["reason"], text=asked["text"], **about)


class SuitedSerializer(serializers.Serializer):
    """A trainee in the order of a programme; level 3 is very suitable, 0 is without a band."""

    trainee = serializers.IntegerField(source="trainee.pk")
    name = serializers.CharField(source="trainee.label")
    level = serializers.IntegerField()
    because = ReasonSerializer(many=True)
    against = ReasonSerializer(many=True)


class ProgramPeopleViewSet(viewsets.GenericViewSet):
    """The own trainees in the order in which a programme suits them."""

    scope = "people"
    serializer_class = SuitedSerializer
    lookup_value_regex = r"\d+"

    @extend_schema(
        responses=SuitedSerializer(many=True),
        parameters=[OpenApiParameter("id", int, OpenApiParameter.PATH)],
    )
    def retrieve(self, request, pk):
        program = ranking.program_with_theme(request.actor, int(pk))
        if program is None:
            raise NotFound
        if not (answer := rules.may_rank(request.actor, program)):
            raise Denied(answer.reason)
        found = ranking.people(request.actor, program)
        return Response(SuitedSerializer(found.rows, many=True).data)


class ModelSerializer(serializers.ModelSerializer):
    """A trained model with its back-test and the decision about it."""

    class Meta:
        model = Model
        fields = ("id", "number", "organisation", "state", "cases", "thin", "trained_at")
        fields += ("report", "decision")


class ModelViewSet(viewsets.ReadOnlyModelViewSet):
    """Models of the own department, and the one in use above."""

    scope = "people"
    serializer_class = ModelSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return serving.models(self.request.actor)


ROUTES = [
    ("models", ModelViewSet),
    ("trainees", TraineeSuggestionViewSet),
    ("programs", ProgramPeopleViewSet),
]
