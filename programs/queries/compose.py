"""What can be asked about a programme while it is composed: lines, meter, courses to add."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import Actor, key
from accounts.choices import CodeKind
from accounts.queries import audit
from core.search import holding, words_of
from programs import meter
from programs.choices import ISSUES, PARTS
from programs.models import Plan, Program, Session
from programs.queries.calendar import bookings, held_until
from resources.choices import SLOT_NAMES
from resources.models import Course, Offer
from resources.queries import courses, teachers


def programs(actor: Actor):
    """Programmes the actor may see, with what lists and pages show of them."""
    rows = Program.objects.visible_to(actor).with_hours()
    return rows.select_related(
        "organisation", "institute", "plan__organisation", "theme", "taken_from"
    )


def own_programs(actor: Actor):
    """Programmes of the actor's own organisation: what a new one can be copied from."""
    return programs(actor).filter(organisation=actor.organisation)


def lines(actor: Actor, program: Program) -> list[Session]:
    """The sessions of a programme the actor was shown, in order; two statements."""
    rows = program.sessions.select_related(
        "course__category", "format", "teacher", "base", "room"
    ).prefetch_related("base__formats")
    return list(rows.order_by("position", "pk"))


def problem(actor: Actor, program: Program, sessions: list[Session] | None = None):
    """The programme as the meter reads it; nine statements whatever the number of lines."""
    sessions = lines(actor, program) if sessions is None else sessions
    offered, held = _offered(sessions), held_until(actor, program)
    return meter.Problem(
        lines=tuple(_line(i, s, offered, held.get(key(s))) for i, s in enumerate(sessions, 1)),
        **quotas_of(actor, program),
        bookings=bookings(
            actor,
            program,
            days={s.on for s in sessions if s.on},
            teachers={s.teacher_id for s in sessions},
            bases={s.base_id for s in sessions},
            rooms={s.room_id for s in sessions},
        ),
        places=program.places,
        hours_min=program.hours_min,
        hours_max=program.hours_max,
        budget_yuan=program.budget_yuan or None,
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        has_institute=program.institute_id is not None,
        slot_names=SLOT_NAMES,
        today=timezone.localdate(),
        now=timezone.now(),
    )


def measured(actor: Actor, program: Program, sessions: list[Session] | None = None):
    """The meter of a programme: the only way anybody gets it."""
    return meter.measure(problem(actor, program, sessions))


def quotas(actor: Actor, plan: Plan | None) -> dict[str, tuple[meter.Quota, ...]]:
    """The shares of categories and formats that a plan requires; one statement."""
    shares = plan.shares.select_related("code").order_by("code__order", "pk") if plan else ()
    kinds = {"quotas": CodeKind.CATEGORY, "format_quotas": CodeKind.FORMAT}
    return {
        name: tuple(_quota(share) for share in shares if share.code.kind == kind)
        for name, kind in kinds.items()
    }


def quotas_of(actor: Actor, program: Program) -> dict[str, tuple[meter.Quota, ...]]:
    """The same for one programme, with what the department lets it alone do without."""
    found = quotas(actor, program.plan)
    eased = program.exempt.get("shares", {})
    if not eased or program.exempt["plan"] != program.plan_id:
        return found
    return {
        name: tuple(_eased(quota, eased.get(str(quota.key))) for quota in of_kind)
        for name, of_kind in found.items()
    }


def _eased(quota: meter.Quota, bounds: dict[str, int] | None) -> meter.Quota:
    return replace(quota, **bounds, eased=True) if bounds else quota


def _quota(share) -> meter.Quota:
    return meter.Quota(share.code_id, share.code.label, share.min_percent, share.max_percent)


def _offered(sessions) -> set[tuple[int, int, int]]:
    rows = Offer.objects.unscoped(
        reason="whether a line can be held does not depend on who asks; nothing of it is shown"
    )
    rows = rows.filter(course__in={s.course_id for s in sessions})
    # An earlier version can be held as long as its course is in use.
    in_use = Q(course__active=True) | Q(course__current__active=True)
    rows = rows.filter(in_use, teacher__active=True)
    return set(rows.order_by().values_list("course", "format", "teacher"))


def _line(position: int, s: Session, offered, held_until: datetime | None) -> meter.Line:
    base, teacher, room = s.base, s.teacher, s.room
    seats = room.capacity if room else base.capacity if base else None
    pair = s.format_id and s.teacher_id
    return meter.Line(
        id=s.pk,
        position=position,
        course=s.course_id,
        name=s.course.label,
        category=s.course.category_id,
        hours=s.course.hours,
        format=s.format_id,
        **(_teacher(teacher) if teacher else {}),
        **(_base(base) if base else {}),
        room=s.room_id,
        place=f"{base or ''} {room or ''}".strip(),
        capacity=seats,
        on=s.on,
        slots=s.slots,
        held_until=held_until,
        offered=not pair or (s.course_id, s.format_id, s.teacher_id) in offered,
        hosted=not (base and s.format_id) or s.format_id in {f.pk for f in base.formats.all()},
        room_fits_base=not (room and base) or room.base_id == base.pk,
    )


