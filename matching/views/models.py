from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.lists import list_page
from core.errors import added_to, told_to
from matching import charts, operations, rules, sentences
from matching.choices import ModelState
from matching.flow import MODEL
from matching.forms import RestoreForm
from matching.queries import cards, serving
from matching.tables import Models
from matching.vault import Unusable


def model_list(request):
    if not (answer := rules.may_train_own(request.actor)):
        raise Denied(answer.reason)
    rows = serving.own_models(request.actor)
    busy = rows.filter(state=ModelState.TRAINING).first()
    context = {"busy": busy, "stage": busy and sentences.stage(busy.job), "rule": sentences.RULE}
    return list_page(request, Models, rows, template="matching/models.html", **context)


def _found(request, pk):
    return get_object_or_404(serving.models(request.actor), pk=pk)


def model(request, pk):
    found = _found(request, pk)
    context = {
        "model": found,
        "tone": MODEL.flow.tones[found.state],
        "may_keep": rules.may_keep_model(request.actor, found),
        "stage": sentences.stage(found.job),
        "verdict": sentences.verdict(found),
        "rule": sentences.RULE,
        "trouble": _trouble(request, found),
        **_figures(request, found),
    }
    return render(request, "matching/model.html", context)


def _trouble(request, found) -> str:
    """Why a trained model cannot be read, if so."""
    if not found.trained_at:
        return ""
    try:
        serving.matcher(request.actor, found)
    except Unusable as refused:
        return str(refused)
    return ""


def _figures(request, found) -> dict:
    report = found.report
    if not report.get("judged"):
        return {}
    made = [charts.order_chart(report), charts.worth_chart(report)]
    if report.get("reliability"):  # models of earlier versions did not keep it
        made.append(charts.certainty_chart(report))
    if history := charts.history_chart(serving.earlier(request.actor, found)):
        made.append(history)
    return {
        "charts": made,
        "recorded": round(100 * report["recorded"]),
        "rows": cards.rows(request.actor, report),
        "groups": cards.groups(request.actor, report),
        "drifts": _drifts(request, found),
        "themes": cards.themes(request.actor, found),
        "decided": None if request.actor.is_personal else serving.decided(request.actor, found),
    }


def _drifts(request, found) -> list[dict]:
    """For those who keep the model that is in use."""
    watched = found.state == ModelState.CHAMPION and rules.may_keep_model(request.actor, found)
    return cards.drifts(request.actor, found) if watched else []


def model_progress(request, pk):
    found = _found(request, pk)
    context = {"model": found, "stage": sentences.stage(found.job)}
    response = render(request, "matching/progress.html", context)
    if found.state != ModelState.TRAINING or (found.job and found.job.finished):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def model_train(request):
    with told_to(request):
        made = operations.start_training(
            actor=request.actor, organisation=request.actor.organisation
        )
        return redirect(made)
    return redirect("matching:model_list")


@require_POST
def model_stop(request, pk):
    found = _found(request, pk)
    with told_to(request):
        operations.stop_training(actor=request.actor, model=found)
        messages.success(request, _("The training is being stopped. Nothing changes."))
    return redirect(found)


def model_restore(request, pk):
    found = _found(request, pk)
    if not (answer := rules.may_keep_model(request.actor, found)):
        raise Denied(answer.reason)
    form = RestoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.restore(actor=request.actor, model=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("%(model)s is in use again.") % {"model": found})
            return redirect(found)
    return render(request, "matching/restore.html", {"form": form, "model": found})
