"""What nobody offers yet, and what is used most."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.lists import list_page
from core.errors import added_to
from programs.operations import plan as operations
from programs.queries import gaps
from programs.queries import plan as plans
from programs.rules import plan as rules
from programs.tables import Gaps, Ranking
from programs.views.found import must
from resources.forms.competences import CompetencesForm
from resources.queries import courses
from resources.rules import may_browse


def gap_list(request):
    must(may_browse(request.actor))
    template, rows = "resources/list.html", gaps.gaps(request.actor)
    return list_page(request, Gaps, rows, template=template, tab="gaps")


def course_ranking(request):
    must(may_browse(request.actor))
    template, rows = "resources/list.html", gaps.ranking(request.actor)
    return list_page(request, Ranking, rows, template=template, tab="ranking")


def course_use(request, pk):
    """The part of a course's page that says what it was used for."""
    course = get_object_or_404(courses(request.actor, retired=True), pk=pk)
    return render(request, "programs/use.html", {"use": gaps.use_of_course(request.actor, course)})


def plan_competences(request, pk):
    """Which competences the programmes of a plan must lead to."""
    plan = get_object_or_404(plans.plans(request.actor), pk=pk)
    must(rules.may_edit_plan(request.actor, plan))
    held = {one.competence_id: one.level for one in plan.competences.all()}
    form = CompetencesForm(request.POST or None, actor=request.actor, held=held)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.set_competences(actor=request.actor, plan=plan, levels=form.levels)
            return redirect(plan)
    title = _("Competences that “%(plan)s” asks for") % {"plan": plan.label}
    context = {"form": form, "title": title, "back_url": plan.get_absolute_url()}
    return render(request, "resources/competences.html", context)