def _teacher(teacher) -> dict:
    return {
        "teacher": teacher.pk,
        "teacher_name": teacher.label,
        "rating": float(teacher.rating) if teacher.rating_count and teacher.rating else None,
        "fee_per_hour_yuan": teacher.fee_per_hour_yuan,
    }


def _base(base) -> dict:
    return {
        "base": base.pk,
        "base_name": base.label,
        "groups": base.groups,
        "day_cost_yuan": base.day_cost_yuan,
        "boarding_yuan_per_day": base.boarding_yuan_per_day,
    }


@dataclass(frozen=True)
class Said:
    """An issue in words; `line` and `position` lead to where it is."""

    text: str
    line: int | None
    position: int | None
    code: str


def said(actor: Actor, issue: meter.Issue) -> Said:
    """Put an issue of the meter into the words of the page."""
    words = {name: _in_words(value) for name, value in issue.params.items()}
    if "program" in issue.params:
        words["program"] = booked_by(actor, issue.params["program"])
    return Said(str(ISSUES[issue.code]).format(**words), issue.line, issue.position, issue.code)


def booked_by(actor: Actor, name: str) -> str:
    """Name another programme, or say that there is one."""
    return _("“{name}”").format(name=name) if name else _("another programme")


def _in_words(value):
    if isinstance(value, tuple):
        return _(", ").join(str(PARTS[part]) for part in value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "m-d H:i")
    return f"{value:,}" if isinstance(value, int) else value


def course_results(actor: Actor, program: Program, *, text="", category=None, hours_left=None):
    """Courses that could be added, with formats and offers; `hours_left` drops what is too long.

    A text is looked for in names, numbers and pinyin initials.
    """
    rows = courses(actor).exclude(pk__in=program.sessions.values("course"))
    rows = rows.filter(holding(words_of(text), "search_text"))
    if category:
        rows = rows.filter(category=category)
    if hours_left is not None:
        rows = rows.filter(hours__lte=max(hours_left, 0))
        rows = rows.filter(pk__in=_given(actor).values("course"))
    offers = Prefetch("offers", queryset=_given(actor), to_attr="given")
    return rows.prefetch_related(offers).order_by("category__order", "code", "pk")


def siblings(actor: Actor, program: Program, course: Course, count: int) -> list[Course]:
    """The best other courses of the same category, given ones first: `given` says whether."""
    rows = courses(actor).filter(category=course.category_id).exclude(pk=course.pk)
    rows = rows.exclude(pk__in=program.sessions.values("course")).prefetch_related(None)
    rows = rows.annotate(given=Exists(_given(actor).filter(course=OuterRef("pk"))))
    return list(rows.order_by("-given", F("rating").desc(nulls_last=True), "code", "pk")[:count])


def _given(actor):
    rows = Offer.objects.visible_to(actor).select_related("teacher")
    return rows.filter(teacher__in=teachers(actor).order_by().values("pk")).order_by()


def ways(actor: Actor, program: Program, share: meter.Share) -> tuple[meter.Way, ...]:
    """The shortest ways to reach the minimum of one category; three statements."""
    rows = course_results(actor, program, category=share.quota.key)
    candidates = [
        meter.Candidate(
            course.pk,
            course.label,
            course.hours,
            course.hours * min(offer.teacher.fee_per_hour_yuan for offer in course.given),
        )
        for course in rows
        if course.given
    ]
    return meter.shortest_ways(share, candidates, hours_max=program.hours_max)


@dataclass(frozen=True)
class Change:
    """Who changed what while somebody else had the page open."""

    who: str
    what: str
    at: datetime
    fields: str


def changes_since(actor: Actor, program: Program, revision: int) -> list[Change]:
    """What was changed after `revision`, latest first: every edit leaves one audit entry."""
    count = min(max(program.revision - revision, 0), 20)
    keys = [key(program), *(key(line) for line in program.sessions.all())]
    rows = audit(actor).filter(action__startswith="programs.")
    rows = rows.filter(Q(target__in=keys) | Q(before__program_id=program.pk))
    return [
        Change(
            who=str(row.member.user) if row.member else "",
            what=row.target_label,
            at=row.at,
            fields=_(", ").join(_names({*row.before, *row.after})),
        )
        for row in rows[:count]
    ]


def saved_at(actor: Actor, program: Program):
    """When the programme was last edited; None for one that was never touched."""
    keys = [key(program), *(key(line) for line in program.sessions.all())]
    rows = audit(actor).filter(action__startswith="programs.", target__in=keys)
    return rows.values_list("at", flat=True).first()


def _names(fields) -> list[str]:
    labels = {field.attname: field for model in (Session, Program) for field in model._meta.fields}
    known = (labels[name] for name in sorted(fields & labels.keys()) if name not in UNTOLD)
    return list(dict.fromkeys(str(field.verbose_name) for field in known))


UNTOLD = {"id", "program_id", "position", "revision", "state", "version", "created_at", "taken"}
