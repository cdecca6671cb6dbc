from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from accounts.access import Denied
from programs.flow import PROGRAM
from programs.queries import glance as queries
from programs.queries import plan as plans
from programs.rules import review as rules

VIEWS = ("state", "place", "month")


def program_board(request):
    """Every programme one may see: by state, by place, by day."""
    actor = request.actor
    if actor.is_personal:
        raise Denied(rules.STAFF_ONLY)
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "state"
    plan = _plan(request)
    first = _month(request.GET.get("month", ""), plan)
    rows = queries.programs(actor, plan=plan and plan.pk)
    context = {
        "view": view,
        "plan": plan,
        "plans": plans.plans(actor),
        "tones": PROGRAM.flow.tones,
        "query": urlencode({"plan": plan.pk} if plan else {}),
    }
    if view == "month":
        context["month"] = queries.month(actor, rows, first.year, first.month)
    else:
        group = queries.by_state if view == "state" else queries.by_place
        context["groups"] = group(actor, rows[: queries.MOST])
    return render(request, "programs/glance.html", context)


def _plan(request):
    asked = request.GET.get("plan", "")
    known = asked if asked.isascii() and asked.isdecimal() else 0
    return plans.plans(request.actor).filter(pk=known).first()


def _month(text: str, plan) -> date:
    """The month asked for, otherwise the present one; an odd address never fails."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        today = timezone.localdate()
        return plan.starts_on if plan and plan.starts_on else today
