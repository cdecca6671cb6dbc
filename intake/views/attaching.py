"""Files on the pages of trainees, courses and programmes."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import told_to
from intake import operations, queries, rules
from intake.models.attached import PAGES
from intake.views.pages import must

KINDS = {f"{name}s": name for name in PAGES}


def panel(request, what, pk):
    """What is attached; part of the page of the thing."""
    thing = _thing(request, what, pk)
    more = {
        "what": what,
        "thing": thing,
        "files": queries.attached(request.actor, thing),
        "may_attach": rules.may_attach(request.actor, thing),
    }
    return render(request, "intake/attached.html", more)


@require_POST
def attach(request, what, pk):
    thing = _thing(request, what, pk)
    must(rules.may_attach(request.actor, thing))
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file to attach."))
        return redirect(PAGES[KINDS[what]], pk)
    with told_to(request):
        operations.attach(actor=request.actor, thing=thing, upload=upload)
        messages.success(request, _("“{name}” is attached.").format(name=upload.name))
    return redirect(PAGES[KINDS[what]], pk)


def attachment(request, pk):
    """A download that no browser opens by itself."""
    found = _find(request, pk)
    content = found.content.open("rb")
    answer = StreamingHttpResponse(content.chunks(), content_type="application/octet-stream")
    answer["Content-Length"] = found.size_bytes
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_POST
def detach(request, pk):
    found = _find(request, pk)
    must(rules.may_detach(request.actor, found))
    page = found.page
    with told_to(request):
        operations.detach(actor=request.actor, attachment=found)
        messages.success(request, _("The file was taken off."))
    return redirect(page)


def _thing(request, what, pk):
    if what not in KINDS:
        raise Http404
    return get_object_or_404(queries.THINGS[KINDS[what]](request.actor), pk=pk)


def _find(request, pk):
    return get_object_or_404(queries.attachments(request.actor), pk=pk)
