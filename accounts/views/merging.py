"""Two records of one person: find the other one, compare, merge, undo."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import operations, queries, rules
from accounts.forms import ReasonForm
from accounts.models import Trainee
from accounts.views.places import must
from core.errors import Refusal, told_to
from core.search import holding, words_of
from core.templatetags.marks import masked

MASKED = {"id_number": "identity", "phone": "phone"}
SHOWN = 20


@never_cache
def trainee_merge(request, pk):
    """Find the other record."""
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    must(rules.may_keep(request.actor, person))
    text = request.GET.get("q", "")
    found = queries.lookalikes(request.actor, person)
    if words := words_of(text):
        found = queries.trainees(request.actor).exclude(pk=pk)
        found = found.filter(holding(words, "search_text", "name_latin"))
    context = {
        "person": person,
        "text": text,
        "found": found[:SHOWN],
        "merges": queries.merges(request.actor, person),
    }
    return render(request, "accounts/merge_find.html", context)


@never_cache
def trainee_merge_with(request, pk, other):
    """Compare the two field by field, and merge."""
    people = queries.trainees(request.actor)
    person, gone = get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other)
    must(rules.may_keep(request.actor, person))
    must(rules.may_keep(request.actor, gone))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = operations.MERGED_FIELDS
        take = [name for name in names if request.POST.get(f"take_{name}") == "right"]
        try:
            operations.merge_trainees(
                actor=request.actor,
                kept=person,
                gone=gone,
                take=take,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("accounts:trainee", pk=pk)
    context = {
        "person": person,
        "gone": gone,
        "form": form,
        "lines": [line(person, gone, name, request.POST) for name in operations.MERGED_FIELDS],
        "hanging": [(capfirst(name), n) for name, n in queries.hanging_on(request.actor, gone)],
    }
    return render(request, "accounts/merge.html", context)


def line(person, gone, name, said) -> dict:
    """One field of both; what the kept record lacks is taken from the other."""
    field = Trainee._meta.get_field(name)
    left, right = shown(person, name), shown(gone, name)
    return {
        "name": f"take_{name}",
        "label": capfirst(str(field.verbose_name)),
        "left": left,
        "right": right,
        "same": getattr(person, field.attname) == getattr(gone, field.attname),
        "take": said.get(f"take_{name}") or ("right" if right and not left else "left"),
    }


def shown(person, name: str) -> str:
    """A field in words; numbers of persons are masked."""
    if name in MASKED:
        return masked(getattr(person, name), MASKED[name]) if getattr(person, name) else ""
    display = getattr(person, f"get_{name}_display", None)
    value = display() if display else getattr(person, name)
    return "" if value is None else str(value)


@require_POST
def merge_undo(request, pk, merge):
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    found = get_object_or_404(queries.merges(request.actor, person), pk=merge)
    with told_to(request):
        operations.undo_merge(actor=request.actor, merge=found)
        messages.success(request, _("The two records are as they were."))
    return redirect("accounts:trainee_merge", pk=pk)
