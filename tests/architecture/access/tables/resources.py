"""Courses, teachers, bases, rooms, and how they are shared."""

from accounts.access import share
from tests.architecture.access.words import (
    DEPARTMENT,
    EVERYBODY,
    INSTITUTE,
    STAFF,
    api,
    page,
    post,
    read,
    who,
)
from tests.factories.programs import catalogue


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
    for thing, name in ((side.course, "course"), (side.given_by, "given_by"), (side.base, "base")):
        share(thing, side.works, actor=side.he)
        setattr(side, f"{name}_grant", thing.grants.get(group__organisation=side.works))


COURSE = {"code": "new", "name": "新课", "category": "theory", "hours": 2, "formats": ["lecture"]}
TEACHER = {"number": "new", "name": "新老师"}
BASE = {"code": "new", "name": "新基地", "capacity": 30}


def room(side) -> dict:
    """A room of the side's own base."""
    return {"base": side.base.pk, "code": "new", "name": "新教室", "capacity": 30}


THINGS = {
    "course": EVERYBODY,
    "given_by": EVERYBODY - who("trainee mentor"),
    "base": STAFF,
    "room": STAFF,
}
TELLING = DEPARTMENT | INSTITUTE  # who is told with whom something is shared
RECALLING = INSTITUTE | who("department_manager")
OFFERING = who("department_manager institute_manager administrator")


def shared(kind, on) -> dict:
    """The four buttons that every kind of resource has."""
    told = TELLING | who("teacher") if kind != "base" else TELLING
    return {
        f"resources:{kind}_share": page(INSTITUTE, on=on),
        f"resources:{kind}_withdraw": post(RECALLING, on=on, see=told, grant=f"{on}_grant"),
        f"resources:{kind}_retire": page(RECALLING, on=on),
        f"resources:{kind}_restore": post(INSTITUTE, on=on),
    }


ROUTES = {
    "resources:library": read(EVERYBODY),
    "resources:teaching": read(EVERYBODY),
    "resources:course_list": read(STAFF),
    "resources:course_add": page(OFFERING),
    "resources:course": read(on="course"),
    "resources:course_edit": page(INSTITUTE, on="course"),
    "resources:course_offers": page(INSTITUTE, on="course"),
    **shared("course", "course"),
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
    **shared("base", "base"),
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
