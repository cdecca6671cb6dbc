"""API tokens: another system acts as one member, within the scopes of its token."""

import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.access import Actor
from accounts.models import ApiToken


def hash_of(key: str) -> str:
    """Return what is stored of a key; the key itself is shown once and never kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_key() -> str:
    """Make a key for a token or an invitation."""
    return secrets.token_urlsafe(32)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`."""

    def authenticate(self, request):
        """Return user and token, and set the actor. Raises `AuthenticationFailed`."""
        words = get_authorization_header(request).decode("latin-1").split()
        if len(words) != 2 or words[0].lower() != "bearer":
            return None
        tokens = ApiToken.objects.unscoped(reason="the key itself names its row")
        token = (
            tokens.filter(key_hash=hash_of(words[1]), withdrawn_at=None, member__active=True)
            .filter(member__user__is_active=True, member__organisation__active=True)
            .select_related("member__user", "member__organisation")
            .first()
        )
        if token is None or token.expires_at < timezone.now():
            raise AuthenticationFailed(_("This token is unknown, withdrawn or out of date."))
        tokens.filter(pk=token.pk).update(last_used_at=timezone.now())
        request._request.actor = Actor(token.member)
        return token.member.user, token

    def authenticate_header(self, request):
        """Return the scheme: without a token the answer is 401, not 403."""
        return "Bearer"


class ScopeGranted(BasePermission):
    """The view names a `scope`; the token must hold it for reading or for writing."""

    message = _(
        "The token lacks the scope for this. A manager of the organisation can issue another one."
    )

    def has_permission(self, request, view):
        """Whether the token holds '<scope>:read' or '<scope>:write'."""
        if request.auth is None:
            return False
        verb = "read" if request.method in SAFE_METHODS else "write"
        return f"{view.scope}:{verb}" in request.auth.scopes


class TokenScheme(OpenApiAuthenticationExtension):
    """How the token stands in the OpenAPI description."""

    target_class = "accounts.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        """Describe the header."""
        return {"type": "http", "scheme": "bearer"}
