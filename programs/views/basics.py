from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import PERSONAL_ROLES
from accounts.lists import list_page
from core.errors import added_to, told_to
from programs.choices import EDITABLE
from programs.flow import PROGRAM
from programs.forms.compose import ProgramForm
from programs.models import Program
from programs.operations import compose as operations
from programs.operations import composition
from programs.operations import submit as submitting
from programs.operations.compose import Stale
from programs.operations.submit import NotReady
from programs.queries import compose as queries
from programs.queries import matched
from programs.queries import plan as plans
from programs.queries.board import board
from programs.queries.differing import differing
from programs.rules import program as rules
from programs.tables import Programs
from programs.views.found import find, must

STARTS = 5  # earlier programmes to begin with


def program_list(request):
    actor = request.actor
    may_create = rules.may_create(actor, actor.organisation)
    return list_page(
        request,
        Programs,
        queries.programs(actor),
        template="programs/program_list.html",
        may_create=may_create,
        staff=actor.role not in PERSONAL_ROLES,
    )


def program_new(request):
    actor = request.actor
    must(rules.may_create(actor, actor.organisation))
    program = Program(organisation=actor.organisation)
    asked = request.GET.get("plan", "")
    plan = plans.open_plans(actor).filter(pk=asked if asked.isdecimal() else 0).first()
    form = ProgramForm(request.POST or None, instance=program, actor=actor, initial={"plan": plan})
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            program, levels = form.save(commit=False), form.cleaned_data["levels"]
            operations.create_program(actor=actor, program=program, levels=levels)
            return _begun(request, program)
    earlier = {
        "sources": queries.own_programs(actor).order_by("-starts_on", "-pk")[:STARTS],
        "ready": matched.ready_made(actor, plan, STARTS) if plan else (),
    }
    return _form(request, form, _("New programme"), starting=True, **earlier)


def _begun(request, program):
    """Go on by hand, or let the composer begin where that was asked for."""
    if request.POST.get("start") == "compose":
        with told_to(request):
            return redirect(composition.compose_for(actor=request.actor, program=program))
    return redirect("programs:program_compose", pk=program.pk)


def program_copy(request, pk):
    actor, source = request.actor, find(request, pk)
    must(rules.may_create(actor, actor.organisation))
    program = _fresh(source, actor)
    form = ProgramForm(request.POST or None, instance=program, actor=actor)
    form.initial["levels"] = list(source.levels.all())
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            program, levels = form.save(commit=False), form.cleaned_data["levels"]
            operations.copy_program(actor=actor, program=program, source=source, levels=levels)
            return redirect("programs:program_compose", pk=program.pk)
    title = _("Copy of “%(name)s”") % {"name": source.label}
    return _form(request, form, title, source=source)


def _fresh(source, actor) -> Program:
    """A new programme with the basics of another; days are for a person to choose."""
    kept = ("plan", "name", "name_en", "theme", "institute", "aim", "places")
    numbers = ("hours_min", "hours_max", "budget_yuan")
    values = {name: getattr(source, name) for name in kept + numbers}
    return Program(organisation=actor.organisation, **values)


def program_edit(request, pk):
    actor, program = request.actor, find(request, pk)
    must(rules.may_edit(actor, program))
    form = ProgramForm(request.POST or None, instance=program, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_basics(
                actor=actor,
                program=form.save(commit=False),
                levels=form.cleaned_data["levels"],
                revision=form.cleaned_data["revision"],
            )
        except Stale as refusal:
            form.add_error(None, str(refusal))
            return _stale(request, program, form)
        messages.success(request, _("The basics are saved."))
        return redirect("programs:program_compose", pk=program.pk)
    return _form(request, form, program.label, program=program)


def _stale(request, program, form):
    """Say what has changed; the next press of the button saves what was typed here."""
    changes = queries.changes_since(request.actor, program, form.cleaned_data["revision"] or 0)
    stored = find(request, program.pk)
    typed = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
    both = {
        "conflict": changes,
        "differing": differing(request.actor, stored, typed),
        "is_basics": True,
    }
    form.data = form.data.copy()
    form.data["revision"] = stored.revision
    return _form(request, form, stored.label, program=stored, status=409, **both)


def _form(request, form, title, *, status=200, **context):
    context |= {"form": form, "title": title}
    return render(request, "programs/compose_basics.html", context, status=status)


def program_check(request, pk):
    program = find(request, pk)
    must(rules.may_submit(request.actor, program))
    if program.state not in EDITABLE:
        return redirect(program)
    return _check(request, program)


def _check(request, program, status=200):
    context = {
        "program": program,
        "tone": PROGRAM.flow.tones[program.state],
        "board": board(request.actor, program),
    }
    return render(request, "programs/compose_check.html", context, status=status)


@require_POST
def program_submit(request, pk):
    program = find(request, pk)
    must(rules.may_submit(request.actor, program))
    with told_to(request):
        try:
            submitting.submit(actor=request.actor, program=program)
        except NotReady:
            return _check(request, program, status=422)
        text = _("Submitted. %(institute)s confirms next.")
        messages.success(request, text % {"institute": program.institute.label})
    return redirect(program)


@require_POST
def program_withdraw(request, pk):
    program = find(request, pk)
    must(rules.may_submit(request.actor, program))
    with told_to(request):
        submitting.withdraw(actor=request.actor, program=program)
        messages.success(request, _("The programme is a draft again."))
        return redirect("programs:program_compose", pk=program.pk)
    return redirect(program)
