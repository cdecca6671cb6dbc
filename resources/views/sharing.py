"""Sharing and taking out of use: the same pages for courses, teachers and bases."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import added_to, told_to
from resources import operations, queries, rules
from resources.forms import RetireForm, ShareForm
from resources.queries.quality import hindrance
from resources.queries.ready import ready_programs
from resources.views.pages import find, must, standing

ASK = {
    "course": queries.courses,
    "teacher": queries.teachers,
    "base": queries.bases,
    "readyprogram": ready_programs,
}


def _found(request, kind, pk):
    return find(ASK[kind](request.actor, retired=True), pk)


def share(request, pk, *, kind):
    resource = _found(request, kind, pk)
    must(rules.may_share(request.actor, resource))
    form = ShareForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.share_with(actor=request.actor, resource=resource, **form.cleaned_data)
            messages.success(request, _("Shared."))
            return redirect(f"resources:{kind}_share", pk=pk)
    state = hindrance(request.actor, resource)
    context = {
        "form": form,
        "resource": resource,
        "refused": state and operations.NotPassed(name=resource.label, state=state),
    }
    return render(request, "resources/share.html", context | standing(request.actor, resource))


@require_POST
def withdraw(request, pk, grant, *, kind):
    resource = _found(request, kind, pk)
    row = find(queries.told_grants(request.actor, resource), grant)
    with told_to(request):
        operations.withdraw(actor=request.actor, grant=row)
        messages.success(request, _("Withdrawn: it is no longer found there."))
    may_share = rules.may_share(request.actor, resource)
    return redirect(f"resources:{kind}_share" if may_share else f"resources:{kind}", pk=pk)


def retire(request, pk, *, kind):
    resource = _found(request, kind, pk)
    must(rules.may_recall(request.actor, resource))
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.retire(actor=request.actor, resource=resource, reason=reason)
        messages.success(request, _("Taken out of use."))
        return redirect(resource)
    return render(request, "resources/retire.html", {"form": form, "resource": resource})


@require_POST
def restore(request, pk, *, kind):
    resource = _found(request, kind, pk)
    with told_to(request):
        operations.restore(actor=request.actor, resource=resource)
        messages.success(request, _("In use again."))
    return redirect(resource)
