"""Adopting a ready-made programme, and what became of it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import added_to
from programs.forms.compose import ProgramForm
from programs.models import Program
from programs.operations.adopt import adopt_ready
from programs.queries import gaps, review
from programs.rules import program as rules
from programs.views.found import must
from resources.queries import ready as ready_queries
from resources.queries.ready import ready_programs


def program_adopt(request, pk):
    actor = request.actor
    ready = get_object_or_404(ready_programs(actor), pk=pk)
    must(rules.may_create(actor, actor.organisation))
    program = _fresh(actor, ready)
    form = ProgramForm(request.POST or None, instance=program, actor=actor)
    form.initial["levels"] = list(ready.levels.all())
    form.fields["ends_on"].required = False
    form.fields["ends_on"].help_text = ngettext(
        "Left empty, it lasts %(n)s day from the first one.",
        "Left empty, it lasts %(n)s days from the first one.",
        ready.days,
    ) % {"n": ready.days}
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            program, levels = form.save(commit=False), form.cleaned_data["levels"]
            if program.starts_on and not program.ends_on:
                program.ends_on = program.starts_on + timedelta(days=ready.days - 1)
            adopt_ready(actor=actor, program=program, ready=ready, levels=levels)
            return redirect("programs:program_compose", pk=program.pk)
    title = _("Adopt “%(name)s”") % {"name": ready.label}
    context = {"form": form, "title": title, "source": None, "program": None}
    return render(request, "programs/compose_basics.html", context)


def _fresh(actor, ready) -> Program:
    """A new programme with the basics of a ready-made one; days are for a person to choose."""
    kept = {name: getattr(ready, name) for name in ("name", "name_en", "theme", "aim", "places")}
    return Program(organisation=actor.organisation, institute=ready.organisation, **kept)


def ready_use(request, pk):
    """The part of a ready-made programme's page that says what became of it."""
    ready = get_object_or_404(ready_programs(request.actor, retired=True), pk=pk)
    context = {
        "ready": ready,
        "use": gaps.use_of_ready(request.actor, ready),
        "adopted": gaps.adopted(request.actor, ready),
        "history": ready_queries.history(request.actor, ready),
        "may_adopt": ready.active and rules.may_create(request.actor, request.actor.organisation),
    }
    return render(request, "programs/ready_use.html", context)


def ready_version(request, pk, number):
    """What an earlier version of a ready-made programme contained, and what differs today."""
    actor = request.actor
    earlier = ready_queries.version_kept(actor, pk, number)
    if earlier is None:
        raise Http404
    ready = get_object_or_404(ready_programs(actor, retired=True), pk=pk)
    diff, groups = review.changes(actor, earlier, ready_queries.version_now(actor, ready), [])
    context = {
        "ready": ready,
        "earlier": earlier,
        "diff": diff,
        "groups": groups,
        "whole": review.whole(actor, earlier, []),
    }
    return render(request, "programs/ready_version.html", context)
