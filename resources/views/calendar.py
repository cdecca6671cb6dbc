"""The calendar of a teacher, room or base; what is free; what its owner closes."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.lists import TYPES, export_label, exported, exports
from core.errors import added_to, told_to
from resources import operations, queries, rules
from resources.forms.calendar import FreeForm, HoursForm, PeriodForm
from resources.models import Period
from resources.queries import calendar as times
from resources.queries.free import free as find_free
from resources.tables import FreeTeachers, FreeThings
from resources.views.pages import find, must


def _rooms(actor, *, retired=False):
    return queries.rooms(actor)


ASK = {"teacher": queries.teachers, "base": queries.bases, "room": _rooms}


def _found(request, kind, pk):
    return find(ASK[kind](request.actor, retired=True), pk)


def _standing(request, kind, thing) -> dict:
    base = thing.base if kind == "room" else thing
    name = thing.name if kind == "room" else thing.label
    return {
        "thing": thing,
        "kind": kind,
        "name": name,
        "base": base,
        "calendar_url": reverse(f"resources:{kind}_calendar", args=[thing.pk]),
        "may_keep": rules.may_keep_times(request.actor, thing),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def calendar(request, pk, *, kind):
    thing = _found(request, kind, pk)
    view = "week" if request.GET.get("view") == "week" else "month"
    on = _day(request.GET.get("on", ""))
    context = _standing(request, kind, thing) | {
        "sheet": times.sheet(request.actor, thing, view=view, on=on),
        "on": on,
        "periods": times.periods(request.actor, thing),
        "target": f"{thing._meta.label_lower}:{thing.pk}",
    }
    return render(request, "resources/calendar.html", context)


def period_add(request, pk, *, kind):
    thing = _found(request, kind, pk)
    must(rules.may_keep_times(request.actor, thing))
    form = PeriodForm(request.POST or None, instance=Period(**{kind: thing}))
    if request.method == "POST" and form.is_valid():
        with added_to(form, "first_on"):
            period = operations.save_period(actor=request.actor, period=form.save(commit=False))
            messages.success(request, _("The calendar is changed."))
            day = max(period.first_on, timezone.localdate())
            return redirect(f"{reverse(f'resources:{kind}_calendar', args=[pk])}?on={day:%Y-%m-%d}")
    title = _("Block or open days: %(name)s") % {"name": _standing(request, kind, thing)["name"]}
    context = {"form": form, "title": title}
    context["back_url"] = reverse(f"resources:{kind}_calendar", args=[pk])
    return render(request, "resources/form.html", context)


@require_POST
def period_remove(request, pk):
    period = find(times.period(request.actor, pk), pk)
    thing, kind = period.thing, period.thing._meta.model_name
    with told_to(request):
        operations.remove_period(actor=request.actor, period=period)
        messages.success(request, _("The calendar is changed."))
    return redirect(f"resources:{kind}_calendar", pk=thing.pk)


def hours(request, pk, *, kind):
    thing = _found(request, kind, pk)
    must(rules.may_keep_times(request.actor, thing))
    form = HoursForm(request.POST or None, open_hours=times.open_hours(request.actor, thing))
    if request.method == "POST" and form.is_valid():
        operations.set_hours(actor=request.actor, thing=thing, hours=form.hours)
        messages.success(request, _("The bookable hours are saved."))
        return redirect(f"resources:{kind}_calendar", pk=pk)
    context = _standing(request, kind, thing) | {"form": form}
    return render(request, "resources/hours.html", context)


def free(request):
    must(rules.may_browse(request.actor))
    form = FreeForm(request.GET if "first" in request.GET else None, actor=request.actor)
    context = {"form": form, "tab": "free"}
    if form.is_bound and form.is_valid():
        found = find_free(request.actor, **form.wanted)
        table_class = FreeTeachers if form.cleaned_data["what"] == "teacher" else FreeThings
        asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
        table = table_class(found, request.GET, request.actor, asked=asked)
        if request.GET.get("format") in TYPES:
            return exported(request, table, request.GET["format"])
        context |= {"table": table, "exports": exports(table), "export_label": export_label(table)}
    return render(request, "resources/free.html", context)


def my_calendar(request):
    """Lead a teacher to the calendar of his own."""
    teacher = queries.own_teacher(request.actor)
    if teacher is None:
        raise Denied(
            _("Your account is not linked to a teacher yet. Your institute's data steward does it.")
        )
    return redirect("resources:teacher_calendar", pk=teacher.pk)
