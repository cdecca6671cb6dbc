"""Courses, teachers, bases, rooms and offers; each institute loads its own and shares them."""

from collections import defaultdict

from accounts.access import Actor
from accounts.choices import CodeKind, Role
from accounts.models import Member, Organisation
from accounts.operations.own import read_notices
from resources import operations
from resources.choices import CRITERIA
from resources.models import Base, Course, ReadyLine, ReadyProgram, Review, Teacher
from resources.queries.quality import REVIEWED
from trainportal.demo.content import items, rows


def build(actors: dict[str, Actor], codes: dict) -> None:
    """Load the whole catalogue; `actors` are the managers by organisation code."""
    for code, group in by_owner("courses").items():
        load(operations.save_courses, actors[code], map(course, group))
    for code, group in by_owner("teachers").items():
        load(operations.save_teachers, actors[code], map(teacher, group))
    held = defaultdict(list)
    for row in rows("base_offers"):
        held[row["base_code"]].append(row["format"])
    for code, group in by_owner("bases").items():
        load(operations.save_bases, actors[code], [base(row, held[row["code"]]) for row in group])
    rooms(actors)
    offers(actors, codes)
    competences(actors, codes)
    share(actors)
    ready(actors)
    rate(actors)
    for actor in actors.values():
        read_notices(actor=actor, member=actor.member)  # that each of them has passed


def competences(actors: dict[str, Actor], codes: dict) -> None:
    """Say what the courses lead to, and how far."""
    levels: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows("competences"):
        code = codes[CodeKind.COMPETENCE, row["competence"]]
        levels[row["course_code"]][code.pk] = int(row["level"])
    for one in Course.objects.filter(code__in=levels).select_related("organisation"):
        actor = actors[one.organisation.code]
        operations.set_competences(actor=actor, course=one, levels=levels[one.code])


def ready(actors: dict[str, Actor]) -> None:
    """Offer whole programmes, and share them with everybody."""
    courses = {course.code: course for course in Course.objects.all()}
    made: dict[str, ReadyProgram] = {}
    for row in rows("ready"):
        actor = actors[row["institute_code"]]
        if row["code"] not in made:
            texts = {name: row[name] for name in ("code", "name", "name_en", "aim", "aim_en")}
            numbers = {name: int(row[name]) for name in ("days", "places")}
            new = ReadyProgram(organisation=actor.organisation, **texts, **numbers)
            made[row["code"]] = operations.save_ready(actor=actor, ready=new)
        course, time = courses[row["course_code"]], (int(row["day"]), int(row["slot"]))
        line = ReadyLine(ready=made[row["code"]], course=course, day=time[0], slot=time[1])
        operations.add_ready_line(actor=actor, line=line)
    for one in made.values():
        share_with_all(actors, one)


def rate(actors: dict[str, Actor]) -> None:
    """Carry over what the evaluations before the portal said about the teachers."""
    rated = {row["code"]: row for row in rows("teachers")}
    for one in Teacher.objects.select_related("organisation"):
        row = rated[one.number]
        count = int(row["rating_count"])
        operations.record_ratings(
            actor=actors[one.organisation.code],
            resource=one,
            total=float(row["rating"]) * count,
            count=count,
        )


def by_owner(name: str) -> dict[str, list[dict]]:
    """The rows of a table by the institute that owns them."""
    groups = defaultdict(list)
    for row in rows(name):
        groups[row["institute_code"]].append(row)
    return groups


def load(save, actor: Actor, group) -> None:
    """Load rows as the manager of their organisation."""
    save(actor=actor, organisation=actor.organisation, rows=list(group))


def course(row: dict) -> dict:
    """One course as the import takes it."""
    return {
        "code": row["code"],
        "name": row["title"],
        "name_en": row["title_en"],
        "category": row["category"],
        "hours": int(row["hours"]),
        "formats": items(row["formats"]),
        "levels": items(row["levels"]),
        "summary": row["summary"],
        "summary_en": row["summary_en"],
        "value": row["value"],
    }


