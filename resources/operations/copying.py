"""Taking a course over: copying it, and following what becomes of the original, or not."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, key, operation
from accounts.models import Code
from accounts.queries import codes
from core.errors import Refusal
from resources import counts, rules, versions
from resources.choices import ChangeKind
from resources.flow import CHANGE
from resources.models import Course, CourseChange, Offer
from resources.operations.keeping import retire, save_course, set_competences
from resources.operations.upsert import UnknownCode
from resources.queries.versions import difference, own_copies

TEXTS = ("name", "name_en", "hours", "summary", "summary_en", "audience", "materials")
SETS = ("formats", "levels")


class NothingChosen(Refusal):
    """Taking a change over without any of its lines."""

    code = "nothing_chosen"
    message = _("Tick at least one line to take over, or leave everything as it is.")
    status = 422


class AlreadyCopied(Refusal):
    """Copying once more without having seen the copy that is there."""

    code = "already_copied"
    message = _(
        "Your organisation has just copied it: this is the copy. Whoever wants a second one copies "
        "the original once more."
    )


@operation(rules.may_keep, on="course")
def copy_course(*, actor: Actor, course: Course, source: Course, copies: int = 0) -> Course:
    """Make a new course of one's own out of one that is shared; it remembers where it is from.

    Its teachers are entered anew. `copies` is how many the actor was shown: the same click twice,
    or two people at once, make one. Raises `AlreadyCopied`, and `UnknownCode` for a category that
    only they know.
    """
    Course._base_manager.select_for_update().get(pk=source.pk)  # one after the other
    if own_copies(actor, source).count() != copies:
        raise AlreadyCopied
    for name in TEXTS:
        setattr(course, name, getattr(source, name))
    course.category = _own(actor, [source.category], must=True)[0]
    course.code = _free(course.organisation_id, source.code)
    course.copied_from, course.copied_version = source, source.version
    sets = {name: _own(actor, getattr(source, name).all()) for name in SETS}
    save_course(actor=actor, course=course, **sets)
    set_competences(actor=actor, course=course, levels=_competences(actor, source))
    return course


def _own(actor: Actor, wanted: Iterable[Code], *, must: bool = False) -> list[Code]:
    """The same codes in the tables that the actor uses; one that he lacks is left out."""
    found = []
    for code in wanted:
        rows = codes(actor, code.kind)
        own = rows.filter(pk=code.pk).first() or rows.filter(code=code.code).first()
        if own is None and must:
            raise UnknownCode(word=code.label)
        found += [own] if own else []
    return found


def _competences(actor: Actor, source: Course) -> dict[int, int]:
    held = {one.competence: one.level for one in source.competences.select_related("competence")}
    return {own.pk: level for code, level in held.items() for own in _own(actor, [code])}


def _free(organisation_id: int, code: str) -> str:
    """The number itself, or with the first addition that makes it new."""
    taken = Course._base_manager.filter(organisation=organisation_id, code__startswith=code)
    known = {one.casefold() for one in taken.values_list("code", flat=True)}
    tries = (code, *(f"{code[:36]}-{number}" for number in range(2, 100)))
    return next(one for one in tries if one.casefold() not in known)


@operation(rules.may_decide_change, on="change")
def take_change(*, actor: Actor, change: CourseChange, lines: Iterable[str]) -> CourseChange:
    """Let the chosen lines of what took a course over follow it; the others stay as they are.

    Raises `NothingChosen`, `WrongState`, and what the programme or copy itself refuses.
    """
    holder = versions.holder_of(change)
    chosen = set(lines) & {line.key for line in holder.lines(change)}
    if not chosen:
        raise NothingChosen
    CHANGE.move(change, "take", actor=actor, open_key=None)
    holder.take(actor, change, chosen)
    return change


@operation(rules.may_decide_change, on="change")
def decline_change(*, actor: Actor, change: CourseChange) -> CourseChange:
    """Leave everything as it was; a later change is asked about again. Raises `WrongState`."""
    CHANGE.move(change, "decline", actor=actor, open_key=None)
    return change


@operation(rules.may_end_change, on="change")
def end_change(*, actor: Actor, change: CourseChange) -> CourseChange:
    """End what was asked about something that is no longer shared; safe to run twice."""
    if not versions.sees(change.organisation, change.thing):
        versions.lapse(actor, [change])
    return change


@operation(rules.may_keep, on="course")
def end_offers(*, actor: Actor, course: Course, offers: Iterable[int]) -> Course:
    """Say no longer that a teacher gives the course, in the formats of these offers."""
    course.offers.filter(pk__in=list(offers)).delete()
    counts.recount_teachers(Course._base_manager.filter(pk=course.pk))
    return course


# --- copies hold courses; courses hold the teachers that others lent -----------------------------
def _copy(change: CourseChange) -> Course:
    return Course._base_manager.get(pk=change.about.partition(":")[2])


def _adopter(course: Course, **of) -> versions.Adopter:
    return versions.Adopter(
        **of,
        about=key(course),
        organisation_id=course.organisation_id,
        label=course.name,
        label_en=course.name_en,
        url=course.get_absolute_url(),
    )


def _using(keys: Iterable[int], kind: str) -> list[versions.Adopter]:
    rows = Course._base_manager.filter(copied_from__in=list(keys), current=None, active=True)
    return [
        _adopter(row, thing_id=row.copied_from_id)
        for row in rows.select_related("copied_from__organisation", "organisation")
        if kind == ChangeKind.RECALL or versions.sees(row.organisation, row.copied_from)
    ]


def _borrowing(what: str, keys: Iterable[int]) -> list[versions.Adopter]:
    """Courses that a teacher of another organisation gives."""
    rows = Offer._base_manager.filter(course__active=True, course__current=None)
    rows = rows.filter(teacher__in=list(keys) if what == "teacher" else ())
    rows = rows.exclude(course__organisation=F("teacher__organisation"))
    pairs = {(row.teacher_id, row.course) for row in rows.select_related("course")}
    return [_adopter(course, what="teacher", thing_id=teacher) for teacher, course in pairs]


def _lines(change: CourseChange) -> list[versions.Line]:
    copy = _copy(change)
    if change.teacher:
        offers = copy.offers.filter(teacher=change.teacher).select_related("format")
        return [versions.Line(str(one.pk), copy.label, one.format.label) for one in offers]
    if change.kind == ChangeKind.RECALL:
        return [versions.Line("course", copy.label, str(_("Retire the copy")))]
    return [
        versions.Line(cell.name, str(cell.label))
        for cell in difference(None, change.held or copy, change.course)
        if cell.name != "prerequisites"
    ]


def _take(actor: Actor, change: CourseChange, chosen: set[str]) -> None:
    copy, source = _copy(change), change.course
    if change.teacher:
        end_offers(actor=actor, course=copy, offers=[int(pk) for pk in chosen])
        return
    if change.kind == ChangeKind.RECALL:
        retire(actor=actor, resource=copy, reason=str(_("The original was taken out of use.")))
        return
    for name in chosen & set(TEXTS):
        setattr(copy, name, getattr(source, name))
    if "category" in chosen:
        copy.category = _own(actor, [source.category], must=True)[0]
    copy.copied_version = source.version
    sets = {name: _own(actor, getattr(source, name).all()) for name in chosen & set(SETS)}
    save_course(actor=actor, course=copy, **sets)
    if "competences" in chosen:
        set_competences(actor=actor, course=copy, levels=_competences(actor, source))


COPIES = versions.Holder(
    prefix="resources.course",
    keep=lambda earlier: None,
    using=_using,
    holding=_borrowing,
    lines=_lines,
    take=_take,
)
