"""What can be chosen for one line: course, format, teacher, place, time; and why another cannot.

Each choice is judged against what is already chosen for the line. A choice that no longer fits
stays chosen and carries its reason; nothing is cleared.
"""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Actor
from programs import meter
from programs.models import Program, Session
from programs.queries.compose import siblings
from programs.queries.desk import Choice, Desk, Step
from programs.queries.where import place_step, time_step
from resources.models import Teacher

SIBLINGS = 5
SHOWN = 8  # of what can be chosen, unless everything is asked for
SHOWN_OFF = 4  # of what cannot


def cascade(actor: Actor, program: Program, line: Session, *, everything=False) -> list[Step]:
    """The five steps of choosing for one line; a fixed number of statements."""
    desk = Desk(actor, program, line)
    steps = [
        _courses(desk),
        _formats(desk),
        _teachers(desk),
        place_step(actor, desk),
        time_step(actor, desk),
    ]
    return [_short(step, everything) for step in steps]


def _short(step: Step, everything: bool) -> Step:
    """Chosen first where it is broken, then what fits, then what does not; not too many."""
    fit = [c for c in step.choices if not c.reason]
    off = [c for c in step.choices if c.off]
    broken = [c for c in step.choices if c.broken]
    if not everything:
        chosen = [c for c in fit[SHOWN:] if c.chosen]
        fit, off = fit[:SHOWN] + chosen, off[:SHOWN_OFF]
    kept = broken + fit + off
    said = step.said or step.note
    return replace(step, choices=kept, said=said, hidden=len(step.choices) - len(kept))


def _courses(desk: Desk) -> Step:
    line = desk.line
    rows = siblings(desk.actor, desk.program, line.course, SIBLINGS)
    choices = [Choice(str(line.course_id), line.course.label, _about(line.course), chosen=True)]
    choices += [
        Choice(
            str(course.pk),
            course.label,
            _about(course),
            "" if course.given else _("Nobody gives this course yet"),
        )
        for course in rows
    ]
    return Step("course", _("Course"), choices, _("of this kind"))


def _about(course) -> str:
    hours = ngettext("%(n)s hour", "%(n)s hours", course.hours) % {"n": course.hours}
    return " · ".join([hours, *_rating(course)])


def _rating(rated) -> list[str]:
    if not rated.rating_count:
        return []
    return [_("%(rating).1f (%(n)s)") % {"rating": rated.rating, "n": rated.rating_count}]


def _formats(desk: Desk) -> Step:
    line = desk.line
    givers: dict[int, int] = {}
    for offer in desk.offers:
        givers[offer.format_id] = givers.get(offer.format_id, 0) + 1
    known = {form.pk: form for form in line.course.formats.all()}
    if line.format:
        known.setdefault(line.format.pk, line.format)
    choices = [
        Choice(
            str(form.pk),
            form.label,
            _teacher_count(givers.get(form.pk, 0)),
            "" if form.pk in givers else _("No teacher gives this course in this format"),
            form.pk == line.format_id,
        )
        for form in known.values()
    ]
    return Step("format", _("Format"), choices)


def _teacher_count(n: int) -> str:
    return ngettext("%(n)s teacher", "%(n)s teachers", n) % {"n": n}


def _teachers(desk: Desk) -> Step:
    line = desk.line
    given: dict[int, list] = {}
    people = {offer.teacher_id: offer.teacher for offer in desk.offers}
    for offer in desk.offers:
        given.setdefault(offer.teacher_id, []).append(offer.format)
    if line.teacher:
        people.setdefault(line.teacher_id, line.teacher)
    choices = [
        Choice(
            str(pk),
            teacher.label,
            _fee(teacher),
            _teacher_reason(desk, teacher, given.get(pk, [])),
            pk == line.teacher_id,
        )
        for pk, teacher in people.items()
    ]
    return Step("teacher", _("Teacher"), choices)


def _fee(teacher) -> str:
    fee = _("%(fee)s yuan/h") % {"fee": f"{teacher.fee_per_hour_yuan:,}"}
    return " · ".join([*_rating(teacher), fee])


def _teacher_reason(desk: Desk, teacher: Teacher, formats: list) -> str:
    line = desk.line
    if not teacher.active:
        return _("Taken out of use")
    if not formats:
        return _("Does not give this course")
    if line.format and line.format_id not in {form.pk for form in formats}:
        names = _(", ").join(form.label for form in formats)
        return _("Gives it as: %(formats)s") % {"formats": names}
    if not (line.on and line.slots):
        return ""
    taken = meter.teacher_taken(teacher.pk, line.slots, desk.booked.get(line.on, ()))
    return desk.taken(taken) if taken else ""
