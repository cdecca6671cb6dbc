"""Courses, teachers, bases, rooms, and how they are shared."""

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.access import key, share
from resources.models import CourseChange, Feed, Period, Photo, Review, SamePair
from resources.operations import save_course, save_ready
from tests.architecture.access.words import (
    DEPARTMENT,
    EVERYBODY,
    INSTITUTE,
    STAFF,
    UNIT,
    api,
    page,
    post,
    public,
    read,
    who,
)
from tests.factories.programs import catalogue
from tests.factories.resources import ReadyLineFactory, ReadyProgramFactory


def furnish(side):
    side.catalog = catalogue(side)
    side.course, side.given_by, side.base = (
        side.catalog.theory_a,
        side.catalog.chen,
        side.catalog.base,
    )
    side.room = side.catalog.hall
    side.given_by.user = side.roles["teacher"].user
    side.given_by.save()
    side.ready = ReadyProgramFactory(organisation=side.school, name=f"{side.mark}成套方案")
    side.ready_line = ReadyLineFactory(ready=side.ready, course=side.course)
    share(side.ready, side.city, actor=side.he)
    share(side.ready, side.works, actor=side.he)
    side.ready.aim = f"{side.mark}新的目标"
    save_ready(actor=side.he, ready=side.ready)
    side.ready_then = side.ready.earlier.get()
    side.ready_grant = side.ready.grants.get(group__organisation=side.works)
    for thing, name in ((side.course, "course"), (side.given_by, "given_by"), (side.base, "base")):
        share(thing, side.works, actor=side.he)
        setattr(side, f"{name}_grant", thing.grants.get(group__organisation=side.works))
    day = timezone.localdate()
    side.period = Period.objects.create(room=side.room, first_on=day, last_on=day, reason="维修")
    side.photo = Photo(base=side.base, caption=f"{side.mark}外景", added_by=side.he.member)
    for part in (side.photo.large, side.photo.small):
        part.save("x", ContentFile(b"\xff\xd8\xff"), save=False)
    side.photo.width = side.photo.height = 1
    side.photo.save()
    side.feed = Feed.objects.create(
        organisation=side.north,
        member=side.li.member,
        target=key(side.room),
        label="教室日历",
        key_hash=f"{side.mark}feed",
    )

    side.course.materials = [{"title": f"{side.mark}讲义", "url": "https://example.org/a.pdf"}]
    side.course.audience = f"{side.mark}全体"
    save_course(actor=side.he, course=side.course)
    side.earlier = side.course.earlier.get()
    side.copied = side.catalog.skill_a
    side.copied.copied_from, side.copied.copied_version = side.course, 1
    side.copied.save()
    side.change = changed(side, side.catalog.theory_b)
    asked = {"organisation": side.school, "begun_by": side.he.member}
    side.review = Review.objects.create(
        course=side.catalog.theory_b, open_key=key(side.catalog.theory_b), **asked
    )
    side.pair = SamePair.objects.create(
        organisation=side.city, left=side.course, right=side.catalog.theory_b, score=0.8
    )
    side.passed = Review.objects.create(course=side.catalog.skill_a, state="passed", **asked)


def changed(side, about):
    """A change of the course that asks the unit about something it took over."""
    return CourseChange.objects.create(
        organisation=side.north,
        course=side.course,
        held=side.earlier,
        kind="version",
        about=key(about),
        label=f"{side.mark}承接",
        url=about.get_absolute_url(),
        open_key=f"{side.mark}{key(about)}",
    )


COURSE = {"code": "new", "name": "新课", "category": "theory", "hours": 2, "formats": ["lecture"]}
TEACHER = {"number": "new", "name": "新老师"}
BASE = {"code": "new", "name": "新基地", "capacity": 30}


def room(side) -> dict:
    """A room of the side's own base."""
    return {"base": side.base.pk, "code": "new", "name": "新教室", "capacity": 30}


THINGS = {
    "pair": DEPARTMENT,
    "ready": STAFF,
    "ready_line": STAFF,
    "ready_then": STAFF,
    "change": UNIT | DEPARTMENT | INSTITUTE,
    "course": EVERYBODY,
    "copied": EVERYBODY,
    "given_by": EVERYBODY - who("trainee mentor"),
    "base": STAFF,
    "room": STAFF,
    "photo": STAFF,
    "booking": UNIT | DEPARTMENT | INSTITUTE | who("teacher"),
    "period": DEPARTMENT | INSTITUTE,
    "feed": who("unit_manager"),
    "review": DEPARTMENT | INSTITUTE,
    "passed": DEPARTMENT | INSTITUTE,
}
JUDGES = who("department_manager approver")
MARKS = {"fitness": 1, "accuracy": 1, "effect": 1, "compliance": 1}
TELLING = DEPARTMENT | INSTITUTE  # who is told with whom something is shared
RECALLING = INSTITUTE | who("department_manager")
OFFERING = who("department_manager institute_manager administrator")


def shared(kind, on) -> dict:
    """The four buttons that every kind of resource has."""
    told = TELLING | who("teacher") if kind in ("course", "teacher") else TELLING
    return {
        f"resources:{kind}_share": page(INSTITUTE, on=on),
        f"resources:{kind}_withdraw": post(RECALLING, on=on, see=told, grant=f"{on}_grant"),
        f"resources:{kind}_retire": page(RECALLING, on=on),
        f"resources:{kind}_restore": post(INSTITUTE, on=on),
    }


