"""Who is asking, and the guard around every answer."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import Actor, log_refusal
from accounts.choices import STAFF_ROLES
from accounts.tenancy import guarded
from core.errors import Refusal

MEMBER = "member"


class ActorMiddleware:
    """Set `request.actor` and forbid unscoped reads while the request is answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.members = None, []
        if request.user.is_authenticated:
            request.members = active_members(request.user)
            wanted = request.session.get(MEMBER)
            chosen = next((m for m in request.members if m.pk == wanted), None)
            chosen = chosen or next(iter(request.members), None)
            request.actor = chosen and Actor(chosen)
        with guarded():
            response = self.get_response(request)
        if request.actor and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # what a person sees stays with him
        return response

    def process_view(self, request, view, args, kwargs):
        """Pages need a member; staff need a second factor where the installation says so."""
        if not request.user.is_authenticated or is_open(view):
            return None
        if request.actor is None:
            return render(request, "accounts/no_membership.html", status=403)
        if needs_second_factor(request):
            messages.info(request, _("Set up the second factor first: your role requires it."))
            return redirect("mfa_activate_totp")
        return None

    def process_exception(self, request, exception):
        """Answer a refusal that no view has caught with a page that says why."""
        if not isinstance(exception, Refusal):
            return None
        if exception.status == 403:
            log_refusal(request.actor, f"{request.method} {request.path}")
        template = "403.html" if exception.status == 403 else "409.html"
        context = {"reason": str(exception)}
        return render(request, template, context, status=exception.status)


def active_members(user) -> list:
    """The memberships a user can act in now, first come first."""
    members = user.members.filter(active=True, organisation__active=True)
    members = list(members.select_related("organisation").order_by("pk"))
    for member in members:
        member.user = user
    return members


def needs_second_factor(request) -> bool:
    """Whether the role asks for a second factor that the user has not set up."""
    asked = settings.REQUIRE_SECOND_FACTOR and request.actor.role in STAFF_ROLES
    return asked and not request.user.authenticator_set.filter(type="totp").exists()


def is_open(view) -> bool:
    """Pages of the sign-in itself, and those marked as open to everyone."""
    module = getattr(view, "__module__", "") or ""
    return module.startswith(("allauth.", "django.views.i18n")) or not getattr(
        view, "login_required", True
    )
