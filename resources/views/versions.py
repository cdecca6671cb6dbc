"""Versions of a course, copies of it, and what those who took it over say to a change."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import key, may_view
from accounts.lists import list_page
from core.errors import told_to
from resources import operations, queries, rules
from resources.choices import AdoptionState, ChangeKind
from resources.flow import CHANGE
from resources.forms.competences import CompetencesForm
from resources.models import Course
from resources.queries import versions
from resources.tables.adoption import Changes
from resources.versions import holder_of
from resources.views.pages import edited, find, must
from resources.views.wording import wording


def course_version(request, pk, earlier):
    """What an earlier version was, and what became of it."""
    course = find(queries.courses(request.actor, retired=True), pk)
    earlier = find(versions.history(request.actor, course), earlier)
    cells = versions.difference(request.actor, earlier, course)
    words = versions.words(request.actor, earlier)
    parts = [(label, words[name]) for name, label in versions.LABELS.items() if words[name]]
    context = {"course": course, "earlier": earlier, "cells": cells, "parts": parts}
    return render(request, "resources/version.html", context)


@require_POST
def course_copy(request, pk):
    """Copy a course, once for each time that somebody wanted it: he says how many he saw."""
    source = find(queries.courses(request.actor), pk)
    must(rules.may_copy(request.actor, source))
    shown = request.POST.get("copies", "")
    with told_to(request):
        copy = operations.copy_course(
            actor=request.actor,
            course=Course(organisation=request.actor.organisation),
            source=source,
            copies=int(shown) if shown.isdecimal() else 0,
        )
        messages.success(request, _("Copied. Say now who gives it."))
        return redirect(copy)
    return redirect(versions.own_copies(request.actor, source).first() or source)


def course_original(request, pk):
    """Where a copy differs from its original, and what the original has become since."""
    copy = find(queries.courses(request.actor, retired=True), pk)
    source = versions.source(request.actor, copy)
    if source is None:
        raise Http404
    then = versions.copied(request.actor, copy, source)
    context = {
        "copy": copy,
        "source": source,
        "cells": versions.difference(request.actor, source, copy),
        "since": versions.difference(request.actor, then, source),
        "waiting": versions.open_changes(request.actor, key(copy)),
        "may_keep": rules.may_keep(request.actor, copy),
    }
    return render(request, "resources/original.html", context)


def course_competences(request, pk):
    course = find(queries.courses(request.actor), pk)
    must(rules.may_keep(request.actor, course))
    held = {one.competence_id: one.level for one in course.competences.all()}
    form = CompetencesForm(request.POST or None, actor=request.actor, held=held)

    def save():
        operations.set_competences(actor=request.actor, course=course, levels=form.levels)
        return course

    return edited(
        request,
        form,
        save,
        title=_("What “%(course)s” leads to") % {"course": course.label},
        back_url=course.get_absolute_url(),
        said=_("The competences are saved."),
        template="resources/competences.html",
    )


def change_list(request):
    must(rules.may_browse(request.actor))
    rows = versions.changes(request.actor)
    return list_page(request, Changes, rows, template="resources/list.html", tab="changes")


def change(request, pk):
    rows = versions.changes(request.actor)
    if request.method == "GET" and not rows.filter(pk=pk).exists():
        over = find(versions.asked(request.actor), pk)
        return render(request, "resources/change_over.html", {"change": over})
    change = find(rows, pk)
    may_decide = rules.may_decide_change(request.actor, change)
    if request.method == "POST":
        must(may_decide)
        with told_to(request):
            _decide(request, change)
        return redirect(change)
    is_version = change.kind == ChangeKind.VERSION and change.held
    cells = versions.difference(request.actor, change.held, change.course) if is_version else []
    is_open = change.state == AdoptionState.OPEN
    holder = holder_of(change)
    lines = holder.lines(change) if is_open else []
    context = {
        "change": change,
        "tone": CHANGE.flow.tones[change.state],
        "cells": cells,
        "lines": lines,
        "words": wording(change, has_lines=bool(lines)),
        "hindrance": holder.hindrance(change) if is_open else "",
        "compare": holder.compare(change) if is_open else "",
        "may_decide": may_decide and is_open,
        "may_view_thing": may_view(request.actor, change.thing),
    }
    return render(request, "resources/change.html", context)


def _decide(request, change):
    if "decline" in request.POST:
        operations.decline_change(actor=request.actor, change=change)
        messages.success(request, _("It stays as it was. The next change is asked about again."))
        return
    chosen = request.POST.getlist("line")
    operations.take_change(actor=request.actor, change=change, lines=chosen)
    said = _("Taken over.")
    if change.kind == ChangeKind.RECALL:
        said = _("It is taken out of what was ticked. Choose anew where something is missing now.")
    messages.success(request, said)


def program_changes(request, pk):
    """The part of a programme's page that tells of courses that have changed since."""
    rows = versions.open_changes(request.actor, f"programs.program:{pk}")
    if not rows:
        raise Http404
    return render(request, "resources/changes.html", {"changes": rows})
