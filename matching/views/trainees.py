from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.queries import trainees
from core.errors import told_to
from core.navigation import url_or_none
from matching import operations, rules
from matching.forms import CompareForm, DeclineForm, WhyForm
from matching.queries import conditions, suggestions
from programs.choices import EnrolmentState

SAID = {
    EnrolmentState.NOMINATED: _("Taken up: the person has a place."),
    EnrolmentState.WAITING: _("Taken up: the person is on the waiting list."),
    "": _("Taken up: the owner of the programme has been asked to give the place."),
}


def _found(request, pk):
    found = get_object_or_404(trainees(request.actor), pk=pk)
    if not (answer := rules.may_see(request.actor, found)):
        raise Denied(answer.reason)
    return found


def _context(request, found) -> dict:
    board = suggestions.board(request.actor, found)
    return {
        "board": board,
        "trainee": found,
        "own": request.actor.is_personal,
        "may_decide": rules.may_decide(request.actor, found),
        "may_ask_review": rules.may_ask_review(request.actor, found),
    }


def trainee(request, pk):
    context = _context(request, _found(request, pk))
    passed = context["board"].passed
    form = WhyForm(request.GET or None, programs=[one.program for one in passed])
    wanted = form.cleaned_data["why"] if form.is_valid() else ""
    context |= {
        "form": form,
        "answer": next((one for one in passed if str(one.program.pk) == wanted), None),
        "trainee_url": url_or_none("accounts:trainee", pk),
    }
    return render(request, "matching/trainee.html", context)


def trainee_compare(request, pk):
    found = _found(request, pk)
    board = suggestions.board(request.actor, found)
    programs = [one.program for one in (*board.suggestions, *board.passed)]
    form = CompareForm(request.GET or None, programs=programs)
    context = {
        "trainee": found,
        "form": form,
        "shown": suggestions.compared(request.actor, found, form.wanted),
        "board": board,
        "back_url": reverse("matching:trainee", args=[pk]),
    }
    return render(request, "matching/compare.html", context)


def trainee_panel(request, pk):
    found = _found(request, pk)
    if not request.htmx:
        return redirect("matching:trainee", pk=pk)
    return render(request, "matching/trainee_panel.html", _context(request, found))


def own(request):
    """The page of the trainee who asks."""
    found = get_object_or_404(trainees(request.actor), user=request.actor.user)
    return redirect("matching:trainee", pk=found.pk)


def _about(request, pk, program) -> dict:
    """The person, the programme and what was shown, for a decision."""
    found = _found(request, pk)
    offer = suggestions.offer(request.actor, found, program)
    return {
        "trainee": found,
        "program": offer.shown.program,
        "shown": offer.shown,
        "model": offer.model,
    }


@require_POST
def trainee_accept(request, pk, program):
    about = _about(request, pk, program)
    with told_to(request):
        operations.accept(actor=request.actor, **about)
        state = conditions.standing(request.actor, about["trainee"], about["program"])
        messages.success(request, SAID.get(state, SAID[""]))
    return redirect("matching:trainee", pk=pk)


def trainee_decline(request, pk, program):
    about = _about(request, pk, program)
    if not (answer := rules.may_decide(request.actor, about["trainee"])):
        raise Denied(answer.reason)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.decline(actor=request.actor, **about, **form.cleaned_data)
        messages.success(request, _("Kept. This programme is not suggested again."))
        return redirect("matching:trainee", pk=pk)
    context = {"form": form, "back_url": reverse("matching:trainee", args=[pk]), **about}
    return render(request, "matching/decline.html", context)


@require_POST
def trainee_review(request, pk, program):
    about = _about(request, pk, program)
    with told_to(request):
        operations.ask_review(actor=request.actor, **about)
        messages.success(request, _("The department has been asked to look at it."))
    return redirect("matching:trainee", pk=pk)
