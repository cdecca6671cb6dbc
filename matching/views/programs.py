from django.http import Http404
from django.shortcuts import redirect, render

from accounts.access import Denied
from matching import rules
from matching.queries import ranking


def _context(request, pk) -> dict:
    found = ranking.program_with_theme(request.actor, pk)
    if found is None:
        raise Http404
    if not (answer := rules.may_rank(request.actor, found)):
        raise Denied(answer.reason)
    return {"program": found, "people": ranking.people(request.actor, found)}


def program(request, pk):
    return render(request, "matching/program.html", _context(request, pk))


def program_panel(request, pk):
    context = _context(request, pk)
    if not request.htmx:
        return redirect("matching:program", pk=pk)
    return render(request, "matching/program_panel.html", context)