def teacher(row: dict) -> dict:
    """One teacher as the import takes it."""
    return {
        "number": row["code"],
        "name": row["name"],
        "name_latin": row["name_latin"],
        "title": row["title"],
        "title_en": row["title_en"],
        "expertise": row["expertise"],
        "expertise_en": row["expertise_en"],
        "fee_per_hour_yuan": int(row["fee_per_hour_yuan"]),
    }


def base(row: dict, formats: list[str]) -> dict:
    """One base as the import takes it."""
    return {
        "code": row["code"],
        "name": row["name"],
        "name_en": row["name_en"],
        "city": row["city"],
        "city_en": row["city_en"],
        "address": row["address"],
        "capacity": int(row["capacity"]),
        "groups": int(row["max_groups"]),
        "day_cost_yuan": int(row["day_cost_yuan"]),
        "boarding_yuan_per_day": int(row["boarding_yuan_per_day"]),
        "facilities": items(row["facilities"]),
        "formats": sorted(set(formats)),
        "note": row["note"],
    }


def rooms(actors: dict[str, Actor]) -> None:
    """Load the rooms of every base."""
    groups = defaultdict(list)
    for row in rows("rooms"):
        groups[row["base_code"]].append(
            {
                "code": row["code"],
                "name": row["name"],
                "building": row["building"],
                "floor": row["floor"],
                "kind": row["kind"],
                "capacity": int(row["capacity"]),
                "exam_capacity": int(row["exam_capacity"] or 0) or None,
                "facilities": items(row["facilities"]),
            }
        )
    for one in Base.objects.filter(code__in=groups).select_related("organisation"):
        actor = actors[one.organisation.code]
        operations.save_rooms(actor=actor, base=one, rows=groups[one.code])


def offers(actors: dict[str, Actor], codes: dict) -> None:
    """Say who gives which course in which format; teachers of other institutes are borrowed."""
    teachers = dict(Teacher.objects.values_list("number", "pk"))
    pairs = defaultdict(list)
    for row in rows("offers"):
        pairs[row["course_code"]].append(
            (codes[CodeKind.FORMAT, row["format"]].pk, teachers[row["teacher_code"]])
        )
    for one in Teacher.objects.select_related("organisation"):
        share_with_all(actors, one)
    for one in Course.objects.select_related("organisation").prefetch_related("formats"):
        actor = actors[one.organisation.code]
        operations.set_offers(actor=actor, course=one, offers=pairs[one.code])


def share(actors: dict[str, Actor]) -> None:
    """Share the courses marked so, and all bases, with the whole group."""
    shared = {row["code"] for row in rows("courses") if row["shared"] == "yes"}
    for one in Course.objects.filter(code__in=shared).select_related("organisation"):
        share_with_all(actors, one)
    for one in Base.objects.select_related("organisation"):
        share_with_all(actors, one)


def reviewed(actor: Actor, above: Actor, resource) -> None:
    """Let the department's manager and approver pass what is going to be shared."""
    asked = Review(**{resource.kind: resource}, organisation=resource.organisation)
    review = operations.begin_review(actor=actor, review=asked)
    members = Member.objects.filter(organisation=above.organisation, role=Role.APPROVER)
    for judge in (above, Actor.of(members.first().pk)):
        operations.judge(actor=judge, review=review, marks=dict.fromkeys(CRITERIA, 1))


def share_with_all(actors: dict[str, Actor], resource) -> None:
    """Share with the topmost organisation: a grant reaches everybody below it."""
    top = Organisation.objects.get(pk=resource.organisation.ancestors[0])
    actor = actors[resource.organisation.code]
    if resource.kind in REVIEWED:
        reviewed(actor, actors[top.code], resource)
    operations.share(actor=actor, resource=resource, organisation=top)
