from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.lists import list_page
from core.errors import added_to, told_to
from programs.choices import PlanState
from programs.flow import PLAN, PROGRAM
from programs.forms.plan import DemandForm, PlanForm
from programs.models import Plan
from programs.operations import plan as operations
from programs.queries import carried, compose
from programs.queries import plan as queries
from programs.rules import plan as rules
from programs.rules import program as program_rules
from programs.rules import scenario as scenario_rules
from programs.tables import Plans
from programs.views.found import must

MOVES = {"publish": operations.publish_plan, "close": operations.close_plan}


def plan_list(request):
    must(rules.may_see_plans(request.actor))
    return list_page(
        request,
        Plans,
        queries.plan_list(request.actor),
        template="programs/plan_list.html",
        may_create=rules.may_create_plan(request.actor, request.actor.organisation),
    )


def plan(request, pk):
    actor, plan = request.actor, _find(request, pk)
    must(rules.may_see_plans(actor))
    progress = queries.progress(actor, plan)
    may_compose = program_rules.may_create(actor, actor.organisation)
    context = {
        "plan": plan,
        "tone": PLAN.flow.tones[plan.state],
        "carried": carried.of_plan(actor, plan),
        "competences": plan.competences.select_related("competence"),
        "progress": progress,
        "budget_percent": 100 * progress.budget_used_yuan / max(plan.budget_yuan, 1),
        "programs": compose.programs(actor).filter(plan=plan).order_by("organisation__path", "-pk"),
        "tones": PROGRAM.flow.tones,
        "is_owner": plan.organisation_id == actor.organisation.pk,
        "plan_key": str(plan.pk),
        "late": plan.deadline_on < timezone.localdate(),
        "may_edit": rules.may_edit_plan(actor, plan),
        "may_see_scenarios": scenario_rules.may_see_scenarios(actor, plan),
        "moves": [m for m in PLAN.open_to(actor, plan) if m.name in MOVES],
        "may_compose": may_compose and plan.state == PlanState.PUBLISHED,
    }
    return render(request, "programs/plan_page.html", context)


def _find(request, pk) -> Plan:
    return get_object_or_404(queries.plans(request.actor), pk=pk)


def plan_new(request):
    actor = request.actor
    must(rules.may_create_plan(actor, actor.organisation))
    year = timezone.localdate().year + 1
    return _edit(request, Plan(organisation=actor.organisation, year=year))


def plan_edit(request, pk):
    plan = _find(request, pk)
    must(rules.may_edit_plan(request.actor, plan))
    return _edit(request, plan)


def _edit(request, plan):
    form = PlanForm(request.POST or None, instance=plan, actor=request.actor)
    is_new = plan.pk is None
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            chosen = {name: form.cleaned_data[name] for name in ("levels", "themes")}
            operations.save_plan(actor=request.actor, plan=form.save(commit=False), **chosen)
            messages.success(request, _("The plan is saved."))
            return redirect("programs:plan_demand" if is_new else "programs:plan", pk=plan.pk)
    return render(request, "programs/plan_form.html", {"form": form, "plan": plan})


def plan_demand(request, pk):
    actor, plan = request.actor, _find(request, pk)
    must(rules.may_edit_plan(actor, plan))
    form = DemandForm(request.POST or None, actor=actor, plan=plan)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.set_shares(actor=actor, plan=plan, shares=form.shares)
            operations.set_demands(actor=actor, plan=plan, demands=form.demands)
            messages.success(request, _("The demand is saved."))
            return redirect(plan)
    return render(request, "programs/plan_demand.html", {"form": form, "plan": plan})


@require_POST
def plan_move(request, pk):
    plan = _find(request, pk)
    if move := MOVES.get(request.POST.get("move", "")):
        must(rules.may_manage_plan(request.actor, plan))
        with told_to(request):
            move(actor=request.actor, plan=plan)
    return redirect(plan)
