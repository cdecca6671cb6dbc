"""Courses that are probably the same: looking for them, and deciding."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.lists import list_page
from core.errors import added_to, told_to
from resources import operations, rules
from resources.choices import SameState
from resources.flow import SAME
from resources.forms.same import SameForm
from resources.queries import same as queries
from resources.queries import versions
from resources.tables import SamePairs
from resources.views.pages import find, must


def same_list(request):
    must(rules.may_browse(request.actor))
    rows = queries.same_pairs(request.actor)
    may_look = rules.may_look_for_same(request.actor, request.actor.organisation)
    context = {"tab": "same", "may_look": may_look}
    return list_page(request, SamePairs, rows, template="resources/same_list.html", **context)


@require_POST
def same_look(request):
    must(rules.may_look_for_same(request.actor, request.actor.organisation))
    with told_to(request):
        operations.look_for_same(actor=request.actor, organisation=request.actor.organisation)
        messages.success(request, _("A worker compares the courses; what it finds stands here."))
    return redirect("resources:same_list")


def same(request, pk):
    pair = find(queries.same_pairs(request.actor), pk)
    may_decide = rules.may_decide_same(request.actor, pair)
    form = SameForm(request.POST or None, pair=pair)
    if request.method == "POST":
        must(may_decide)
        if form.is_valid():
            with added_to(form):
                _decide(request, pair, **form.cleaned_data)
                return redirect("resources:same_list")
    left, right = (versions.words(request.actor, one) for one in (pair.left, pair.right))
    rows = [
        (label, left[name], right[name])
        for name, label in versions.LABELS.items()
        if left[name] or right[name]
    ]
    context = {
        "form": form,
        "pair": pair,
        "tone": SAME.tones[pair.state],
        "rows": rows,
        "percent": round(100 * pair.score),
        "may_decide": may_decide and pair.state == SameState.OPEN,
    }
    return render(request, "resources/same.html", context)


def _decide(request, pair, decision, reason):
    if decision in ("left", "right"):
        operations.make_reference(actor=request.actor, pair=pair, side=decision, reason=reason)
        messages.success(request, _("Decided. Those who used the other course are asked."))
    else:
        operations.keep_both(actor=request.actor, pair=pair, reason=reason)
        messages.success(request, _("Both stay; they are not shown together again."))
