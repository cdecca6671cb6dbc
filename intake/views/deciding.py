"""Pages on which a person decides row by row: duplicates, and bad cells."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refusal, told_to
from intake import operations, queries, rules, tables
from intake.choices import BatchState, Do, Fate
from intake.views.pages import context, find, must, tabs

TAKEN = "left"


def batch_duplicates(request, pk):
    batch = find(request, pk)
    if request.method == "POST":
        must(rules.may_import(request.actor, batch))
        return _decide(request, batch)
    rows = queries.doubtful(request.actor, batch)
    wanted = request.GET.get("row", "")
    chosen = rows.filter(pk=int(wanted)) if wanted.isdecimal() else rows
    row = chosen.first()
    place = request.GET.get("candidate", "")
    place = int(place) if row and place.isdecimal() and int(place) < len(row.candidates) else 0
    step = "check" if batch.state == BatchState.CHECKED else "result"
    more = {
        "tab": Fate.PROBABLE,
        "tab_list": tabs(batch, Fate.PROBABLE),
        "card": tables.card_of(request.actor, row, place) if row else None,
        "alike": len(queries.alike(request.actor, batch, row)) if row else 0,
        "left": batch.count(Fate.PROBABLE),
        "table": tables.Doubts(rows, request.GET, request.actor),
        "may_decide": row and rules.may_import(request.actor, batch) and not batch.is_busy,
    }
    return render(request, "intake/duplicates.html", context(request, batch, step, **more))


def _decide(request, batch):
    number = request.POST.get("row", "")
    rows = queries.doubtful(request.actor, batch)
    row = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    do, place = request.POST.get("do", ""), request.POST.get("candidate", "0")
    if row is None or do not in Do.values:
        messages.error(request, _("Choose what becomes of the row."))
        return redirect("intake:batch_duplicates", batch.pk)
    chosen = [row.pk]
    if request.POST.get("alike"):
        chosen += queries.alike(request.actor, batch, row)
    names = {column.name for column in batch.declared.columns}
    take = [name for name in names if request.POST.get(f"take_{name}") == TAKEN]
    with told_to(request):
        operations.decide(
            actor=request.actor,
            batch=batch,
            rows=chosen,
            do=do,
            candidate=int(place) if place.isdecimal() else 0,
            take=take,
        )
    if batch.state != BatchState.CHECKED:
        return redirect(batch)
    return redirect("intake:batch_duplicates", batch.pk)


def batch_cells(request, pk):
    batch = find(request, pk)
    must(rules.may_import(request.actor, batch))
    cells = queries.bad_cells(request.actor, batch, operations.MOST_CELLS)
    typed = {
        (row.pk, reason["column"]): request.POST.get(f"cell_{row.pk}_{reason['column']}")
        for row, reason in cells
    }
    fault = ""
    if request.method == "POST":
        try:
            said = {key: value for key, value in typed.items() if value is not None}
            operations.mend(actor=request.actor, batch=batch, cells=said)
            return redirect(batch)
        except Refusal as refusal:
            fault = str(refusal)
    lines = [tables.cell_of(row, reason, typed) for row, reason in cells]
    more = {
        "tab": Fate.ERROR,
        "tab_list": tabs(batch, Fate.ERROR),
        "lines": lines,
        "fault": fault,
        "most": operations.MOST_CELLS,
        "back_url": reverse("intake:batch_check", args=[pk]),
    }
    step = "check" if batch.state == BatchState.CHECKED else "result"
    return render(request, "intake/cells_page.html", context(request, batch, step, **more))
