from django.urls import path
from django.views.generic import RedirectView

from resources.views import (
    bases,
    calendar,
    courses,
    feeds,
    photos,
    quality,
    ready,
    same,
    sharing,
    teachers,
    versions,
)

app_name = "resources"
library = RedirectView.as_view(pattern_name="resources:course_list")


def decided(kind: str, folder: str) -> list:
    """What can be decided about a course, a teacher or a base: the same for all."""
    more = {"kind": kind}
    return [
        path(f"{folder}/<int:pk>/share/", sharing.share, more, name=f"{kind}_share"),
        path(
            f"{folder}/<int:pk>/share/<int:grant>/withdraw/",
            sharing.withdraw,
            more,
            name=f"{kind}_withdraw",
        ),
        *reviewed(kind, folder),
        path(f"{folder}/<int:pk>/retire/", sharing.retire, more, name=f"{kind}_retire"),
        path(f"{folder}/<int:pk>/restore/", sharing.restore, more, name=f"{kind}_restore"),
    ]


def reviewed(kind: str, folder: str) -> list:
    """Asking for the quality review of what has one."""
    if kind not in quality.ASK:
        return []
    place = f"{folder}/<int:pk>/review/"
    return [path(place, quality.review_begin, {"kind": kind}, name=f"{kind}_review")]


def timed(kind: str, folder: str) -> list:
    """The calendar of a teacher, room or base."""
    more, place = {"kind": kind}, f"{folder}/<int:pk>/calendar"
    return [
        path(f"{place}/", calendar.calendar, more, name=f"{kind}_calendar"),
        path(f"{place}/add/", calendar.period_add, more, name=f"{kind}_period"),
        path(f"{place}/hours/", calendar.hours, more, name=f"{kind}_hours"),
    ]


# One address under two names: the navigation calls it differently for different people.
urlpatterns = [
    path("", library, name="library"),
    path("", library, name="teaching"),
    path("courses/", courses.course_list, name="course_list"),
    path("courses/add/", courses.course_add, name="course_add"),
    path("courses/find/", ready.sought, {"kind": "course"}, name="course_find"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/edit/", courses.course_edit, name="course_edit"),
    path("courses/<int:pk>/offers/", courses.course_offers, name="course_offers"),
    path(
        "courses/<int:pk>/materials/<int:number>/", courses.course_material, name="course_material"
    ),
    path("courses/<int:pk>/competences/", versions.course_competences, name="course_competences"),
    path("courses/<int:pk>/copy/", versions.course_copy, name="course_copy"),
    path("courses/<int:pk>/original/", versions.course_original, name="course_original"),
    path(
        "courses/<int:pk>/versions/<int:earlier>/", versions.course_version, name="course_version"
    ),
    path("changes/", versions.change_list, name="change_list"),
    path("changes/<int:pk>/", versions.change, name="change"),
    path("changes/of-programme/<int:pk>/", versions.program_changes, name="program_changes"),
    *decided("course", "courses"),
    path("reviews/", quality.review_list, name="review_list"),
    path("reviews/<int:pk>/", quality.review, name="review"),
    path("reviews/<int:pk>/recall/", quality.review_recall, name="review_recall"),
    path("same/", same.same_list, name="same_list"),
    path("same/look/", same.same_look, name="same_look"),
    path("same/<int:pk>/", same.same, name="same"),
    path("ready/", ready.ready_list, name="ready_list"),
    path("ready/add/", ready.ready_add, name="ready_add"),
    path("ready/<int:pk>/", ready.ready, name="readyprogram"),
    path("ready/<int:pk>/edit/", ready.ready_edit, name="readyprogram_edit"),
    path("ready/<int:pk>/lines/add/", ready.ready_line_add, name="ready_line_add"),
    path("ready/lines/<int:pk>/remove/", ready.ready_line_remove, name="ready_line_remove"),
    *decided("readyprogram", "ready"),
    path("teachers/", teachers.teacher_list, name="teacher_list"),
    path("teachers/add/", teachers.teacher_add, name="teacher_add"),
    path("teachers/find/", ready.sought, {"kind": "teacher"}, name="teacher_find"),
    path("teachers/<int:pk>/", teachers.teacher, name="teacher"),
    path("teachers/<int:pk>/edit/", teachers.teacher_edit, name="teacher_edit"),
    *decided("teacher", "teachers"),
    path("bases/", bases.base_list, name="base_list"),
    path("bases/add/", bases.base_add, name="base_add"),
    path("bases/<int:pk>/", bases.base, name="base"),
    path("bases/<int:pk>/edit/", bases.base_edit, name="base_edit"),
    path("bases/<int:pk>/rooms/add/", bases.room_add, name="room_add"),
    *decided("base", "bases"),
    path("bases/<int:pk>/photos/", photos.photos, name="photos"),
    path("bases/photos/<int:pk>/<str:size>.jpg", photos.photo, name="photo"),
    path("bases/photos/<int:pk>/change/", photos.photo_change, name="photo_change"),
    path("bases/rooms/", bases.room_list, name="room_list"),
    *timed("teacher", "teachers"),
    *timed("base", "bases"),
    *timed("room", "bases/rooms"),
    path("calendar/periods/<int:pk>/remove/", calendar.period_remove, name="period_remove"),
    path("free/", calendar.free, name="free"),
    path("calendar/mine/", calendar.my_calendar, name="my_calendar"),
    path("calendar/links/", feeds.feeds, name="feeds"),
    path("calendar/links/add/", feeds.feed_add, name="feed_add"),
    path("calendar/links/<int:pk>/end/", feeds.feed_end, name="feed_end"),
    path("calendar/feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("bases/rooms/<int:pk>/edit/", bases.room_edit, name="room_edit"),
]
