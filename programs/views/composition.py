from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import told_to
from programs.forms.composition import ComposeForm, WhyNotForm
from programs.operations import composition as operations
from programs.operations import relaxing
from programs.queries import composition as queries
from programs.queries import ways_out, why
from programs.rules import composition as composition_rules
from programs.rules import program as rules
from programs.views.found import find, must


def _found(request, pk, number):
    program = find(request, pk)
    return get_object_or_404(queries.compositions(request.actor), pk=number, program=program)


@require_POST
def composition_ask(request, pk):
    program = find(request, pk)
    must(rules.may_edit(request.actor, program))
    form = ComposeForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {"keep": True}
    with told_to(request):
        made = operations.compose_for(actor=request.actor, program=program, **asked)
        return redirect(made)
    return redirect("programs:program_compose", pk=pk)


def composition(request, pk, number):
    made = _found(request, pk, number)
    return render(request, "programs/composition.html", _context(request, made))


def composition_progress(request, pk, number):
    made = _found(request, pk, number)
    response = render(request, "programs/composition_busy.html", _context(request, made))
    if not made.is_busy:
        response["HX-Refresh"] = "true"
    return response


def _context(request, made) -> dict:
    actor, program = request.actor, made.program
    shown = queries.columns(actor, made) if made.answer.get("programmes") else []
    stuck = made.status == "infeasible"
    return {
        "composition": made,
        "program": program,
        "columns": shown,
        "shares": queries.share_rows(actor, shown),
        "verdict": why.verdict(actor, made),
        "impasse": ways_out.impasse(actor, made) if stuck else None,
        "assumed": ways_out.assumed(actor, made),
        "requested": ways_out.requested(actor, made),
        "spent": why.spent(actor, made, timezone.now()),
        "why": why.told(actor, made),
        "may_take": rules.may_edit(actor, program),
        "may_answer": made.request and composition_rules.may_answer_request(actor, made),
        "form": ComposeForm(initial={"aim": made.aim, "keep": made.keeps_courses}),
        "why_form": WhyNotForm(choices=why.choices(actor, made)),
        "may_undo": made.taken_revision is not None and made.taken_revision == program.revision,
    }


@require_POST
def composition_stop(request, pk, number):
    made = _found(request, pk, number)
    with told_to(request):
        operations.stop_composing(actor=request.actor, composition=made)
    return redirect(made)


@require_POST
def composition_take(request, pk, number):
    made = _found(request, pk, number)
    which, revision = _number(request, "number"), _number(request, "revision")
    courses = [int(c) for c in request.POST.getlist("course") if c.isascii() and c.isdecimal()]
    only = courses if "parts" in request.POST else None
    with told_to(request):
        operations.take(
            actor=request.actor, composition=made, number=which, courses=only, revision=revision
        )
        messages.success(request, _("Taken over. It is still a draft; you can undo it here."))
    return redirect(made)


def _number(request, name) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        raise Http404
    return int(text)


@require_POST
def composition_undo(request, pk, number):
    made = _found(request, pk, number)
    with told_to(request):
        operations.undo_take(actor=request.actor, composition=made)
        messages.success(request, _("The lines of before are back."))
    return redirect(made)


@require_POST
def composition_relax(request, pk, number):
    """Apply a way out for good, or only try what it would lead to."""
    made = _found(request, pk, number)
    ways = made.answer.get("relaxations", [])
    which = _number(request, "way")
    if which >= len(ways):
        raise Http404
    way = {name: value for name, value in ways[which].items() if name != "leads_to"}
    with told_to(request):
        if "ask" in request.POST:
            return _asked(request, made, which, way)
        if "apply" in request.POST:
            asked = operations.relax(actor=request.actor, composition=made, relaxation=way)
        else:
            asked = _again(request, made, assumed=[*made.assumed, way])
        return redirect(asked)
    return redirect(made)


def _asked(request, made, which, way):
    ways = ways_out.impasse(request.actor, made).ways
    said = next((one for one in ways if one.number == which), None)
    if said is None:
        raise Http404
    words = f"{said.what}: {said.old} → {said.new}" if said.new else said.what
    relaxing.ask_to_relax(actor=request.actor, composition=made, relaxation=way, words=words)
    messages.success(
        request, _("%(who)s finds your request on the to-do list.") % {"who": said.who}
    )
    return redirect(made)


@require_POST
def composition_answer(request, pk, number):
    """The department answers what it was asked to relax, or takes back what it granted."""
    made = _found(request, pk, number)
    answers = {"grant": relaxing.grant, "withdraw": relaxing.withdraw}
    chosen = next((name for name in answers if name in request.POST), "")
    answering = answers.get(chosen, relaxing.answer_request)
    with told_to(request):
        answering(actor=request.actor, composition=made, text=request.POST.get("text", ""))
        messages.success(request, _("Your answer is sent."))
    return redirect(made)


@require_POST
def composition_why(request, pk, number):
    made = _found(request, pk, number)
    must(rules.may_edit(request.actor, made.program))
    form = WhyNotForm(request.POST, choices=why.choices(request.actor, made))
    if form.is_valid():
        kind, _colon, key = form.cleaned_data["about"].partition(":")
        with told_to(request):
            question = {"kind": kind, "id": key}
            return redirect(_again(request, made, assumed=made.assumed, question=question))
    return redirect(made)


def _again(request, made, **more):
    return operations.compose_for(
        actor=request.actor, program=made.program, keep=made.keeps_courses, aim=made.aim, **more
    )
