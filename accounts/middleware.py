"""Who is asking, and the guard around every answer."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Actor, log_refusal
from accounts.choices import STAFF_ROLES
from accounts.tenancy import guarded
from core.errors import Refusal

MEMBER = "member"
SINCE, SEEN = "signed_in_at", "seen_at"  # of a session, seconds since 1970
NOTED = timedelta(minutes=1)  # activity is written down this often, not with every request


class SessionTimesMiddleware:
    """End a session that nobody used for a while, or that has simply lasted long enough.

    `SESSION_IDLE` and `SESSION_LONGEST` are the limits. Whoever comes later is asked to sign in and
    then led to where he wanted to go.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            since = request.session.setdefault(SINCE, now)
            seen = request.session.get(SEEN, now)
            if now - seen > settings.SESSION_IDLE.total_seconds():
                return self._ended(request, idle_words())
            if now - since > settings.SESSION_LONGEST.total_seconds():
                return self._ended(request, longest_words())
            if SEEN not in request.session or now - seen > NOTED.total_seconds():
                request.session[SEEN] = now
        return self.get_response(request)

    def _ended(self, request, why: str):
        logout(request)
        messages.info(request, why)
        wanted = request.get_full_path() if request.method == "GET" else reverse("home")
        if request.htmx:  # a part of a page: the whole page goes to the sign-in
            wanted = request.htmx.current_url_abs_path or wanted
            target = redirect_to_login(wanted).url
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return redirect_to_login(wanted)


def idle_words() -> str:
    """Why a session ended that nobody used."""
    minutes = int(settings.SESSION_IDLE.total_seconds() // 60)
    return _("You were signed out after %(minutes)d minutes without activity.") % {
        "minutes": minutes
    }


def longest_words() -> str:
    """Why a session ended that was in use."""
    hours = int(settings.SESSION_LONGEST.total_seconds() // 3600)
    return _("You were signed out: a session lasts %(hours)d hours at most.") % {"hours": hours}


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
