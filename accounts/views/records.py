from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import operations, queries, rules
from accounts.dictionary import data_dictionary, sought
from accounts.forms import CodeForm, NewOrganisationForm, OrganisationForm
from accounts.lists import list_page
from accounts.models import Code
from accounts.tables import Audit, Codes, Jobs, Organisations
from accounts.views.places import must, places
from core.errors import added_to, told_to


def organisation_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    return list_page(
        request,
        Organisations,
        queries.counted_organisations(actor),
        template="accounts/organisation_list.html",
        places=places(request),
        may_add=rules.may_manage(actor, actor.organisation),
    )


def organisation_add(request):
    must(rules.may_manage(request.actor, request.actor.organisation))
    form = NewOrganisationForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        operations.add_organisation(
            actor=request.actor,
            superior=form.cleaned_data["superior"],
            new=form.save(commit=False),
        )
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation_list")
    return render(request, "accounts/form.html", organisation_page(form, _("Add an organisation")))


def organisation_edit(request, pk):
    row = get_object_or_404(queries.organisations(request.actor), pk=pk)
    must(rules.may_manage(request.actor, row))
    form = OrganisationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        operations.save_organisation(actor=request.actor, organisation=form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation_list")
    may_close = rules.may_govern(request.actor, row)
    context = {"row": row, "may_close": may_close, **organisation_page(form, row.label)}
    return render(request, "accounts/organisation_form.html", context)


def organisation_page(form, title) -> dict:
    back = reverse("accounts:organisation_list")
    return {"form": form, "title": title, "back_label": _("Organisations"), "back_url": back}


@require_POST
def organisation_end(request, pk):
    """Close an organisation, or open it again."""
    row = get_object_or_404(queries.organisations(request.actor), pk=pk)
    with told_to(request):
        operations.set_organisation_active(
            actor=request.actor, organisation=row, active="restore" in request.POST
        )
        messages.success(request, _("Saved. It holds from the next page on."))
    return redirect("accounts:organisation_edit", pk=pk)


def code_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    return list_page(
        request,
        Codes,
        queries.all_codes(actor),
        template="accounts/code_list.html",
        places=places(request),
        may_add=rules.may_keep_people(actor, actor.organisation),
    )


def code_add(request):
    must(rules.may_keep_people(request.actor, request.actor.organisation))
    return edit_code(request, Code(organisation=request.actor.organisation), _("Add a code"))


def code_edit(request, pk):
    code = get_object_or_404(queries.all_codes(request.actor), pk=pk)
    if not rules.may_keep(request.actor, code) and rules.may_hide_code(request.actor, code):
        return redirect("accounts:code_hide", pk=pk)
    must(rules.may_keep(request.actor, code))
    return edit_code(request, code, code.label)


def code_hide(request, pk):
    """Leave an entry of a superior's table out here, or offer it again."""
    code = get_object_or_404(queries.all_codes(request.actor), pk=pk)
    must(rules.may_hide_code(request.actor, code))
    if request.method == "POST":
        with told_to(request):
            operations.set_code_hidden(actor=request.actor, code=code, hidden=not code.hidden)
            messages.success(request, _("Saved."))
        return redirect("accounts:code_list")
    return render(request, "accounts/code_hide.html", {"code": code})


def edit_code(request, code, title):
    form = CodeForm(request.POST or None, instance=code)
    if request.method == "POST" and form.is_valid():
        with added_to(form, "code"):
            operations.save_code(actor=request.actor, code=form.save(commit=False))
            messages.success(request, _("Saved."))
            return redirect("accounts:code_list")
    back = {"back_label": _("Code tables"), "back_url": reverse("accounts:code_list")}
    return render(request, "accounts/form.html", {"form": form, "title": title, **back})


def dictionary(request):
    """What is stored, field by field, for those who deliver data and those who audit it."""
    must(rules.may_see_people(request.actor, request.actor.organisation))
    text = request.GET.get("q", "")[:100]
    tables = sought(data_dictionary(), text)
    context = {"tables": tables, "text": text, "places": places(request)}
    return render(request, "accounts/dictionary.html", context)


def audit_list(request):
    actor = request.actor
    must(rules.may_read_audit(actor, actor.organisation))
    return list_page(
        request,
        Audit,
        queries.audit(actor),
        template="accounts/place_list.html",
        places=places(request),
    )


def job_list(request):
    must(rules.may_see_people(request.actor, request.actor.organisation))
    return list_page(
        request,
        Jobs,
        queries.jobs(request.actor).select_related("member__user"),
        template="accounts/place_list.html",
        places=places(request),
    )


def job(request, pk):
    """One job with its progress; htmx asks for the bar alone."""
    row = get_object_or_404(queries.jobs(request.actor), pk=pk)
    part = request.htmx and not request.htmx.boosted
    template = "accounts/job_progress.html" if part else "accounts/job.html"
    may_cancel = not row.finished and rules.may_keep(request.actor, row)
    return render(request, template, {"job": row, "may_cancel": may_cancel})


@require_POST
def job_cancel(request, pk):
    row = get_object_or_404(queries.jobs(request.actor), pk=pk)
    with told_to(request):
        operations.cancel_job(actor=request.actor, job=row)
        messages.success(request, _("It stops at the next step; what is done stays done."))
    return redirect("accounts:job", pk=pk)
