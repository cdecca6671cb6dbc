"""Posts and earlier trainings entered by hand on the page of a learning record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import Denied
from accounts.rules import may_keep
from core.errors import added_to
from portfolios import operations, queries
from portfolios.forms import EarlierTrainingForm, PostForm
from portfolios.models import EarlierTraining, Post

MODELS = {"post": Post, "training": EarlierTraining}
FORMS = {"post": PostForm, "training": EarlierTrainingForm}
ASK = {"post": queries.all_posts, "training": queries.all_earlier}


def add(request, pk, *, kind):
    person = get_object_or_404(queries.people(request.actor), pk=pk)
    entry = MODELS[kind](trainee=person, organisation=person.organisation)
    title = _("Add a post") if kind == "post" else _("Add an earlier training")
    return _form(request, kind, entry, title)


def edit(request, pk, *, kind):
    entry = get_object_or_404(ASK[kind](request.actor), pk=pk)
    return _form(request, kind, entry, getattr(entry, entry.named))


def _form(request, kind, entry, title):
    _must_keep(request, entry)
    form = FORMS[kind](request.POST or None, instance=entry, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.save_entry(actor=request.actor, entry=form.save(commit=False))
            messages.success(request, _("Saved."))
            return redirect("portfolios:record", pk=entry.trainee_id)
    more = {"form": form, "title": title, "person": entry.trainee}
    return render(request, "portfolios/entry_form.html", more)


def remove(request, pk, *, kind):
    entry = get_object_or_404(ASK[kind](request.actor), pk=pk)
    _must_keep(request, entry)
    if request.method == "POST":
        operations.remove_entry(actor=request.actor, entry=entry)
        messages.success(request, _("Taken off the learning record."))
        return redirect("portfolios:record", pk=entry.trainee_id)
    more = {"entry": entry, "what": getattr(entry, entry.named), "person": entry.trainee}
    return render(request, "portfolios/entry_remove.html", more)


def _must_keep(request, entry):
    if not (answer := may_keep(request.actor, entry)):
        raise Denied(answer.reason)
