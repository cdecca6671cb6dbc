from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import told_to
from programs.choices import EDITABLE, ProgramState
from programs.flow import PROGRAM
from programs.forms.compose import CourseSearchForm, LineForm
from programs.models import Session
from programs.operations import compose as operations
from programs.operations.compose import Stale
from programs.queries import compose as queries
from programs.queries.board import board
from programs.queries.cascade import cascade
from programs.queries.differing import differing
from programs.queries.review import open_points as points
from programs.rules import program as rules
from programs.views.found import find, must
from resources.queries import courses

RESULTS = 8
UNDO = "programs.undo"
CHOICES = ("format", "teacher", "place", "time")  # of a line, as its form sends them


def program_compose(request, pk):
    program = find(request, pk)
    must(rules.may_submit(request.actor, program))
    if program.state not in EDITABLE:
        return redirect(program)
    return _page(request, program)


def _page(request, program, *, typed=None, open_line=None, status=200, **more):
    """Draw the page; `typed` holds choices of the open line that were not saved."""
    actor = request.actor
    sessions = queries.lines(actor, program)
    opened = next((s for s in sessions if s.pk == (open_line or _number(request, "line"))), None)
    for name, value in (typed or {}).items():
        setattr(opened, name, value)
    now = board(actor, program, sessions)
    context = {
        "program": program,
        "tone": PROGRAM.flow.tones[program.state],
        "board": now,
        "page_url": reverse("programs:program_compose", args=[program.pk]),
        **_editor(request, program, now, opened),
        "points": points(actor, program) if program.state == ProgramState.RETURNED else (),
        **_search(request, program, now),
        **_ways(request, program, now),
        "undo": request.GET.get("undo", ""),
        "removed": request.GET.get("removed", ""),
        "saved_at": queries.saved_at(actor, program),
    }
    return render(request, "programs/compose.html", context | more, status=status)


def _editor(request, program, now, opened) -> dict:
    """The open line: the steps of choosing, and what it does to its category."""
    if opened is None:
        return {"opened": None}
    everything = request.GET.get("all") == "1"
    steps = cascade(request.actor, program, opened, everything=everything)
    return {
        "opened": now.row(opened.pk),
        "steps": steps,
        "everything": everything,
        "show_off": request.GET.get("off") != "0",
        "off_count": sum(step.off for step in steps),
        "category_share": now.share_of(opened.course.category_id),
    }


def _number(request, name) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _search(request, program, now) -> dict:
    asked = request.GET.keys() & {"q", "category"}
    form = CourseSearchForm(request.GET if asked else {"fits": True}, actor=request.actor)
    form.is_valid()
    data = form.cleaned_data
    if not (data.get("q") or data.get("category")):
        return {"search": form}
    rows = queries.course_results(
        request.actor,
        program,
        text=data.get("q", ""),
        category=data.get("category"),
        hours_left=program.hours_max - now.meter.hours if data.get("fits") else None,
    )
    found = list(rows[: RESULTS + 1])
    return {"search": form, "found": found[:RESULTS], "more_found": len(found) > RESULTS}


def _ways(request, program, now) -> dict:
    asked = _number(request, "ways")
    share = next((s for s in now.lacking if s.quota.key == asked), None)
    return {"way_to": share, "ways": queries.ways(request.actor, program, share)} if share else {}


def _back(program, **query):
    url = reverse("programs:program_compose", args=[program.pk])
    return redirect(f"{url}?{urlencode(query)}" if query else url)


def _line(request, pk, line):
    program = find(request, pk)
    return program, get_object_or_404(program.sessions.select_related("program"), pk=line)


