from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from core.lists import Choice, Column, Range, Search, Table
from resources import queries
from resources.models import Base, Course, Teacher
from resources.tables.shared import (
    LENT,
    OWNER,
    RATING,
    RATINGS,
    REACH,
    REACHES,
    STATE,
    STATES,
    having,
    joined,
    name_of,
    number,
    of_table,
    owner_choice,
)


class Courses(Table):
    key, title, default_sort = "courses", _("Courses"), "code"
    wide = True
    nothing_yet = _("No courses yet")
    why_nothing = _("Institutes enter courses here, or share theirs with you.")
    columns = (
        name_of(_("Course")),
        number(),
        Column(
            "category",
            _("Category"),
            kind="tag",
            value=lambda course: (course.category.label, course.colour),
            sort="category__order",
        ),
        Column("hours", _("Hours"), numeric=True, sort="hours"),
        Column("formats", _("Formats"), value=joined("formats")),
        Column(
            "teachers",
            _("Teachers"),
            value="teacher_count",
            numeric=True,
            sort="teacher_count",
            minor=True,
        ),
        RATING,
        OWNER,
        REACH,
        LENT,
        STATE,
    )
    filters = (
        Search(label=_("Name, pinyin or number"), fields=("search_text",)),
        Choice("category", _("Category"), path="category_id", options=of_table(CodeKind.CATEGORY)),
        Choice("format", _("Format"), options=of_table(CodeKind.FORMAT), apply=having("formats")),
        Choice("level", _("Level"), options=of_table(CodeKind.LEVEL), apply=having("levels")),
        Choice(
            "competence",
            _("Competence"),
            options=of_table(CodeKind.COMPETENCE),
            apply=lambda rows, codes: rows.leading_to(codes),
        ),
        owner_choice(Course),
        Range("hours", _("Hours"), more=True),
        RATINGS,
        REACHES,
        STATES,
    )


class Teachers(Table):
    key, title, default_sort = "teachers", _("Teachers"), "name"
    nothing_yet = _("No teachers yet")
    why_nothing = _("Institutes enter their teachers here, or share them with you.")
    columns = (
        name_of(_("Teacher"), sort="name_sort"),
        number("number", shown=False),
        Column("title", _("Academic title"), value="title_label", sort="title"),
        Column("expertise", _("Expertise"), value="expertise_label"),
        Column("courses", _("Courses"), value="course_count", numeric=True, sort="course_count"),
        Column(
            "fee",
            _("Fee per hour"),
            value="fee_per_hour_yuan",
            unit=_("yuan"),
            numeric=True,
            sort="fee_per_hour_yuan",
            minor=True,
        ),
        RATING,
        OWNER,
        REACH,
        LENT,
        STATE,
    )
    filters = (
        Search(label=_("Name, pinyin, expertise"), fields=("search_text",)),
        owner_choice(Teacher),
        Range("fee", _("Fee per hour"), path="fee_per_hour_yuan", unit=_("yuan"), more=True),
        RATINGS,
        REACHES,
        STATES,
    )


class Bases(Table):
    key, title, default_sort = "bases", _("Bases"), "code"
    nothing_yet = _("No bases yet")
    why_nothing = _("Institutes enter their bases here, or share them with you.")
    columns = (
        name_of(_("Base")),
        Column(
            "photo",
            _("Photo"),
            kind="template",
            template="resources/base_photo.html",
            value=lambda base: base.photo_caption or "--",
            export=lambda base: base.photo_caption,
        ),
        number(shown=False),
        Column("city", _("City"), kind="words", value="city_label", sort="city"),
        Column("capacity", _("Largest group"), numeric=True, unit=_("persons"), sort="capacity"),
        Column("rooms", _("Rooms"), value="room_count", numeric=True, sort="room_count"),
        Column("formats", _("Formats"), value=joined("formats"), shown=False),
        Column("facilities", _("Facilities"), value=joined("facilities"), shown=False),
        Column(
            "cost",
            _("Cost per day"),
            value="day_cost_yuan",
            numeric=True,
            unit=_("yuan"),
            sort="day_cost_yuan",
        ),
        RATING,
        OWNER,
        REACH,
        LENT,
        STATE,
    )
    filters = (
        Search(label=_("Name, pinyin, city"), fields=("search_text",)),
        Choice("format", _("Format"), options=of_table(CodeKind.FORMAT), apply=having("formats")),
        Choice(
            "facility",
            _("Facility"),
            options=of_table(CodeKind.FACILITY),
            apply=having("facilities"),
        ),
        Range("capacity", _("Largest group"), unit=_("persons")),
        owner_choice(Base, more=True),
        Range("cost", _("Cost per day"), path="day_cost_yuan", unit=_("yuan"), more=True),
        RATINGS,
        REACHES,
        STATES,
    )


class Rooms(Table):
    key, title, default_sort = "rooms", _("Rooms"), "base"
    nothing_yet = _("No rooms yet")
    why_nothing = _("Enter rooms on the page of their base, or import a list of them.")
    columns = (
        name_of(_("Room")),
        number(),
        Column(
            "base",
            _("Base"),
            kind="link",
            value="base.label",
            url="base.get_absolute_url",
            sort=("base__code", "code"),
        ),
        Column("building", _("Building"), sort="building"),
        Column("floor", _("Floor"), sort="floor", minor=True),
        Column("kind", _("Kind of room"), value="kind.label", sort="kind__order"),
        Column("capacity", _("Seats"), numeric=True, sort="capacity"),
        Column(
            "exam_capacity",
            _("Seats in examinations"),
            numeric=True,
            sort="exam_capacity",
            shown=False,
        ),
        Column("facilities", _("Facilities"), value=joined("facilities"), minor=True),
        STATE,
    )
    filters = (
        Search(
            label=_("Name, number or building"),
            fields=("name", "code", "building", "base__search_text"),
        ),
        Choice(
            "base",
            _("Base"),
            path="base_id",
            options=lambda actor: [(b.pk, b.label) for b in queries.bases(actor)],
        ),
        Choice("kind", _("Kind of room"), path="kind_id", options=of_table(CodeKind.ROOM_KIND)),
        Choice(
            "facility",
            _("Facility"),
            options=of_table(CodeKind.FACILITY),
            apply=having("facilities"),
        ),
        Range("capacity", _("Seats")),
        STATES,
    )
