"""The demo's tables: complete, consistent, in two languages."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from tests.demo.lookup import CHINESE, by_key, known
from trainportal.demo import content

MAY_BE_EMPTY = {
    "organisations": {"parent_code"},
    "base_offers": {"only_courses", "except_courses", "note", "note_en"},
    "names": {"era", "sex"},
}
AT_LEAST = {
    "courses": 130,
    "teachers": 66,
    "bases": 20,
    "programmes": 45,
    "evaluation_texts": 60,
    "notices": 12,
    "return_comments": 15,
}
KEYS = {
    "organisations": ("code",),
    "codes": ("kind", "code"),
    "courses": ("code",),
    "teachers": ("code",),
    "offers": ("course_code", "format", "teacher_code"),
    "competences": ("course_code", "competence"),
    "ready": ("code", "day", "slot"),
    "plan_competences": ("year", "competence"),
    "bases": ("code",),
    "rooms": ("base_code", "code"),
    "base_offers": ("base_code", "format"),
    "programmes": ("code",),
    "plans": ("year",),
    "plan_minimums": ("year", "category"),
    "posts": ("level", "area"),
    "names": ("kind", "text", "era", "sex"),
    "theme_appeals": ("theme",),
    "evaluation_texts": ("text",),
    "notices": ("title",),
    "return_comments": ("text",),
    "suggestions": ("text",),
}
REFERENCES = [  # table, column, table or kind of code it refers to
    ("organisations", "parent_code", "organisations"),
    ("courses", "institute_code", "institute"),
    ("courses", "category", "category"),
    ("courses", "formats", "format"),
    ("courses", "levels", "level"),
    ("courses", "themes", "theme"),
    ("teachers", "institute_code", "institute"),
    ("offers", "course_code", "courses"),
    ("offers", "format", "format"),
    ("offers", "teacher_code", "teachers"),
    ("competences", "course_code", "courses"),
    ("competences", "competence", "competence"),
    ("ready", "institute_code", "institute"),
    ("ready", "course_code", "courses"),
    ("plan_competences", "competence", "competence"),
    ("bases", "institute_code", "institute"),
    ("bases", "facilities", "facility"),
    ("rooms", "base_code", "bases"),
    ("rooms", "kind", "room_kind"),
    ("rooms", "facilities", "facility"),
    ("base_offers", "base_code", "bases"),
    ("base_offers", "format", "format"),
    ("base_offers", "only_courses", "courses"),
    ("base_offers", "except_courses", "courses"),
    ("programmes", "year", "plans"),
    ("programmes", "theme", "theme"),
    ("programmes", "owner_code", "organisations"),
    ("programmes", "institute_code", "institute"),
    ("programmes", "levels", "level"),
    ("programmes", "courses", "courses"),
    ("programmes", "base_code", "bases"),
    ("plans", "organisation_code", "department"),
    ("plan_minimums", "year", "plans"),
    ("plan_minimums", "category", "category"),
    ("posts", "level", "level"),
    ("posts", "area", "area"),
    ("theme_appeals", "theme", "theme"),
    ("theme_appeals", "formats", "format"),
    ("notices", "organisation_code", "organisations"),
]


def test_every_table_has_a_key_that_is_unique():
    assert content.names() == sorted(KEYS)
    for table, key in KEYS.items():
        counts = Counter(tuple(row[column] for column in key) for row in content.rows(table))
        assert [k for k, count in counts.items() if count > 1] == [], table


@pytest.mark.parametrize(("table", "count"), AT_LEAST.items())
def test_there_is_enough_of_everything(table, count):
    assert len(content.rows(table)) >= count


def test_organisations_are_as_many_as_the_tree_needs():
    kinds = Counter(row["kind"] for row in content.rows("organisations"))
    assert kinds == {"department": 3, "unit": 12, "institute": 6, "enterprise": 2}
    seals = [row["seal_text"] for row in content.rows("organisations")]
    assert [seal for seal in seals if len(seal) != 1] == []
    assert len(set(seals)) == len(seals)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_no_required_cell_is_empty_or_untidy(table):
    for number, row in enumerate(content.rows(table), start=2):
        assert None not in row, (table, number)
        for column, cell in row.items():
            assert cell == cell.strip(), (table, number, column)
            assert cell or column in MAY_BE_EMPTY.get(table, ()), (table, number, column)


@pytest.mark.parametrize("table", sorted(KEYS))
def test_chinese_and_english_are_both_there_and_apart(table):
    for number, row in enumerate(content.rows(table), start=2):
        for column in [name for name in row if name.endswith("_en")]:
            chinese, english = row[column.removesuffix("_en")], row[column]
            assert bool(chinese) == bool(english), (table, number, column)
            assert not CHINESE.search(english), (table, number, column)
            assert not chinese or CHINESE.search(chinese), (table, number, column)


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_every_reference_resolves(table, column, target):
    used = {code for row in content.rows(table) for code in content.items(row[column])}
    assert used - known(target) == set()


def test_names_in_each_language_are_used_once():
    for table, column in [("courses", "title"), ("teachers", "name"), ("bases", "name")]:
        for twin in (column, f"{column}_en" if column != "name" else column):
            counts = Counter(row[twin] for row in content.rows(table))
            assert [name for name, count in counts.items() if count > 1] == []


def test_courses_have_usual_hours_and_a_need_between_1_and_10():
    for row in content.rows("courses"):
        assert row["hours"] in {"2", "3", "4", "6", "8"}, row["code"]
        assert 1 <= int(row["value"]) <= 10, row["code"]
        assert row["shared"] in {"yes", "no"}, row["code"]


def test_every_category_has_courses_of_several_institutes():
    institutes = defaultdict(set)
    for row in content.rows("courses"):
        institutes[row["category"]].add(row["institute_code"])
    assert set(institutes) == known("category")
    assert all(len(found) >= 2 for category, found in institutes.items() if category != "party")


def test_each_course_is_offered_in_all_its_formats_by_one_to_four_teachers():
    formats, teachers = defaultdict(set), defaultdict(set)
    for row in content.rows("offers"):
        formats[row["course_code"]].add(row["format"])
        teachers[row["course_code"]].add(row["teacher_code"])
    for course in content.rows("courses"):
        assert formats[course["code"]] == set(content.items(course["formats"])), course["code"]
        assert 1 <= len(teachers[course["code"]]) <= 4, course["code"]


def test_every_teacher_teaches_and_is_paid_and_rated_within_the_rules():
    assert {row["teacher_code"] for row in content.rows("offers")} == set(by_key("teachers"))
    fees = defaultdict(set)
    for row in content.rows("teachers"):
        fees[row["title"]].add(row["fee_per_hour_yuan"])
        assert 3.8 <= float(row["rating"]) <= 4.95, row["code"]
        assert int(row["rating_count"]) > 0, row["code"]
    assert [title for title, values in fees.items() if len(values) != 1] == []


def test_bases_have_rooms_that_hold_their_people():
    capacity = defaultdict(list)
    for room in content.rows("rooms"):
        capacity[room["base_code"]].append(int(room["capacity"]))
        assert int(room["exam_capacity"]) <= int(room["capacity"]), room["code"]
    for base in content.rows("bases"):
        assert sum(capacity[base["code"]]) >= int(base["capacity"]), base["code"]
        lodging = "lodging" in content.items(base["facilities"])
        assert lodging == (int(base["boarding_yuan_per_day"]) > 0), base["code"]


BASE_OFFERS = content.rows("base_offers")


def places_for(course, base_code):
    """Formats in which a base can hold a course."""
    return {
        row["format"]
        for row in BASE_OFFERS
        if row["base_code"] == base_code
        and row["format"] in content.items(course["formats"])
        and (not row["only_courses"] or course["code"] in content.items(row["only_courses"]))
        and course["code"] not in content.items(row["except_courses"])
    }


def test_every_course_can_be_held_somewhere():
    bases = by_key("bases")
    for course in content.rows("courses"):
        assert any(places_for(course, base) for base in bases), course["code"]


def minimums(year):
    rows = [row for row in content.rows("plan_minimums") if row["year"] == year]
    return {row["category"]: int(row["min_percent"]) for row in rows}


def test_each_plan_asks_for_a_share_of_each_category_and_for_no_more_than_all():
    for plan in content.rows("plans"):
        shares = minimums(plan["year"])
        assert set(shares) == known("category")
        assert sum(shares.values()) <= 100
        assert date.fromisoformat(plan["deadline_on"]).year == int(plan["year"]) - 1


def test_there_are_three_years_of_history_a_running_and_a_planned_year():
    years = Counter(row["year"] for row in content.rows("programmes"))
    assert set(years) == {"2023", "2024", "2025", "2026", "2027"}
    assert sum(years[year] for year in ("2023", "2024", "2025")) >= 45


def test_programmes_keep_the_minimums_of_their_plan():
    courses = by_key("courses")
    for row in content.rows("programmes"):
        hours = Counter()
        for code in content.items(row["courses"]):
            hours[courses[code]["category"]] += int(courses[code]["hours"])
        total = sum(hours.values())
        assert total == int(row["hours"]), row["code"]
        assert 16 <= total <= min(40, int(row["days"]) * 8), row["code"]
        for category, percent in minimums(row["year"]).items():
            assert hours[category] * 100 >= percent * total, (row["code"], category)


def test_programmes_use_only_courses_they_may_and_can_hold():
    courses, bases = by_key("courses"), by_key("bases")
    for row in content.rows("programmes"):
        codes = content.items(row["courses"])
        assert len(set(codes)) == len(codes), row["code"]
        assert bases[row["base_code"]]["institute_code"] == row["institute_code"], row["code"]
        for code in codes:
            course = courses[code]
            own = course["institute_code"] == row["institute_code"]
            assert own or course["shared"] == "yes", (row["code"], code)
            assert places_for(course, row["base_code"]), (row["code"], code)
            shared_levels = set(content.items(course["levels"])) & set(content.items(row["levels"]))
            assert shared_levels, (row["code"], code)


def test_programmes_fit_their_base_on_working_days_of_one_week():
    bases, held = by_key("bases"), Counter()
    for row in content.rows("programmes"):
        base, starts_on = bases[row["base_code"]], date.fromisoformat(row["starts_on"])
        days = [starts_on + timedelta(days=i) for i in range(int(row["days"]))]
        assert str(starts_on.year) == row["year"], row["code"]
        assert max(day.weekday() for day in days) <= 4, row["code"]
        assert days[-1] - days[0] < timedelta(days=5), row["code"]
        assert int(row["places"]) <= int(base["capacity"]), row["code"]
        held.update((row["base_code"], day) for day in days)
    for (base_code, day), count in held.items():
        assert count <= int(bases[base_code]["max_groups"]), (base_code, day)


def test_the_budget_of_each_plan_covers_its_programmes():
    spent = Counter()
    for row in content.rows("programmes"):
        spent[row["year"]] += int(row["budget_yuan"])
    for plan in content.rows("plans"):
        share = spent[plan["year"]] / int(plan["budget_yuan"])
        assert share <= 1, plan["year"]
        assert share >= 0.85 or plan["year"] == "2027", plan["year"]  # still being planned


def test_texts_cover_every_subject_in_every_tone():
    tones = defaultdict(set)
    for row in content.rows("evaluation_texts"):
        tones[row["subject"]].add(row["tone"])
    assert set(tones) == {"course", "teacher", "arrangement", "base", "effect", "trainee"}
    assert all(found == {"praise", "mixed", "critical"} for found in tones.values())
