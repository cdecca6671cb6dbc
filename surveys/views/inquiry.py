import io

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.lists import list_page
from core.errors import added_to, told_to
from surveys import charts, operations, rules
from surveys.choices import InquiryState, Purpose
from surveys.flow import INQUIRY
from surveys.forms import InquiryForm
from surveys.models import Inquiry
from surveys.queries import inquiry as queries
from surveys.queries import results
from surveys.tables import Inquiries
from surveys.views.questionnaire import must

MOVES = {
    "open": operations.open_inquiry,
    "close": operations.close_inquiry,
    "remind": operations.remind,
}
SHOWN = ("all", "unit", "level")


def _find(request, pk) -> Inquiry:
    must(rules.may_see_inquiries(request.actor))
    return get_object_or_404(queries.inquiries(request.actor), pk=pk)


def inquiry_list(request):
    actor = request.actor
    must(rules.may_see_inquiries(actor))
    return list_page(
        request,
        Inquiries,
        queries.inquiries(actor),
        template="surveys/inquiry_list.html",
        may_make=rules.may_keep_inquiry(actor, Inquiry(organisation=actor.organisation)),
    )


def inquiry_new(request):
    inquiry = Inquiry(organisation=request.actor.organisation)
    must(rules.may_keep_inquiry(request.actor, inquiry))
    return _edit(request, inquiry, _("New need research"))


def inquiry_edit(request, pk):
    inquiry = _find(request, pk)
    must(rules.may_edit_inquiry(request.actor, inquiry))
    return _edit(request, inquiry, inquiry.label)


def _edit(request, inquiry, title):
    form = InquiryForm(request.POST or None, instance=inquiry, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            chosen = {name: form.cleaned_data[name] for name in ("units", "levels", "courses")}
            saved = operations.save_inquiry(
                actor=request.actor, inquiry=form.save(commit=False), **chosen
            )
            return redirect("surveys:inquiry", pk=saved.pk)
    context = {"form": form, "title": title, "inquiry": inquiry}
    return render(request, "surveys/inquiry_form.html", context)


def inquiry(request, pk):
    """Before sending: who would be asked. Afterwards: how far it is, and what was answered."""
    actor, found = request.actor, _find(request, pk)
    by = request.GET.get("by") if request.GET.get("by") in SHOWN else "all"
    context = {
        "inquiry": found,
        "tone": INQUIRY.flow.tones[found.state],
        "may_edit": rules.may_edit_inquiry(actor, found),
        "may_keep": rules.may_keep_inquiry(actor, found),
        "moves": [move for move in INQUIRY.open_to(actor, found) if move.name in MOVES],
        "link": request.build_absolute_uri(reverse("surveys:answer", args=[found.token])),
        "by": by,
    }
    if found.state == InquiryState.DRAFT:
        context["reach"] = len(queries.targets(actor, found))
        context["pages"] = queries.pages(actor, found)
    elif found.state == InquiryState.OPEN:
        context["early"] = True  # read before and after one more answer, means would tell it
    elif by == "all":
        report = results(actor, found, Purpose.NEED)
        labels = {one.key: one.label for one in queries.subjects(actor, found)}
        context |= {"report": report, "charts": charts.need(report, labels)}
    else:
        context["cross"] = queries.cross(actor, found, by)
    return render(request, "surveys/inquiry.html", context)


@require_POST
def inquiry_move(request, pk):
    found = _find(request, pk)
    if move := MOVES.get(request.POST.get("move", "")):
        must(rules.may_keep_inquiry(request.actor, found))
        with told_to(request):
            move(actor=request.actor, inquiry=found)
            if request.POST["move"] == "remind":
                messages.success(request, _("Everybody who has not answered yet is reminded."))
    return redirect(found)


def inquiry_code(request, pk):
    """The link as a QR code, to be shown in a meeting."""
    found = _find(request, pk)
    address = request.build_absolute_uri(reverse("surveys:answer", args=[found.token]))
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=6, border=2)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