def timed(kind, on, keepers) -> dict:
    """The calendar of a kind of resource."""
    return {
        f"resources:{kind}_calendar": read(on=on),
        f"resources:{kind}_period": page(keepers, on=on),
        f"resources:{kind}_hours": page(keepers, on=on),
    }


ROUTES = {
    **timed("teacher", "given_by", INSTITUTE | who("teacher")),
    **timed("base", "base", INSTITUTE),
    **timed("room", "room", INSTITUTE),
    "resources:period_remove": post(INSTITUTE, on="period"),
    "resources:free": read(STAFF),
    "resources:my_calendar": read(who("teacher")),
    "resources:feeds": read(EVERYBODY),
    "resources:feed_add": post(STAFF, data=lambda side: {"target": key(side.room)}, refusal="404"),
    "resources:feed_end": post(on="feed"),
    "resources:feed": public("the secret in a calendar link is the key", secret="no", absent=True),
    "api:resources-bookings-list": api(GET=EVERYBODY),
    "api:resources-bookings-detail": api(on="booking", GET=None),
    "api:resources-free-list": api(GET=EVERYBODY),
    "resources:library": read(EVERYBODY),
    "resources:teaching": read(EVERYBODY),
    "resources:course_list": read(STAFF),
    "resources:course_add": page(OFFERING),
    "resources:course": read(on="course"),
    "resources:course_edit": page(INSTITUTE, on="course"),
    "resources:course_offers": page(INSTITUTE, on="course"),
    "resources:course_material": read(on="course", number="1"),
    "resources:course_competences": page(INSTITUTE, on="course"),
    "resources:course_copy": post(OFFERING - INSTITUTE, on="course"),
    "resources:course_original": read(on="copied"),
    "resources:course_version": read(on="course", earlier="earlier"),
    "resources:change_list": read(STAFF),
    "resources:change": page(post=UNIT, on="change", data={"decline": "1"}),
    "resources:program_changes": read(on="program", see=UNIT | DEPARTMENT | INSTITUTE),
    **shared("course", "course"),
    "resources:course_review": page(INSTITUTE, on="course"),
    "resources:teacher_review": page(INSTITUTE, on="given_by"),
    "resources:base_review": page(INSTITUTE, on="base"),
    "resources:review_list": read(STAFF),
    "resources:review": page(post=JUDGES, on="review", data=MARKS),
    "resources:review_recall": page(INSTITUTE | JUDGES, on="passed", data={"reason": "过期"}),
    "api:resources-reviews-list": api(GET=EVERYBODY),
    "api:resources-reviews-detail": api(on="review", GET=None),
    "api:resources-reviews-judge": api(on="review", POST=JUDGES, data=MARKS),
    "resources:teacher_list": read(STAFF),
    "resources:teacher_add": page(OFFERING),
    "resources:teacher": read(on="given_by"),
    "resources:teacher_edit": page(INSTITUTE, on="given_by"),
    **shared("teacher", "given_by"),
    "resources:base_list": read(STAFF),
    "resources:base_add": page(OFFERING),
    "resources:base": read(on="base"),
    "resources:base_edit": page(INSTITUTE, on="base"),
    "resources:room_add": page(INSTITUTE, on="base"),
    "resources:photos": page(INSTITUTE, on="base"),
    "resources:photo": read(on="photo", size="large"),
    "resources:photo_change": post(INSTITUTE, on="photo", data={"do": "later"}),
    **shared("base", "base"),
    "resources:same_list": read(STAFF),
    "resources:same_look": post(who("department_manager administrator")),
    "resources:same": page(
        post=who("department_manager"), on="pair", data={"decision": "both", "reason": ""}
    ),
    "resources:course_find": read(STAFF),
    "resources:teacher_find": read(STAFF),
    "resources:ready_list": read(STAFF),
    "resources:ready_add": page(OFFERING),
    "resources:readyprogram": read(on="ready"),
    "resources:readyprogram_edit": page(INSTITUTE, on="ready"),
    "resources:ready_line_add": page(INSTITUTE, on="ready"),
    "resources:ready_line_remove": post(INSTITUTE, on="ready_line"),
    **shared("readyprogram", "ready"),
    "resources:room_list": read(STAFF),
    "resources:room_edit": page(INSTITUTE, on="room"),
    "api:resources-courses-list": api(GET=EVERYBODY, POST=OFFERING, data=COURSE),
    "api:resources-courses-detail": api(
        on="course", GET=None, PUT=INSTITUTE, PATCH=INSTITUTE, data=COURSE
    ),
    "api:resources-courses-offers": api(on="course", GET=None, PUT=INSTITUTE, data=[]),
    "api:resources-teachers-list": api(GET=EVERYBODY, POST=OFFERING, data=TEACHER),
    "api:resources-teachers-detail": api(
        on="given_by", GET=None, PUT=INSTITUTE, PATCH=INSTITUTE, data=TEACHER
    ),
    "api:resources-bases-list": api(GET=EVERYBODY, POST=OFFERING, data=BASE),
    "api:resources-bases-detail": api(
        on="base", GET=None, PUT=INSTITUTE, PATCH=INSTITUTE, data=BASE
    ),
    "api:resources-rooms-list": api(GET=EVERYBODY, POST=INSTITUTE, data=room, refusal="422"),
    "api:resources-rooms-detail": api(
        on="room", GET=None, PUT=INSTITUTE, PATCH=INSTITUTE, data=room, refusal="422"
    ),
}