def _revision(request) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _conflict(request, program, *, typed=None, open_line=None):
    """Tell who changed what meanwhile, and keep what was typed."""
    program.refresh_from_db(fields=["revision", "state"])
    if program.state not in EDITABLE:
        messages.error(request, _("This programme has been submitted meanwhile."))
        return redirect(program)
    changes = queries.changes_since(request.actor, program, _revision(request) or 0)
    stored = next((s for s in queries.lines(request.actor, program) if s.pk == open_line), None)
    return _page(
        request,
        program,
        typed=typed,
        open_line=open_line,
        status=409,
        conflict=changes,
        is_typed=bool(typed),
        differing=differing(request.actor, stored, typed) if stored and typed else (),
    )


def _gone(request, program):
    """The open line was taken out meanwhile: keep what was chosen, and offer to add it again."""
    of = request.POST.get("of", "")
    course = courses(request.actor).filter(pk=of if of.isdecimal() else 0).first()
    if course is None or program.state not in EDITABLE:
        messages.error(request, _("Somebody else has taken this line out meanwhile."))
        return _back(program)
    program.refresh_from_db(fields=["revision"])
    empty = Session(program=program, course=course)
    form = LineForm(request.POST, actor=request.actor, line=empty)
    form.is_valid()  # what is wrong is left out, the rest is kept
    gone = {
        "course": course,
        "chosen": differing(request.actor, empty, form.values),
        "sent": {n: request.POST[n] for n in CHOICES if request.POST.get(n)},
    }
    return _page(request, program, status=409, gone=gone)


@require_POST
def line_add(request, pk):
    program = find(request, pk)
    text = request.POST.get("course", "")
    course = get_object_or_404(courses(request.actor), pk=text if text.isdecimal() else 0)
    form = LineForm(
        {name: request.POST.get(name, "") for name in CHOICES},
        actor=request.actor,
        line=Session(program=program, course=course),
    )
    values = form.values if form.is_valid() else {}
    try:
        line = operations.add_line(
            actor=request.actor,
            program=program,
            course=course,
            revision=_revision(request),
            values=values,
        )
    except Stale:
        return _conflict(request, program)
    return _back(program, line=line.pk)


@require_POST
def line_set(request, pk, line):
    program = find(request, pk)
    must(rules.may_edit(request.actor, program))
    line = program.sessions.select_related("program").filter(pk=line).first()
    if line is None:
        return _gone(request, program)
    form = LineForm(request.POST, actor=request.actor, line=line)
    if not form.is_valid():
        text = " ".join(str(e) for errors in form.errors.values() for e in errors)
        return _page(request, program, open_line=line.pk, status=422, fault=text)
    values = form.values
    try:
        operations.set_line(
            actor=request.actor, line=line, values=values, revision=_revision(request)
        )
    except Stale:
        return _conflict(request, program, typed=values, open_line=line.pk)
    shown = {n: request.POST[n] for n in ("off", "all") if request.POST.get(n)}
    return _back(program, line=line.pk, **shown)


@require_POST
def line_move(request, pk, line):
    program, line = _line(request, pk, line)
    by = 1 if request.POST.get("by") == "1" else -1
    try:
        operations.move_line(actor=request.actor, line=line, by=by, revision=_revision(request))
    except Stale:
        return _conflict(request, program, open_line=line.pk)
    return _back(program, line=line.pk)


@require_POST
def line_remove(request, pk, line):
    program, line = _line(request, pk, line)
    name = line.course.label
    try:
        kept = operations.remove_line(actor=request.actor, line=line, revision=_revision(request))
    except Stale:
        return _conflict(request, program, open_line=line.pk)
    kept["on"] = kept["on"] and kept["on"].isoformat()
    undo = signing.dumps(kept, salt=f"{UNDO}.{program.pk}", compress=True)
    return _back(program, undo=undo, removed=name)


@require_POST
def line_restore(request, pk):
    program = find(request, pk)
    try:
        kept = signing.loads(request.GET.get("undo", ""), salt=f"{UNDO}.{program.pk}")
    except signing.BadSignature:
        messages.error(request, _("This cannot be undone any more. Add the course again."))
        return _back(program)
    with told_to(request):
        operations.restore_line(actor=request.actor, program=program, kept=kept)
    return _back(program, line=kept["id"])
