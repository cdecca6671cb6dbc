from django.shortcuts import get_object_or_404, redirect, render

from accounts.lists import list_page
from accounts.rules import may_keep
from portfolios import charts, queries
from portfolios.tables import Record

LATEST = 5


def own(request):
    person = queries.own(request.actor)
    if person is None:
        return render(request, "portfolios/none.html")
    return redirect("portfolios:record", pk=person.pk)


def record(request, pk):
    person = get_object_or_404(queries.people(request.actor), pk=pk)
    rows = queries.record(request.actor, person)
    found = queries.hours(request.actor, person)
    context = {
        "person": person,
        "hours": found,
        "chart": charts.hours(found),
        "posts": queries.posts(request.actor, person),
        "earlier": queries.earlier(request.actor, person),
        "may_keep": may_keep(request.actor, person),
    }
    return list_page(request, Record, rows, template="portfolios/record.html", **context)


def record_panel(request, pk):
    person = get_object_or_404(queries.people(request.actor), pk=pk)
    context = {
        "person": person,
        "rows": queries.record(request.actor, person)[:LATEST],
        "hours": queries.hours(request.actor, person),
        "posts": queries.posts(request.actor, person)[:LATEST],
        "earlier": queries.earlier(request.actor, person)[:LATEST],
        "keeper": may_keep(request.actor, person),
    }
    return render(request, "portfolios/panel.html", context)
