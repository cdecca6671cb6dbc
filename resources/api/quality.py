"""Quality reviews as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from resources import operations
from resources.choices import CRITERIA
from resources.models import Review
from resources.queries import quality


class ReviewSerializer(serializers.ModelSerializer):
    """A review and the dates that follow from it."""

    class Meta:
        model = Review
        fields = ("id", "course", "teacher", "base", "state", "begun_at", "again_on", "ends_on")


class VerdictSerializer(serializers.Serializer):
    """What one reviewer says: 1 meets a criterion, 0 falls short."""

    fitness = serializers.IntegerField(min_value=0, max_value=1)
    accuracy = serializers.IntegerField(min_value=0, max_value=1)
    effect = serializers.IntegerField(min_value=0, max_value=1)
    compliance = serializers.IntegerField(min_value=0, max_value=1)
    note = serializers.CharField(required=False, allow_blank=True)


class ReviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Reviews of the own organisation and those below it."""

    serializer_class = ReviewSerializer
    scope = "resources"
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return quality.reviews(self.request.actor)

    @extend_schema(request=VerdictSerializer, responses=ReviewSerializer)
    @action(detail=True, methods=["post"])
    def judge(self, request, pk=None):
        """Give one's judgement; a second one replaces it."""
        review = self.get_object()
        form = VerdictSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        marks = {name: form.validated_data[name] for name in CRITERIA}
        note = form.validated_data.get("note", "")
        operations.judge(actor=request.actor, review=review, marks=marks, note=note)
        return Response(ReviewSerializer(review).data)
