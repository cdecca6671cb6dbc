from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import told_to
from programs.forms.compose import LineForm
from programs.forms.review import AmendForm
from programs.operations import amend as amending
from programs.operations import proposal as operations
from programs.queries import compose, page
from programs.queries.cascade import cascade
from programs.rules import program as program_rules
from programs.rules import review as rules
from programs.views.found import find, must
from resources.queries import courses, rooms

MOST = 200  # courses offered in one list


def _back(program):
    return redirect(reverse("programs:program_review", args=[program.pk]) + "#proposed")


def line_propose(request, pk, line):
    """Choose what one line should be instead: the same choices as the owner has."""
    actor, program = request.actor, find(request, pk)
    must(rules.may_propose(actor, program))
    rows = program.sessions.select_related("program", "course__category", "teacher", "base", "room")
    line = get_object_or_404(rows, pk=line)
    line.program = program
    form = LineForm(request.POST or {}, actor=actor, line=line)
    if request.method == "POST":
        with told_to(request):
            if request.POST.get("remove"):
                operations.propose_removal(actor=actor, program=program, line=line)
                return _back(program)
            if form.is_valid():
                values = form.values
                operations.propose(actor=actor, program=program, line=line, values=values)
                return _back(program)
    context = {
        "program": program,
        "line": line,
        "steps": cascade(actor, program, line, everything=True),
        "fault": request.method == "POST" and not form.is_valid(),
    }
    return render(request, "programs/propose_line.html", context)


def course_propose(request, pk):
    """Propose one more course."""
    actor, program = request.actor, find(request, pk)
    must(rules.may_propose(actor, program))
    rows = compose.course_results(actor, program, text=request.GET.get("q", "")[:100])
    if request.method == "POST":
        asked = request.POST.get("course", "")
        course = get_object_or_404(courses(actor), pk=asked if asked.isdecimal() else 0)
        with told_to(request):
            operations.propose_course(actor=actor, program=program, course=course)
            return _back(program)
    context = {"program": program, "found": [c for c in rows[:MOST] if c.given]}
    return render(request, "programs/propose_course.html", context)


@require_POST
def change_answer(request, pk, change):
    """The reviewer drops his draft; the owner takes the change or leaves it."""
    actor, program = request.actor, find(request, pk)
    rows = program.proposed_changes.select_related("program", "member__user")
    change = get_object_or_404(rows, pk=change)
    change.program = program
    answer = request.POST.get("answer")
    with told_to(request):
        if answer == "drop":
            operations.take_back(actor=actor, change=change)
            return _back(program)
        answering = operations.take if answer == "take" else operations.leave
        answering(actor=actor, change=change)
        said = _("The change is taken over.") if answer == "take" else _("The line stays.")
        messages.success(request, said)
    return redirect(reverse("programs:program", args=[pk]) + "#proposed")


def program_amend(request, pk):
    """Edits that keep the approval; the way to all others."""
    actor, program = request.actor, find(request, pk)
    must(program_rules.may_amend(actor, program))
    form = AmendForm(request.POST or None, instance=program)
    if request.method == "POST" and form.is_valid():
        with told_to(request):
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            if values:
                amending.amend(actor=actor, program=program, values=values)
            messages.success(request, _("Saved. The approval stays."))
        return redirect("programs:program_amend", pk=pk)
    context = {
        "program": program,
        "form": form,
        "days": page.timetable(actor, program),
        "rooms": _rooms(actor, program),
        "may_reopen": program.state == "approved",
    }
    return render(request, "programs/amend.html", context)


def _rooms(actor, program) -> dict[int, list]:
    """The rooms of each base of the programme."""
    found: dict[int, list] = {}
    bases = program.sessions.values("base")
    for room in rooms(actor).filter(base__in=bases, active=True).order_by("code"):
        found.setdefault(room.base_id, []).append(room)
    return found


@require_POST
def room_move(request, pk, line):
    actor, program = request.actor, find(request, pk)
    line = get_object_or_404(program.sessions.select_related("program", "base"), pk=line)
    line.program = program
    asked = request.POST.get("room", "")
    room = get_object_or_404(rooms(actor), pk=asked if asked.isdecimal() else 0)
    with told_to(request):
        amending.move_room(actor=actor, line=line, room=room)
        messages.success(request, _("Saved. The approval stays."))
    return redirect("programs:program_amend", pk=pk)


def program_reopen(request, pk):
    program = find(request, pk)
    must(program_rules.may_submit(request.actor, program))
    if request.method == "POST":
        with told_to(request):
            amending.reopen(actor=request.actor, program=program)
            return redirect("programs:program_compose", pk=pk)
        return redirect(program)
    return render(request, "programs/reopen.html", {"program": program})
