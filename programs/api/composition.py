"""Composing as JSON: a problem in its public form, or a programme, put to the composer."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from programs.choices import Aim
from programs.models import Composition
from programs.operations import composition as operations
from programs.queries import composition as queries

MOST_SECONDS, MOST_ALTERNATIVES = 120, 10


class EffortSerializer(serializers.Serializer):
    """How long to look, and for how many programmes; a year's plan has no alternatives."""

    seconds = serializers.IntegerField(min_value=1, max_value=MOST_SECONDS, default=10)
    alternatives = serializers.IntegerField(min_value=1, max_value=MOST_ALTERNATIVES, default=3)


class WishSerializer(serializers.Serializer):
    """What matters most; `keep` holds the courses chosen so far. Pinned lines stay in any case."""

    keep = serializers.BooleanField(default=True)
    aim = serializers.ChoiceField(Aim.choices, default=Aim.BALANCED)


class TakeSerializer(serializers.Serializer):
    """Which alternative, counted from 0; only its lines of some courses if `courses` is sent."""

    number = serializers.IntegerField(min_value=0, default=0)
    courses = serializers.ListField(child=serializers.IntegerField(), allow_null=True, default=None)
    revision = serializers.IntegerField(min_value=0, required=False, default=None, allow_null=True)


class CompositionSerializer(serializers.ModelSerializer):
    """What was asked and the answer so far, in the public form; `job` says whether it still runs.

    Keys of courses, teachers and bases in a programme's problem are those of this API, as text.
    """

    job = serializers.CharField(source="job.state", default="done", read_only=True)
    answer = serializers.SerializerMethodField()

    class Meta:
        model = Composition
        fields = (
            *("id", "program", "job", "aim", "keeps_courses", "seconds", "alternatives"),
            *("created_at", "took_ms", "answer"),
        )

    def get_answer(self, made) -> dict[str, Any] | None:
        return made.answer or None


class OneCompositionSerializer(CompositionSerializer):
    """The same with the problem itself."""

    class Meta(CompositionSerializer.Meta):
        fields = (*CompositionSerializer.Meta.fields, "problem")


def accepted(made, context) -> Response:
    """202: a worker answers; ask again at the address in `Location`."""
    body = CompositionSerializer(made, context=context).data
    at = f"/api/v1/programs/compositions/{made.pk}"
    return Response(body, status=202, headers={"Location": at})


class CompositionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Questions to the composer. POST the problem itself; faults are answered 422, each by path."""

    scope = "programs"
    lookup_value_regex = r"\d+"
    serializer_class = CompositionSerializer

    def get_queryset(self):
        rows = queries.compositions(self.request.actor)
        return rows if self.action in (None, "retrieve") else rows.defer("problem")

    def get_serializer_class(self):
        return OneCompositionSerializer if self.action == "retrieve" else self.serializer_class

    @extend_schema(
        request={
            "application/json": {"type": "object", "description": "As in docs/composition.md"}
        },
        parameters=[
            OpenApiParameter("seconds", int, description="1 to 120, 10 if not given."),
            OpenApiParameter("alternatives", int, description="1 to 10, 3 if not given."),
        ],
        responses={202: CompositionSerializer},
    )
    def create(self, request):
        """Put a programme's problem, or a year's plan, to the composer; a worker answers."""
        effort = EffortSerializer(data=request.query_params.dict())
        effort.is_valid(raise_exception=True)
        asked = Composition(problem=request.data, **effort.validated_data)
        made = operations.compose_problem(actor=request.actor, composition=asked)
        return accepted(made, self.get_serializer_context())

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def stop(self, request, pk=None):
        """Stop looking; what was found so far stays."""
        made = operations.stop_composing(actor=request.actor, composition=self.get_object())
        return Response(self.get_serializer(made).data)

    @extend_schema(request=TakeSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request, pk=None):
        """Make an alternative the lines of the programme; it stays a draft."""
        sent = TakeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = operations.take(
            actor=request.actor, composition=self.get_object(), **sent.validated_data
        )
        return Response(self.get_serializer(made).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk=None):
        """Bring back the lines that an alternative replaced, while nobody has edited since."""
        made = operations.undo_take(actor=request.actor, composition=self.get_object())
        return Response(self.get_serializer(made).data)


class ComposeActions:
    """What the API of programmes adds."""

    @extend_schema(request=WishSerializer, responses={202: CompositionSerializer})
    @action(detail=True, methods=["post"])
    def compose(self, request, pk=None):
        """Compose this programme: a worker answers, see `programs/compositions`."""
        wish = self.checked(WishSerializer).validated_data
        made = operations.compose_for(actor=request.actor, program=self.get_object(), **wish)
        return accepted(made, self.get_serializer_context())
