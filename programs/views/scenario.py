"""What would become of a plan if things were different."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import added_to, told_to
from programs.forms.scenario import ScenarioForm
from programs.models import Scenario
from programs.operations import scenario as operations
from programs.queries import plan as plans
from programs.queries import scenario as queries
from programs.rules import scenario as rules
from programs.views.found import must


def _plan(request, pk):
    plan = get_object_or_404(plans.plans(request.actor), pk=pk)
    must(rules.may_see_scenarios(request.actor, plan))
    return plan


def _scenario(request, pk, number) -> Scenario:
    plan = _plan(request, pk)
    return get_object_or_404(queries.scenarios(request.actor), pk=number, plan=plan)


def scenario_list(request, pk):
    actor, plan = request.actor, _plan(request, pk)
    found = queries.outcomes(actor, plan)
    context = {
        "plan": plan,
        "outcomes": found,
        "shares": _by_share(found),
        "charts": queries.charts(actor, found),
        "busy": any(one.scenario.is_busy for one in found),
        "may_try": rules.may_try(actor, Scenario(plan=plan)),
        "is_full": len(found) >= operations.MOST,
    }
    return render(request, "programs/scenario_list.html", context)


def _by_share(found):
    """Each category or format with its share in every scenario; None where nothing is known."""
    told = next((one.shares for one in found if one.shares), ())
    return [
        (share.quota.name, [one.shares[i] if one.shares else None for one in found])
        for i, share in enumerate(told)
    ]


def scenario_new(request, pk):
    actor, plan = request.actor, _plan(request, pk)
    scenario = Scenario(plan=plan)
    must(rules.may_try(actor, scenario))
    form = ScenarioForm(request.POST or None, instance=scenario, actor=actor, plan=plan)
    if not request.POST:
        first = not plan.scenarios.exists()
        form.fields["name"].initial = _("As the plan stands") if first else ""
    if request.method == "POST" and form.is_valid():
        scenario = form.save(commit=False)
        scenario.changes = form.changes
        with added_to(form):
            operations.try_out(actor=actor, scenario=scenario)
            return redirect(scenario)
    return render(request, "programs/scenario_form.html", {"form": form, "plan": plan})


def scenario(request, pk, number):
    found = _scenario(request, pk, number)
    context = {
        "plan": found.plan,
        "scenario": found,
        "groups": queries.calendar(request.actor, found),
        "may_adopt": rules.may_adopt(request.actor, found),
        "may_try": rules.may_try(request.actor, found),
    }
    return render(request, "programs/scenario.html", context)


@require_POST
def scenario_remove(request, pk, number):
    found = _scenario(request, pk, number)
    with told_to(request):
        operations.remove_scenario(actor=request.actor, scenario=found)
        messages.success(request, _("The scenario was removed."))
    return redirect("programs:scenario_list", pk=pk)


@require_POST
def scenario_adopt(request, pk, number):
    found = _scenario(request, pk, number)
    with told_to(request):
        operations.adopt(actor=request.actor, scenario=found)
        messages.success(request, _("The plan now says what the scenario says."))
        return redirect(found.plan)
    return redirect("programs:scenario", pk=pk, number=number)
