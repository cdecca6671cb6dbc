from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.lists import list_page
from core.errors import added_to, told_to
from core.lists import Bulk
from programs.forms.enrolment import AllotmentForm, Candidates, People, ReplaceForm
from programs.operations import enrolment as operations
from programs.queries import enrolment as queries
from programs.rules import enrolment as rules
from programs.rules import program as program_rules
from programs.views.found import find, must


def enrolment_list(request, pk):
    program = find(request, pk)
    must(rules.may_see_people(request.actor, program))
    may_name = rules.may_name(request.actor, program)
    withdraw = reverse("programs:enrolment_withdraw", args=[pk])
    return list_page(
        request,
        People,
        queries.enrolments(request.actor, program),
        template="programs/enrolment_list.html",
        bulk=[Bulk(label=_("Withdraw the names"), url=withdraw, icon="user-minus")]
        if may_name
        else (),
        program=program,
        may_name=may_name,
        is_owner=program_rules.may_submit(request.actor, program),
        may_see_results=program.state in rules.HELD,
        may_allot=rules.may_allot(request.actor, program),
        allotments=queries.allotments(request.actor, program) if program.allots else (),
        **_places(request.actor, program),
    )


def _places(actor, program) -> dict:
    counts = queries.counts(actor, program)
    return {
        "counts": counts,
        "free": program.places - program.taken,
        "percent": 100 * program.taken // program.places,
    }


def enrolment_add(request, pk):
    program = find(request, pk)
    must(rules.may_name(request.actor, program))
    rows = queries.candidates(request.actor, program)
    if request.method == "POST":
        table = Candidates(rows, request.POST.get("query", ""), request.actor)
        return _name(request, program, table.selected(request.POST))
    here = reverse("programs:enrolment_add", args=[pk])
    return list_page(
        request,
        Candidates,
        rows,
        template="programs/enrolment_add.html",
        bulk=[Bulk(label=_("Name the selected"), url=here, icon="user-plus")],
        program=program,
        **_places(request.actor, program),
    )


def _name(request, program, chosen):
    chosen = list(chosen)
    if not chosen:
        messages.error(request, _("Tick at least one person first."))
        return redirect("programs:enrolment_add", pk=program.pk)
    with told_to(request):
        made = operations.name_trainees(actor=request.actor, program=program, trainees=chosen)
        messages.success(request, _said(made))
        return redirect("programs:enrolment_list", pk=program.pk)
    return redirect("programs:enrolment_add", pk=program.pk)


def _said(made) -> str:
    """Say what became of the names, each part a sentence of its own."""
    named, queued, already = len(made.named), len(made.waiting), made.already
    said = []
    if named or not (queued or already):
        said.append(ngettext("%(n)s person named.", "%(n)s people named.", named) % {"n": named})
    if queued:
        text = ngettext(
            "All places are taken: %(n)s person is on the waiting list.",
            "All places are taken: %(n)s people are on the waiting list.",
            queued,
        )
        said.append(text % {"n": queued})
    if already:
        text = ngettext(
            "%(n)s person had been named before.", "%(n)s people had been named before.", already
        )
        said.append(text % {"n": already})
    return " ".join(said)


def enrolment_replace(request, pk):
    """Send another person in the place of one who cannot come; the approval stays."""
    actor, program = request.actor, find(request, pk)
    must(rules.may_name(actor, program))
    form = ReplaceForm(request.POST or None, actor=actor, program=program)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        with added_to(form):
            operations.replace(
                actor=actor,
                enrolment=sent["enrolment"],
                trainee=sent["number"],
                reason=sent["reason"],
            )
            names = {"old": sent["enrolment"].trainee.label, "new": sent["number"].label}
            messages.success(request, _("%(new)s comes instead of %(old)s.") % names)
            return redirect("programs:enrolment_list", pk=pk)
    context = {"program": program, "form": form}
    return render(request, "programs/enrolment_replace.html", context)


@require_POST
def enrolment_withdraw(request, pk):
    program = find(request, pk)
    must(rules.may_name(request.actor, program))
    rows = queries.enrolments(request.actor, program)
    chosen = People(rows, request.POST.get("query", ""), request.actor).selected(request.POST)
    for enrolment in chosen:
        with told_to(request):
            moved_up = operations.withdraw(actor=request.actor, enrolment=enrolment)
            messages.success(request, _withdrawn(enrolment, moved_up))
    return redirect("programs:enrolment_list", pk=pk)


def _withdrawn(enrolment, moved_up) -> str:
    names = {"name": enrolment.trainee.label}
    if moved_up is None:
        return _("%(name)s was withdrawn.") % names
    names["next"] = moved_up.trainee.label
    return _("%(name)s was withdrawn; %(next)s moves up from the waiting list.") % names


def enrolment_allot(request, pk):
    """Divide the places among the units."""
    program = find(request, pk)
    must(rules.may_allot(request.actor, program))
    form = AllotmentForm(request.POST or None, actor=request.actor, program=program)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.allot(actor=request.actor, program=program, places=form.places)
            messages.success(request, _("The places are divided; the units have been asked."))
            return redirect("programs:enrolment_list", pk=pk)
    context = {"program": program, "form": form}
    return render(request, "programs/enrolment_allot.html", context)


@require_POST
def place_answer(request, pk):
    """The trainee says whether he comes."""
    program = find(request, pk)
    own = queries.own_enrolment(request.actor, program)
    if own is None:
        raise Http404
    with told_to(request):
        if request.POST.get("answer") == "yes":
            operations.confirm(actor=request.actor, enrolment=own)
            messages.success(request, _("Thank you: you are expected."))
        else:
            reason = request.POST.get("reason", "")[:200]
            operations.give_up(actor=request.actor, enrolment=own, reason=reason)
            messages.success(request, _("Your place is given up; your unit finds somebody else."))
    return redirect(program)
