from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import mixins, permissions, serializers, viewsets
from rest_framework.response import Response

from accounts import operations, queries
from accounts.access import key
from accounts.choices import CodeKind
from accounts.models import Member, Organisation, Trainee, WorkItem
from core.search import holding, words_of


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["id", "code", "name", "name_en", "kind", "parent", "region"]


class OrganisationViewSet(viewsets.ReadOnlyModelViewSet):
    """The token's organisation and those below it."""

    scope = "organisations"
    serializer_class = OrganisationSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return queries.organisations(self.request.actor)


class MemberSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user.display_name", read_only=True)

    class Meta:
        model = Member
        fields = ["id", "name", "organisation", "role", "active"]


class MemberViewSet(viewsets.ReadOnlyModelViewSet):
    """Who acts for the organisations, in which role."""

    scope = "organisations"
    serializer_class = MemberSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return queries.members(self.request.actor)


@extend_schema_field(serializers.CharField(allow_null=True))
class CodeField(serializers.SlugRelatedField):
    """A code of one table that the actor's organisation uses."""

    def __init__(self, kind, **kwargs):
        self.kind = kind
        super().__init__(
            slug_field="code",
            queryset=(),
            required=False,
            allow_null=True,
            **kwargs,
        )

    def get_queryset(self):
        return queries.codes(self.context["request"].actor, self.kind)


class TraineeSerializer(serializers.ModelSerializer):
    """A trainee without identity number and telephone: these do not leave through the API."""

    level = CodeField(CodeKind.LEVEL)
    area = CodeField(CodeKind.AREA)
    education = CodeField(CodeKind.EDUCATION)

    class Meta:
        model = Trainee
        fields = [
            *("id", "number", "name", "name_latin", "organisation", "sex", "born_on"),
            *("level", "area", "education", "post", "post_en", "joined_on"),
        ]
        read_only_fields = ["organisation"]


@extend_schema_view(
    list=extend_schema(
        parameters=[OpenApiParameter("q", str, description="Name, pinyin, initials or number.")]
    )
)
class TraineeViewSet(
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.ReadOnlyModelViewSet,
):
    """The people of the token's organisation and those below it."""

    scope = "people"
    serializer_class = TraineeSerializer
    lookup_value_regex = r"\d+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        rows = queries.trainees(self.request.actor)
        words = words_of(self.request.query_params.get("q", ""))
        return rows.filter(holding(words, "search_text", "name_latin")) if words else rows

    def perform_create(self, serializer):
        person = Trainee(organisation=self.request.actor.organisation, **serializer.validated_data)
        serializer.instance = operations.save_trainee(actor=self.request.actor, trainee=person)

    def perform_update(self, serializer):
        for name, value in serializer.validated_data.items():
            setattr(serializer.instance, name, value)
        operations.save_trainee(actor=self.request.actor, trainee=serializer.instance)


class WorkItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = WorkItem
        fields = ["id", "verb", "title", "title_en", "url", "due_on", "opened_at"]


class WorkItemViewSet(viewsets.ReadOnlyModelViewSet):
    """What waits for the token's member."""

    scope = "work"
    serializer_class = WorkItemSerializer
    lookup_value_regex = r"\d+"

    def get_queryset(self):
        return queries.open_work(self.request.actor)


class MeSerializer(serializers.Serializer):
    member = serializers.CharField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    role = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())


class AnyToken(permissions.BasePermission):
    """Every token may ask what it is."""

    def has_permission(self, request, view):
        return request.auth is not None


class MeViewSet(viewsets.ViewSet):
    """As whom a token acts, and what it may."""

    permission_classes = (AnyToken,)
    serializer_class = MeSerializer

    @extend_schema(responses=MeSerializer)
    def list(self, request):
        actor = request.actor
        me = {
            "member": key(actor.member),
            "name": actor.user.display_name,
            "organisation": actor.organisation.code,
            "role": actor.role,
            "scopes": request.auth.scopes,
        }
        return Response(MeSerializer(me).data)


ROUTES = [
    ("organisations", OrganisationViewSet),
    ("members", MemberViewSet),
    ("trainees", TraineeViewSet),
    ("work", WorkItemViewSet),
    ("me", MeViewSet),
]
