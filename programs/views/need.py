from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.errors import told_to
from programs.operations import need as operations
from programs.queries import need as queries
from programs.queries import plan as plans
from programs.rules import plan as rules
from programs.views.found import must
from surveys.queries import inquiry as surveys


def plan_values(request, pk):
    """What each course is worth to the plan; the research suggests, a person sets."""
    actor = request.actor
    plan = get_object_or_404(plans.plans(actor), pk=pk)
    must(rules.may_see_plans(actor))
    asked = request.POST.get("inquiry") or request.GET.get("inquiry", "")
    found = surveys.inquiries(actor).filter(state="closed")
    inquiry = found.filter(pk=asked if asked.isascii() and asked.isdecimal() else 0).first()
    rows = queries.valued(actor, plan, inquiry)
    if request.method == "POST":
        with told_to(request):
            changed = [one for row in rows if (one := _changed(request.POST, row))]
            operations.set_course_values(actor=actor, plan=plan, values=changed)
            messages.success(request, _("The values are saved."))
        query = urlencode({"inquiry": inquiry.pk} if inquiry else {})
        return redirect(f"{request.path}?{query}" if query else request.path)
    context = {
        "plan": plan,
        "rows": rows,
        "inquiry": inquiry,
        "inquiries": found,
        "may_set": rules.may_manage_plan(actor, plan),
    }
    return render(request, "programs/plan_values.html", context)


def _changed(sent, row):
    """A triple for the operation where something else was typed than stands; None otherwise."""
    text = sent.get(f"value_{row.course.pk}", "").strip().replace(",", ".")
    old = row.value and row.value.value
    try:
        value = Decimal(text).quantize(Decimal("0.1")) if text else None
    except InvalidOperation:
        return None
    return None if value == old else (row.course, value, row.why)
