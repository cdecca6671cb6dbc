from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from accounts import operations, queries
from accounts.access import key
from accounts.choices import CodeKind
from accounts.models import Code, Member, Organisation, Trainee, WorkItem

# What a token can be allowed: reading and writing, area by area.
SCOPES = [
    f"{area}:{verb}"
    for area in ("organisations", "people", "resources", "programs", "work")
    for verb in ("read", "write")
]


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["id", "code", "name", "name_en", "kind", "parent", "region"]


class OrganisationViewSet(viewsets.ReadOnlyModelViewSet):
    """The token's organisation and those below it."""

    scope = "organisations"
    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.none()

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
    queryset = Member.objects.none()

    def get_queryset(self):
        return queries.members(self.request.actor)


class CodeField(serializers.SlugRelatedField):
    """A code of one table that the actor's organisation uses."""

    def __init__(self, kind, **kwargs):
        self.kind = kind
        super().__init__(
            slug_field="code",
            queryset=Code.objects.none(),
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


class TraineeViewSet(
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.ReadOnlyModelViewSet,
):
    """The people of the token's organisation and those below it."""

    scope = "people"
    serializer_class = TraineeSerializer
    queryset = Trainee.objects.none()
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return queries.trainees(self.request.actor)

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
    queryset = WorkItem.objects.none()

    def get_queryset(self):
        return queries.open_work(self.request.actor)


class MeSerializer(serializers.Serializer):
    member = serializers.CharField()
    organisation = serializers.CharField()
    role = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())


class MeViewSet(viewsets.ViewSet):
    """As whom a token acts, and what it may."""

    scope = "work"
    serializer_class = MeSerializer

    def list(self, request):
        actor = request.actor
        me = {
            "member": key(actor.member),
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
