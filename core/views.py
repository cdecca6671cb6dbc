"""The gallery of components, and the pages that say no."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import gallery
from core.middleware import request_id
from core.problems import problem_response

WHOLE_PAGES = ("confirm", "refusal")


def gallery_page(request):
    """Every component in every state."""
    return render(request, "core/gallery.html", gallery.everything(request))


def gallery_whole_page(request, name):
    """A component that is a page of its own."""
    if name not in WHOLE_PAGES:
        raise Http404
    return render(request, f"core/gallery/{name}.html", {"t": gallery.texts()})


def of_api(request) -> bool:
    """Whether a program asks: it gets a problem (RFC 9457), not a page."""
    return request.path.startswith("/api/")


def bad_request(request, exception=None):
    if of_api(request):
        return problem_response(400, "malformed", _("The request cannot be read."))
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    if of_api(request):
        return problem_response(403, "denied", _("This is not allowed."))
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    if of_api(request):
        return problem_response(404, "not_found", _("There is nothing at this address."))
    return render(request, "404.html", status=404)


def broken(request):
    """Answer without anything that could be broken itself: no database, no session."""
    if of_api(request):
        return problem_response(500, "bug", _("Something went wrong here; it has been logged."))
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)
