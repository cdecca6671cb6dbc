"""What the API of plans and programmes has in common."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from accounts.queries import codes


@extend_schema_field(serializers.CharField())
class Chosen(serializers.SlugRelatedField):
    """Something the actor may choose, by its code; `rows(actor)` are those there are."""

    def __init__(self, rows=None, **kwargs):
        self.rows = rows
        super().__init__(slug_field="code", queryset=(), **kwargs)

    def get_queryset(self):
        return self.rows(self.context["request"].actor)


@extend_schema_field(serializers.IntegerField())
class Key(serializers.PrimaryKeyRelatedField):
    """Something the actor sees, by its key."""

    def __init__(self, rows=None, **kwargs):
        self.rows = rows
        super().__init__(queryset=(), **kwargs)

    def get_queryset(self):
        return self.rows(self.context["request"].actor)


def code(kind, **more):
    """Return the field for an entry of one code table."""
    return Chosen(lambda actor: codes(actor, kind), **more)


OPEN = {"required": False, "allow_null": True}


class WrittenViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Read what one may see, write what one owns."""

    scope = "programs"
    lookup_value_regex = r"\d+"

    def checked(self, serializer, **more):
        """Return the serializer with what was sent, or answer with what is wrong with it."""
        sent = serializer(data=self.request.data, context=self.get_serializer_context(), **more)
        sent.is_valid(raise_exception=True)
        return sent
