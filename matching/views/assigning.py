from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import Denied
from accounts.queries import trainees
from core.errors import told_to
from matching import operations, rules
from matching.forms import AssignForm
from matching.queries import assigning, serving


def assign(request):
    actor = request.actor
    if not (answer := rules.may_assign_own(actor)):
        raise Denied(answer.reason)
    programs = assigning.open_programs(actor)
    if request.method == "POST":
        return _give(request, programs)
    form = AssignForm(request.GET or None, programs=programs)
    found = None
    if form.is_valid():
        asked = form.cleaned_data
        found = assigning.proposal(actor, asked["programs"], asked["quota"])
    context = {"form": form, "programs": programs, "found": found}
    return render(request, "matching/assign.html", context)


def _give(request, programs):
    """Names go through the operation that gives every place, for what the person left standing."""
    known = {str(program.pk): program for program in programs}
    wanted = {
        int(name.removeprefix("place-")): known[value]
        for name, value in request.POST.items()
        if name.startswith("place-") and name[6:].isdigit() and value in known
    }
    people = trainees(request.actor).filter(pk__in=wanted)
    given = [(one, wanted[one.pk]) for one in people]
    actor = request.actor
    model = serving.champion(actor, actor.organisation)
    with told_to(request):
        named, waiting = operations.give_places(
            actor=actor, organisation=actor.organisation, given=given, model=model
        )
        said = _("%(named)s places given; %(waiting)s people are on waiting lists.")
        messages.success(request, said % {"named": named, "waiting": waiting})
    return redirect("matching:assign")
