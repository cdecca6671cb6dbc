"""Which courses, teachers, bases and earlier programmes fit a need."""

from django.shortcuts import get_object_or_404, render

from programs.queries import matched as queries
from programs.queries import plan as plans
from programs.rules import plan as plan_rules
from programs.rules import program as rules
from programs.rules import review as review_rules
from programs.views.found import find, must


def plan_matched(request, pk):
    plan = get_object_or_404(plans.plans(request.actor), pk=pk)
    must(plan_rules.may_see_plans(request.actor))
    return _page(request, plan, queries.of_plan(request.actor, plan))


def program_matched(request, pk):
    program = find(request, pk)
    must(review_rules.may_see_review(request.actor, program))
    may_add = rules.may_edit(request.actor, program)
    found = queries.of_program(request.actor, program)
    return _page(request, program, found, program=program, may_add=may_add)


def _page(request, need, found, **more):
    may_begin = rules.may_create(request.actor, request.actor.organisation)
    context = {"need": need, "found": found, "program": None, "may_add": False}
    context["may_begin"] = may_begin
    return render(request, "programs/matched.html", context | more)
