"""Ready-made programmes: the list, the page, keeping one and its lines."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import told_to
from core.search import holding, words_of
from resources import counts, operations, rules
from resources import queries as catalogue
from resources.forms.ready import ReadyForm, ReadyLineForm
from resources.models import ReadyLine, ReadyProgram
from resources.queries import ready as queries
from resources.tables import ReadyPrograms
from resources.views.pages import edited, find, listed, must, standing

SOUGHT = {"course": catalogue.courses, "teacher": catalogue.teachers}
SOUGHT_AT_ONCE = 20


def ready_list(request):
    add = reverse("resources:ready_add"), _("New ready-made programme")
    return listed(request, ReadyPrograms, queries.ready_list, tab="ready", add=add)


def ready(request, pk):
    ready = find(queries.ready_programs(request.actor, retired=True), pk)
    counts.looked_at(request.actor, ready)
    lines = queries.ready_lines(request.actor, ready)
    context = {"ready": ready, "lines": lines, "hours": sum(line.course.hours for line in lines)}
    return render(request, "resources/ready.html", context | standing(request.actor, ready))


def ready_add(request):
    must(rules.may_offer_own(request.actor))
    new = ReadyProgram(organisation=request.actor.organisation)
    return _edit(request, new, _("New ready-made programme"))


def ready_edit(request, pk):
    ready = find(queries.ready_programs(request.actor, retired=True), pk)
    must(rules.may_keep(request.actor, ready))
    return _edit(request, ready, ready.label)


def _edit(request, ready, title):
    form = ReadyForm(request.POST or None, instance=ready, actor=request.actor)
    return edited(
        request,
        form,
        lambda: operations.save_ready(actor=request.actor, ready=ready, **form.sets),
        title=title,
        back_url=ready.get_absolute_url() if ready.pk else reverse("resources:ready_list"),
        said=_("The ready-made programme is saved."),
    )


def ready_line_add(request, pk):
    ready = find(queries.ready_programs(request.actor), pk)
    must(rules.may_keep(request.actor, ready))
    line = ReadyLine(ready=ready)
    form = ReadyLineForm(request.POST or None, instance=line, actor=request.actor)

    def save():
        operations.add_ready_line(actor=request.actor, line=line)
        return ready

    return edited(
        request,
        form,
        save,
        title=_("Add a session to “%(name)s”") % {"name": ready.label},
        back_url=ready.get_absolute_url(),
        said=_("The session is added."),
    )


@require_POST
def ready_line_remove(request, pk):
    line = find(queries.lines_kept(request.actor), pk)
    with told_to(request):
        operations.remove_ready_line(actor=request.actor, line=line)
        messages.success(request, _("The session is taken out."))
    return redirect(line.ready)


def sought(request, *, kind):
    """What somebody may mean who has typed a part of a name or number: options of a field."""
    must(rules.may_browse(request.actor))
    rows = SOUGHT[kind](request.actor)
    words = words_of(request.GET.get(kind, ""))
    context = {"rows": rows.filter(holding(words, "search_text"))[:SOUGHT_AT_ONCE], "kind": kind}
    return render(request, "resources/sought.html", context)
