from datetime import UTC
from itertools import pairwise

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.choices import CodeKind
from accounts.queries import codes
from core.errors import told_to
from programs.choices import AttendanceStatus
from programs.forms.delivery import AttendanceForm, ResultForm
from programs.operations import delivery as operations
from programs.queries import enrolment as queries
from programs.queries import page
from programs.rules import enrolment as rules
from programs.rules import program as program_rules
from programs.views.found import find, must


@require_POST
def program_start(request, pk):
    program = find(request, pk)
    with told_to(request):
        operations.start(actor=request.actor, program=program)
        messages.success(request, _("The programme has started. Attendance can be recorded."))
    return redirect("programs:program", pk=pk)


def program_close(request, pk):
    program = find(request, pk)
    must(program_rules.may_confirm(request.actor, program))
    if request.method == "POST":
        with told_to(request):
            operations.close(actor=request.actor, program=program)
            messages.success(request, _("The programme is closed. Everybody has an outcome."))
        return redirect("programs:program", pk=pk)
    people = list(queries.placed(request.actor, program))
    context = {
        "program": program,
        "below": [p for p in people if p.state == "nominated" and _is_below(p)],
        "counts": queries.counts(request.actor, program),
        "missing": [s for s in queries.with_attendance(request.actor, program) if not s.recorded],
        "pass_score": operations.PASS_SCORE,
    }
    return render(request, "programs/delivery_close.html", context)


def _is_below(person) -> bool:
    return person.score is not None and person.score < operations.PASS_SCORE


def roster(request, pk):
    program = find(request, pk)
    must(rules.may_see_people(request.actor, program))
    context = {
        "program": program,
        "people": queries.placed(request.actor, program),
        "days": [day for day in page.timetable(request.actor, program) if day.on],
    }
    return render(request, "programs/delivery_roster.html", context)


def attendance(request, pk, session):
    program = find(request, pk)
    sessions = list(queries.with_attendance(request.actor, program))
    session = get_object_or_404(queries.sessions(request.actor, program), pk=session)
    must(rules.may_record_attendance(request.actor, session))
    people = list(queries.placed(request.actor, program))
    statuses = queries.attendance(request.actor, session)
    form = AttendanceForm(request.POST or None, people=people, statuses=statuses)
    if request.method == "POST" and form.is_valid():
        rest = AttendanceStatus.PRESENT if "all" in request.POST else ""
        with told_to(request):
            operations.record_attendance(
                actor=request.actor, session=session, statuses=form.statuses(rest=rest)
            )
            messages.success(request, _("Attendance is recorded."))
        return redirect("programs:attendance", pk=pk, session=session.pk)
    before, after = _neighbours(sessions, session)
    context = {
        "program": program,
        "lesson": page.lesson(request.actor, session),
        "form": form,
        "recorded": len(statuses),
        "people_count": len(people),
        "before": before,
        "after": after,
    }
    return render(request, "programs/delivery_attendance.html", context)


def _neighbours(sessions, session):
    """The sessions before and after this one, in the order of time."""
    before = {b.pk: a for a, b in pairwise(sessions)}
    after = {a.pk: b for a, b in pairwise(sessions)}
    return before.get(session.pk), after.get(session.pk)


def results(request, pk):
    program = find(request, pk)
    must(rules.may_see_people(request.actor, program))
    may_record = rules.may_record(request.actor, program)
    people = queries.presence(request.actor, program)
    grades = [(code.pk, code.label) for code in codes(request.actor, CodeKind.GRADE)]
    data = request.POST or None
    forms = [ResultForm(data, person=person, grades=grades) for person in people]
    if request.method == "POST":
        must(may_record)
        good = {form.person.pk: _changed(form) for form in forms if form.is_valid()}
        wrong = len(forms) - len(good)
        _record(request, program, {pk: values for pk, values in good.items() if values})
        if not wrong:
            return redirect("programs:results", pk=pk)
        messages.error(request, _wrong(wrong))
    context = {
        "program": program,
        "forms": forms,
        "may_record": may_record,
        "pass_score": operations.PASS_SCORE,
    }
    return render(request, "programs/delivery_results.html", context)


def _changed(form) -> dict:
    """Only what this person changed: another one may be entering results at the same time."""
    return {name: form.cleaned_data[name] for name in form.changed_data}


def _record(request, program, values: dict) -> None:
    if not values:
        return
    with told_to(request):
        operations.record_results(actor=request.actor, program=program, results=values)
        count = len(values)
        text = ngettext("%(n)s result is saved.", "%(n)s results are saved.", count)
        messages.success(request, text % {"n": count})


def _wrong(count: int) -> str:
    text = ngettext(
        "%(n)s row was not saved: see the words beside it.",
        "%(n)s rows were not saved: see the words beside them.",
        count,
    )
    return text % {"n": count}


def calendar(request, pk):
    """The timetable as an iCalendar file (RFC 5545), for phones and mail programs."""
    program = find(request, pk)
    url = request.build_absolute_uri(reverse("programs:program", args=[pk]))
    lessons = [one for day in page.timetable(request.actor, program) for one in day.lessons]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Train Portal//Programmes//EN"]
    for lesson in lessons:
        if lesson.begins:
            lines += _event(program, lesson, url)
    lines.append("END:VCALENDAR")
    text = "\r\n".join(map(_folded, lines)) + "\r\n"
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="program-{pk}.ics"'
    return response


def _event(program, lesson, url) -> list[str]:
    session = lesson.session
    teacher = session.teacher.label if session.teacher else ""
    place = " ".join(str(part) for part in (session.base, session.room) if part)
    about = " · ".join(filter(None, (program.label, teacher)))
    return [
        "BEGIN:VEVENT",
        f"UID:program-{program.pk}-session-{session.pk}@train-portal",
        f"SEQUENCE:{program.revision}",  # a later one replaces the entry in the calendar
        f"DTSTAMP:{_moment(timezone.now())}",
        f"DTSTART:{_moment(lesson.begins)}",
        f"DTEND:{_moment(lesson.ends)}",
        f"SUMMARY:{_text(session.course.label)}",
        f"LOCATION:{_text(place)}",
        f"DESCRIPTION:{_text(about)}",
        f"URL:{url}",
        "END:VEVENT",
    ]


def _moment(moment) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """Escape what the format gives a meaning."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line so that no part is longer than 75 bytes; a character is never cut."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 74:
            parts, size = [*parts, ""], 0
        parts[-1] += sign
        size += width
    return "\r\n ".join(parts)
