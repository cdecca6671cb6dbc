from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from core.errors import told_to
from core.navigation import url_or_none
from intake import operations, queries, rules, tables
from intake.choices import BatchState, Fate, Undone
from intake.views.pages import context, find, must, tabs

STAGES = {
    BatchState.MAPPED: ("check", gettext_lazy("Checking the rows")),
    BatchState.LOADING: ("load", gettext_lazy("Importing the rows")),
    BatchState.UNDOING: ("result", gettext_lazy("Undoing the import")),
}
PHASES = {
    "": gettext_lazy("waiting for its turn"),
    "reading": gettext_lazy("reading the file"),
    "checking": gettext_lazy("checking row by row"),
    "loading": gettext_lazy("writing 500 rows at a time"),
    "undoing": gettext_lazy("taking back what was written"),
}
NEXT = {BatchState.UPLOADED: "intake:batch_sheet", BatchState.CHECKED: "intake:batch_check"}


def batch(request, pk):
    batch = find(request, pk)
    if batch.state in STAGES:
        return progress(request, batch)
    if request.htmx:
        return HttpResponseClientRedirect(batch.get_absolute_url())
    if batch.state in NEXT:
        return redirect(NEXT[batch.state], pk)
    return result(request, batch)


def progress(request, batch):
    """How far the background work is; the page asks every two seconds and may be left."""
    step, title = STAGES[batch.state]
    job = batch.job
    more = {
        "title": title,
        "job": job,
        "phase": PHASES.get(job.stage if job else "", ""),
        "stuck": batch.is_stuck,
    }
    return render(request, "intake/progress.html", context(request, batch, step, **more))


def result(request, batch):
    undone = queries.undone(request.actor, batch) if batch.state == BatchState.UNDONE else {}
    kept = tables.Kept(queries.kept_rows(request.actor, batch), request.GET, request.actor)
    more = {
        "tab": Fate.ERROR,
        "tab_list": tabs(batch),
        "may_match": batch.state == BatchState.LOADED and rules.may_import(request.actor, batch),
        "reason": batch.job.error if batch.job else "",
        "undone": [(Undone(name).label, count) for name, count in undone.items()],
        "kept": kept if undone.get(Undone.KEPT) else None,
        "causes": tables.causes_of(request.actor, batch),
        "list_url": url_or_none(batch.declared.url_name),
        "may_undo": rules.may_undo(request.actor, batch),
        "files": queries.files(request.actor).filter(batch=batch),
    }
    return render(request, "intake/result.html", context(request, batch, "result", **more))


def _do(request, pk, operation):
    found = find(request, pk)
    with told_to(request):
        operation(actor=request.actor, batch=found)
    return redirect(found)


@require_POST
def batch_skip(request, pk):
    return _do(request, pk, operations.skip_errors)


@require_POST
def batch_stop(request, pk):
    return _do(request, pk, operations.stop)


@require_POST
def batch_resume(request, pk):
    return _do(request, pk, operations.resume)


def batch_undo(request, pk):
    found = find(request, pk)
    must(rules.may_undo(request.actor, found))
    if request.method == "POST":
        return _do(request, pk, operations.undo)
    if found.state not in (BatchState.LOADED, BatchState.LOADING):
        messages.info(request, _("There is nothing to undo."))
        return redirect(found)
    return render(request, "intake/undo.html", context(request, found, "result"))
