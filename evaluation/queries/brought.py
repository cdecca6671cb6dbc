"""Answers given elsewhere: what their lists may speak of, and the lists as they came."""

from collections import Counter, defaultdict
from decimal import Decimal

from accounts.access import Actor, key
from accounts.models import Organisation
from evaluation.choices import ARRANGEMENTS, OVERALL, SLOTS, WHOLE_WORDS
from evaluation.models import BroughtIn
from programs.models import Program
from surveys.choices import About, Kind, Purpose
from surveys.models import Answer


def subject_words(actor: Actor, program: Program) -> dict[str, set[tuple[str, str]]]:
    """What a word in a list may mean: pairs of what it is about, and the key of the thing."""
    found: dict[str, set] = defaultdict(set)
    for slot, words in WHOLE_WORDS.items():
        for word in words:
            found[word.casefold()].add((slot, slot))
    sessions = program.sessions.select_related("course__current", "teacher")
    for session in sessions:
        course, teacher = session.course.latest, session.teacher
        _name(found, About.COURSE, course, course.code)
        if teacher:
            _name(found, About.TEACHER, teacher, teacher.number)
    return found


def _name(found: dict, about: str, thing, number: str) -> None:
    for word in (number, thing.name, getattr(thing, "name_en", "")):
        if word:
            found[word.casefold()].add((about.value, key(thing)))


def units_that_sent(actor: Actor, program: Program) -> dict[str, Organisation]:
    """The units of those who took part, by code and by name."""
    rows = program.enrolments.select_related("trainee__organisation")
    units = {row.trainee.organisation for row in rows}
    return {word.casefold(): unit for unit in units for word in (unit.code, unit.name)}


def exported_answers(actor: Actor, organisation: Organisation):
    """The lists that an organisation brought in, as far as their results may be shown.

    Of trainees, only what enough sheets speak of; what was answered on the portal never leaves
    by sheet.
    """
    rows = BroughtIn.objects.visible_to(actor).filter(organisation=organisation)
    rows = rows.select_related(
        "sheet__questionnaire", "sheet__organisation", "program__organisation"
    )
    rows = list(rows.order_by("program", "purpose", "pk"))
    words = _words(rows)
    told = _told(rows)
    enough = Counter((one.program_id, one.purpose, one.subject) for one in rows)
    for one in rows:
        least = one.sheet.questionnaire.min_answers
        if enough[one.program_id, one.purpose, one.subject] < least:
            continue
        score, full, comment = told[one.sheet_id, one.subject]
        yield {
            "program": one.program.number or one.program.name,
            "owner": one.program.organisation.code,
            "party": one.purpose,
            "sheet": one.number,
            "unit": "" if one.purpose == Purpose.TRAINEE else one.sheet.organisation.code,
            "subject": words.get(one.subject, one.subject),
            "score": score,
            "full": full if score is not None else None,
            "comment": comment,
        }


def _words(rows: list[BroughtIn]) -> dict[str, str]:
    """The course codes and teacher numbers of what the rows are about."""
    found = {ARRANGEMENTS: ARRANGEMENTS, OVERALL: OVERALL}
    for program in {one.program for one in rows}:
        for session in program.sessions.select_related("course__current", "teacher"):
            found[key(session.course.latest)] = session.course.latest.code
            if session.teacher:
                found[key(session.teacher)] = session.teacher.number or session.teacher.name
    return found


def _told(rows: list[BroughtIn]) -> dict[tuple, tuple]:
    """Score, full score and comment by sheet and subject; one statement."""
    answers = Answer._base_manager.filter(sheet__in={one.sheet_id for one in rows})
    found: dict[tuple, tuple] = defaultdict(lambda: (None, None, ""))
    for answer in answers.select_related("question"):
        place = answer.sheet_id, answer.subject or _slot(answer)
        score, full, comment = found[place]
        if answer.question.kind == Kind.TEXT:
            found[place] = score, full, answer.text
        else:
            full = Decimal(5 if answer.question.kind == Kind.SCALE else 100)
            found[place] = Decimal(answer.value), full, comment
    return found


def _slot(answer: Answer) -> str:
    place = answer.question.position
    return ARRANGEMENTS if place in SLOTS[ARRANGEMENTS] else OVERALL
