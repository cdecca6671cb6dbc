from django.shortcuts import get_object_or_404, render

from portfolios import charts, queries


def record(request, pk):
    person = get_object_or_404(queries.person(request.actor), pk=pk)
    years = queries.record(request.actor, person)
    context = {"person": person, "years": years, "chart": charts.hours(years) if years else None}
    return render(request, "portfolios/record.html", context)


def record_panel(request, pk):
    person = get_object_or_404(queries.person(request.actor), pk=pk)
    context = {"person": person, "years": queries.record(request.actor, person)}
    return render(request, "portfolios/table.html", context)
