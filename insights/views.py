from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.access import Denied
from core import search as searches
from insights import charts, queries
from programs.choices import ProgramState
from programs.flow import PROGRAM


def home(request):
    """The page of a role: what waits for it first."""
    actor, today = request.actor, timezone.localdate()
    if actor.is_personal:
        return personal_home(request, today)
    groups = queries.todo(actor, today=today)
    context = {
        "groups": groups,
        "waiting": accounts.open_work(actor).count(),
        "overdue": accounts.open_work(actor).filter(due_on__lt=today).count(),
        "first": groups[0].items[0] if groups else None,
        "today": today,
        "returned": queries.own_programs(actor, ProgramState.RETURNED)[:3],
        "drafts": queries.own_programs(actor, ProgramState.DRAFT)[:4],
        "plans": queries.open_plans(actor)[:3],
        "figures": queries.figures(actor, today=today),
        "programs": toned(queries.current_programs(actor, today=today)[:8]),
        "notices": accounts.notices(actor)[:5],
        "below": accounts.organisations(actor).count() - 1,
    }
    return render(request, "insights/home.html", context)


def toned(programs) -> list:
    """Give each programme the tone of its state, for the pill."""
    programs = list(programs)
    for program in programs:
        program.tone = PROGRAM.flow.tones[program.state]
    return programs


def personal_home(request, today):
    """What a trainee, teacher or mentor does next; phone first."""
    actor = request.actor
    enrolments = list(queries.own_enrolments(actor)[:20])
    taught = queries.programs(actor).none() if enrolments else queries.programs(actor)
    toned(e.program for e in enrolments)
    context = {
        "groups": queries.todo(actor, today=today),
        "waiting": accounts.open_work(actor).count(),
        "today": today,
        "hours": queries.own_hours(actor, year=today.year),
        "next": [e for e in enrolments if e.program.ends_on and e.program.ends_on >= today],
        "past": [e for e in enrolments if e.program.ends_on and e.program.ends_on < today],
        "taught": toned(taught.filter(ends_on__gte=today).order_by("starts_on", "pk")[:10]),
        "taught_before": taught.filter(ends_on__lt=today).order_by("-ends_on", "pk")[:5],
        "notices": accounts.notices(actor)[:5],
    }
    return render(request, "insights/home_personal.html", context)


def search(request):
    """Everything the actor may see that matches, grouped by kind."""
    words = request.GET.get("q", "").strip()
    groups = searches.find(request.actor, words, limit=8)
    return render(request, "insights/search.html", {"words": words, "groups": groups})


def statistics(request):
    """The sample statistics of the survey of leaders, from live data of the actor's scope."""
    if not queries.may_read_statistics(request.actor):
        raise Denied(_("Statistics are for the staff of an organisation."))
    data = queries.statistics(request.actor, today=timezone.localdate())
    drawn = [charts.ages(data), charts.formats(data)]
    if data.satisfaction:
        drawn += [charts.results(data), charts.trained(data)]
    context = {"data": data, "charts": drawn, "figures": data.figures if data.people else []}
    return render(request, "insights/statistics.html", context)
