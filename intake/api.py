"""Data intake as JSON: begin an import, see what is wrong with it, load it; send rows regularly."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.access import Answer, Denied
from core.parsers import CarefulJSONParser
from core.spreadsheets import kinds
from intake import operations, queries, rules
from intake.choices import LIVE, Fate, Source
from intake.models import Batch, Feed

MOST_ROWS = 5_000
SEVERAL = _("Say which of your targets is meant; this is none, or there are several.")


def must(answer: Answer) -> None:
    """Answer 403 with the reason if it is a no. Raises `Denied`."""
    if not answer:
        raise Denied(answer.reason)


class FiguresSerializer(serializers.Serializer):
    """How many rows have which fate; before the import: would have."""

    def get_fields(self):
        return {fate.value: serializers.IntegerField(source=f"figures.{fate}") for fate in LIVE}


class ImportSerializer(serializers.ModelSerializer):
    """One import: where its rows go, how far it is."""

    figures = FiguresSerializer(source="*", read_only=True)
    total = serializers.IntegerField(read_only=True)
    source = serializers.IntegerField(source="feed_id", allow_null=True, read_only=True)

    class Meta:
        model = Batch
        fields = (
            *("id", "organisation", "kind", "name", "target_pk", "state", "total", "figures"),
            *("source", "created_at", "checked_at", "loaded_at", "undone_at"),
        )
        read_only_fields = fields


class UploadSerializer(serializers.Serializer):
    """A file and what it is; columns are mapped as last time, then the check begins."""

    kind = serializers.ChoiceField(choices=())
    target = serializers.IntegerField(
        required=False, help_text="Key of what the rows belong to, where there are several."
    )
    file = serializers.FileField()
    again = serializers.BooleanField(default=False, help_text="Take the same file once more.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = sorted(kind.key for kind in kinds.kinds())

    def validate(self, attrs):
        """Find the target among those of the actor."""
        declared = kinds.kind(attrs["kind"])
        targets = declared.targets(self.context["request"].actor)
        wanted = attrs.get("target")
        found = [one for one in targets if wanted is None or one.pk == wanted]
        if len(found) != 1:
            raise serializers.ValidationError(
                {
                    "target": _(
                        "Say which of your targets is meant; this is none, or there are several."
                    )
                }
            )
        return attrs | {"target": found[0].pk}


class ErrorSerializer(serializers.Serializer):
    """One cell that is wrong: `row` is its row in the file."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    text = serializers.DictField(child=serializers.CharField())


class ConfirmSerializer(serializers.Serializer):
    """Which rows: the good ones, or all or nothing; why, where it goes above a limit."""

    only_complete = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)


class ImportViewSet(mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet):
    """Imports of the token's organisation and those below it."""

    scope = "intake"
    serializer_class = ImportSerializer
    lookup_value_regex = r"\d+"
    parser_classes = (CarefulJSONParser, MultiPartParser)
    http_method_names = ("get", "head", "options", "post")

    def get_queryset(self):
        must(rules.may_browse(self.request.actor))
        return queries.batches(self.request.actor)

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses={201: ImportSerializer}
    )
    def create(self, request, *args, **kwargs):
        must(rules.may_begin(request.actor))
        sent = UploadSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said, actor = sent.validated_data, request.actor
        batch = Batch(organisation=actor.organisation, kind=said["kind"], target_pk=said["target"])
        arrival = operations.Arrival.of(said["file"])
        batch = operations.receive(
            actor=actor, batch=batch, arrival=arrival, again=said["again"], source=Source.API
        )
        batch = operations.map_as_known(actor=actor, batch=batch)
        return Response(ImportSerializer(batch).data, status=201)

    @extend_schema(responses=ErrorSerializer(many=True))
    @action(detail=True)
    def errors(self, request, pk=None):
        """Every cell that is wrong, in the order of the file."""
        batch = self.get_object()
        must(rules.may_read(request.actor, batch))
        page = self.paginate_queryset(queries.rows(request.actor, batch, Fate.ERROR))
        found = [{"row": row.number, **reason} for row in page for reason in row.reasons]
        return self.get_paginated_response(ErrorSerializer(found, many=True).data)

    @extend_schema(request=ConfirmSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk=None):
        """Load what was checked; a worker does it."""
        sent = ConfirmSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        batch = operations.confirm(
            actor=request.actor, batch=self.get_object(), **sent.validated_data
        )
        return Response(ImportSerializer(batch).data)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk=None):
        """Take back what was loaded, as far as nothing depends on it; a worker does it."""
        batch = operations.undo(actor=request.actor, batch=self.get_object())
        return Response(ImportSerializer(batch).data)


class FeedSerializer(serializers.ModelSerializer):
    """A regular source and how its last visit went."""

    class Meta:
        model = Feed
        fields = (
            *("id", "organisation", "name", "way", "kind", "target_pk", "address"),
            *("every_minutes", "loads", "active", "fault_en", "asked_at", "changed_at"),
        )
        read_only_fields = fields


class CellsSerializer(serializers.DictField):
    """One row: {column: cell}."""

    child = serializers.CharField(max_length=5_000, allow_blank=True, allow_null=True)


class PushSerializer(serializers.Serializer):
    """Rows as another system has them, by the names of our columns."""

    rows = serializers.ListField(child=CellsSerializer(), min_length=1, max_length=MOST_ROWS)


class FeedViewSet(viewsets.ReadOnlyModelViewSet):
    """Regular sources of the token's organisation and those below it."""

    scope = "intake"
    serializer_class = FeedSerializer
    lookup_value_regex = r"\d+"
    http_method_names = ("get", "head", "options", "post")

    def get_queryset(self):
        must(rules.may_browse(self.request.actor))
        return queries.feeds(self.request.actor)

    @extend_schema(request=PushSerializer, responses={202: ImportSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def rows(self, request, pk=None):
        """Send rows; only new and changed ones are written. 204: nothing differs from last time."""
        sent = PushSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        batch = operations.push(
            actor=request.actor, feed=self.get_object(), rows=sent.validated_data["rows"]
        )
        if batch is None:
            return Response(status=204)
        return Response(ImportSerializer(batch).data, status=202)


ROUTES = [("imports", ImportViewSet), ("feeds", FeedViewSet)]
