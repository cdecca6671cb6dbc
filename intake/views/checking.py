from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import added_to, told_to
from intake import operations, queries, rules, tables
from intake.choices import GOOD, BatchState, Fate
from intake.forms import ConfirmForm, CorrectionForm
from intake.views.pages import XLSX, context, download, find, must, tabs

LISTS = {
    Fate.NEW: tables.Fresh,
    Fate.UPDATED: tables.Changed,
    Fate.UNCHANGED: tables.Fresh,
    Fate.REPEATED: tables.Fresh,
    Fate.SKIPPED: tables.Fresh,
}


def batch_check(request, pk):
    batch = find(request, pk)
    if batch.state in (BatchState.UPLOADED, BatchState.MAPPED, BatchState.LOADING):
        return redirect(batch)
    more = {"causes": tables.causes_of(request.actor, batch), "tab": Fate.ERROR}
    return render(request, "intake/check.html", _context(request, batch, **more))


def batch_rows(request, pk, fate):
    batch = find(request, pk)
    if fate not in LISTS:
        raise Http404
    rows = queries.rows(request.actor, batch, fate)
    table = LISTS[fate](rows, request.GET, request.actor)
    if fate == Fate.UPDATED:
        tables.tell_changes(request.actor, table)
    return render(request, "intake/rows.html", _context(request, batch, table=table, tab=fate))


def _context(request, batch, *, tab="", **more) -> dict:
    step = "check" if batch.state == BatchState.CHECKED else "result"
    found = context(request, batch, step, tab=tab, **more)
    is_open = batch.state in (BatchState.CHECKED, BatchState.LOADED)
    return found | {
        "tab_list": tabs(batch, tab),
        "can_load": batch.count(*GOOD) > 0,
        "may_match": bool(found["may_import"]) and is_open,
    }


@require_POST
def batch_match(request, pk):
    batch = find(request, pk)
    index = request.POST.get("cause", "")
    causes = dict(enumerate(batch.causes))
    cause = causes.get(int(index)) if index.isdecimal() else None
    value = request.POST.get(f"value_{index}", "")
    if not cause or not cause["word"] or not value:
        messages.error(request, _("Choose what the word means, then apply it."))
        return redirect("intake:batch_check", pk)
    with told_to(request):
        operations.match_word(
            actor=request.actor,
            batch=batch,
            column=cause["column"],
            word=cause["word"],
            value=value,
        )
    return redirect(batch)


def batch_errors(request, pk):
    batch = find(request, pk)
    content = tables.errors(request.actor, batch, get_language() or "")
    moment = timezone.localtime().strftime("%Y%m%d-%H%M")
    name = _("Error table {number}, {moment}.xlsx").format(number=batch.pk, moment=moment)
    return download(content, name, XLSX)


def batch_correct(request, pk):
    batch = find(request, pk)
    must(rules.may_import(request.actor, batch))
    form = CorrectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with added_to(form, "file"):
            arrival = operations.Arrival.of(form.cleaned_data["file"])
            operations.correct(actor=request.actor, batch=batch, arrival=arrival)
            return redirect(batch)
    return render(request, "intake/correct.html", _context(request, batch, form=form))


def batch_confirm(request, pk):
    batch = find(request, pk)
    must(rules.may_import(request.actor, batch))
    if batch.state != BatchState.CHECKED:
        return redirect(batch)
    over = queries.over_limit(request.actor, batch)
    may_exceed = rules.may_exceed(request.actor)
    form = ConfirmForm(request.POST or None, over=over, may_exceed=may_exceed)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            only_complete = form.cleaned_data["how"] == "all"
            operations.confirm(
                actor=request.actor,
                batch=batch,
                only_complete=only_complete,
                reason=form.cleaned_data.get("reason", ""),
            )
            return redirect(batch)
    more = {"form": form, "good": batch.count(*GOOD), "over": over, "may_exceed": may_exceed}
    return render(request, "intake/confirm.html", context(request, batch, "confirm", **more))
