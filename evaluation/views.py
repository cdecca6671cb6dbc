from datetime import datetime

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.lists import list_page
from core.errors import told_to
from evaluation import charts, operations, queries, rules
from evaluation.choices import EvaluationState
from evaluation.tables import Evaluated
from programs.choices import ProgramState
from programs.queries.page import programs
from surveys.forms import PartForm
from surveys.queries import missing


def must(answer):
    if not answer:
        raise Denied(answer.reason)


def find(request, pk):
    found = get_object_or_404(queries.evaluations(request.actor), pk=pk)
    must(rules.may_answer(request.actor, found))
    return found


def evaluation_list(request):
    context = {
        "open": queries.to_answer(request.actor),
        "sent": queries.answered(request.actor)[:20],
    }
    if request.actor.is_personal:
        return render(request, "evaluation/own.html", context)
    rows = queries.programs(request.actor)
    return list_page(request, Evaluated, rows, template="evaluation/list.html", **context)


def evaluation(request, pk):
    """One part at a time; what was entered is kept on the server with every step."""
    found = find(request, pk)
    if found.state != EvaluationState.OPEN or found.is_over(timezone.localdate()):
        return redirect("evaluation:evaluation_done", pk=pk)
    pages = queries.pages(request.actor, found)
    number = part_number(request, found, pages)
    if number > len(pages):
        return render(request, "evaluation/review.html", review(request, found, pages))
    if request.method == "POST":
        return save_part(request, found, pages, pages[number - 1])
    form = PartForm(None, part=pages[number - 1], values=found.draft.get("values", {}))
    return render(request, "evaluation/part.html", shown(found, pages, form))


def part_number(request, found, pages) -> int:
    """Return the part that the address names, or the first that is not done."""
    asked = request.POST.get("part") or request.GET.get("part", "")
    if asked.isascii() and asked.isdigit():
        return max(1, min(int(asked), len(pages) + 1))
    done = found.draft.get("done", [])
    return next((p.number for p in pages if p.number not in done), len(pages) + 1)


def save_part(request, found, pages, part):
    """Keep what is good in any case; go on only when the part is complete."""
    form = PartForm(request.POST, part=part, values=found.draft.get("values", {}))
    back, complete = request.POST.get("go") == "back", form.is_valid()
    operations.save_draft(
        actor=request.actor,
        evaluation=found,
        values=form.kept,
        part=part.number if complete else None,
    )
    if not (complete or back):
        return render(request, "evaluation/part.html", shown(found, pages, form), status=422)
    step = part.number - 1 if back else part.number + 1
    response = redirect("evaluation:evaluation", pk=found.pk)
    response["Location"] += f"?part={step}"
    return response


def shown(found, pages, form) -> dict:
    saved = found.draft.get("saved_at")
    return {
        "evaluation": found,
        "form": form,
        "part": form.part,
        "pages": pages,
        "saved_at": saved and timezone.localtime(datetime.fromisoformat(saved)),
        "last": form.part.number == len(pages),
    }


def review(request, found, pages) -> dict:
    values = found.draft.get("values", {})
    lacking = [part.number for part in missing(request.actor, pages, values)]
    return {
        "evaluation": found,
        "pages": pages,
        "parts": [
            (part, part.number in lacking, PartForm(None, part=part, values=values).groups)
            for part in pages
        ],
        "values": values,
        "lacking": lacking,
    }


@require_POST
def evaluation_submit(request, pk):
    found = find(request, pk)
    if found.state == EvaluationState.OPEN:
        with told_to(request):
            operations.send(actor=request.actor, evaluation=found)
            return redirect("evaluation:evaluation_done", pk=pk)
        return redirect("evaluation:evaluation", pk=pk)
    return redirect("evaluation:evaluation_done", pk=pk)


def evaluation_done(request, pk):
    found = find(request, pk)
    if found.state == EvaluationState.OPEN and not found.is_over(timezone.localdate()):
        return redirect("evaluation:evaluation", pk=pk)
    return render(request, "evaluation/done.html", {"evaluation": found})


def find_program(request, pk):
    program = get_object_or_404(programs(request.actor), pk=pk)
    must(rules.may_see_results(request.actor, program))
    return program


def results(request, pk):
    program = find_program(request, pk)
    report = queries.report(request.actor, program, today=timezone.localdate())
    context = {
        "program": program,
        "report": report,
        "chart": charts.distribution(report),
        "may_open": not report.asked and rules.may_open(request.actor, program),
        "may_close": report.open and rules.may_open(request.actor, program),
    }
    return render(request, "evaluation/results.html", context)


def program_panel(request, pk):
    program = find_program(request, pk)
    report = queries.report(request.actor, program, today=timezone.localdate())
    return render(request, "evaluation/panel.html", {"program": program, "report": report})


def evaluation_close(request, pk):
    """End it before its last day, after a warning."""
    program = get_object_or_404(programs(request.actor), pk=pk, state=ProgramState.CLOSED)
    must(rules.may_open(request.actor, program))
    if request.method == "POST":
        with told_to(request):
            operations.close_evaluations(actor=request.actor, program=program)
            messages.success(request, _("The evaluation is over; its results are shown."))
        return redirect("evaluation:results", pk=pk)
    report = queries.report(request.actor, program, today=timezone.localdate())
    return render(request, "evaluation/close.html", {"program": program, "report": report})


@require_POST
def evaluation_open(request, pk):
    program = get_object_or_404(programs(request.actor), pk=pk, state=ProgramState.CLOSED)
    with told_to(request):
        operations.open_evaluations(actor=request.actor, program=program)
        messages.success(request, _("Everybody who took part has been asked."))
    return redirect("evaluation:results", pk=pk)
