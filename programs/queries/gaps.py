"""What plans demand and no offer meets; what courses are used for, and with what effect."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.models import Code
from programs.choices import EnrolmentState, PlanState, ProgramState
from programs.models import Demand, Enrolment, Plan, PlanCompetence, Program, Session, Share
from resources.models import Course, CourseCompetence, Offer, ReadyProgram
from resources.queries import courses

FEWEST = 5  # people behind a figure about people
HELD = (ProgramState.RUNNING, ProgramState.CLOSED)


def gaps(actor: Actor):
    """Categories and competences that plans the actor sees demand, and how many courses offer them.

    A course counts while it is in use, somebody gives it, and, for a competence, it leads as far
    as the plan that asks most. One statement.
    """
    plans = Plan.objects.visible_to(actor).exclude(state=PlanState.CLOSED).order_by().values("pk")
    shares = Share._base_manager.filter(plan__in=plans, min_percent__gt=0, code=OuterRef("pk"))
    wanted = PlanCompetence._base_manager.filter(plan__in=plans, competence=OuterRef("pk"))
    rows = Code.objects.visible_to(actor).filter(kind__in=(CodeKind.CATEGORY, CodeKind.COMPETENCE))
    rows = rows.filter(Q(Exists(shares)) | Q(Exists(wanted)))
    return rows.select_related("organisation").annotate(
        plan_count=_number(shares, "code", "plan") + _number(wanted, "competence", "plan"),
        people=_people(shares, "code") + _people(wanted, "competence"),
        asked=Subquery(wanted.order_by("-level").values("level")[:1]),
        share=Subquery(shares.order_by("-min_percent").values("min_percent")[:1]),
        offered=_offered(actor, plans),
    )


def _number(rows, by: str, what: str) -> Coalesce:
    found = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(found), 0)


def _people(rows, by: str) -> Coalesce:
    asked = Demand._base_manager.filter(plan=OuterRef("plan")).order_by().values("plan")
    asked = asked.annotate(n=Sum("headcount")).values("n")
    found = rows.annotate(n=Coalesce(Subquery(asked), 0)).order_by().values(by)
    return Coalesce(Subquery(found.annotate(all=Sum("n")).values("all")), 0)


def _offered(actor: Actor, plans):
    """Courses in use that somebody gives: of the category, or leading far enough."""
    given = courses(actor).filter(Exists(Offer._base_manager.filter(course=OuterRef("pk"))))
    given = given.order_by().values("pk")
    asked = PlanCompetence._base_manager.filter(plan__in=plans, competence=OuterRef("competence"))
    most = asked.order_by("-level").values("level")[:1]
    of_category = Course._base_manager.filter(pk__in=given, category=OuterRef("pk"))
    leading = CourseCompetence._base_manager.filter(course__in=given, competence=OuterRef("pk"))
    leading = leading.filter(level__gte=Subquery(most))
    return _number(of_category, "category", "pk") + _number(leading, "competence", "course")


@dataclass(frozen=True)
class Use:
    """What a course or ready-made programme was used for; None where fewer than `FEWEST` people."""

    programs: int
    organisations: int
    people: int | None
    score: float | None


def use(actor: Actor, programs) -> Use:
    """How often something shown to the actor was held, in numbers that name nobody."""
    held = programs.filter(state__in=HELD)
    rows = Enrolment._base_manager.filter(program__in=held.order_by().values("pk"))
    rows = rows.filter(state=EnrolmentState.COMPLETED)
    told = rows.aggregate(
        people=Count("trainee", distinct=True),
        scored=Count("trainee", distinct=True, filter=Q(score__isnull=False)),
        score=Avg("score"),
    )
    count = held.aggregate(n=Count("pk", distinct=True), o=Count("organisation", distinct=True))
    return Use(
        programs=count["n"],
        organisations=count["o"],
        people=told["people"] if told["people"] >= FEWEST else None,
        score=told["score"] if told["scored"] >= FEWEST else None,
    )


def use_of_course(actor: Actor, course: Course) -> Use:
    """How often a course was held, in any version."""
    rows = Session._base_manager.filter(Q(course=course) | Q(course__current=course))
    return use(actor, Program._base_manager.filter(pk__in=rows.values("program")))


def use_of_ready(actor: Actor, ready: ReadyProgram) -> Use:
    """How often what was adopted from a ready-made programme was held."""
    return use(actor, Program._base_manager.filter(taken_from=ready))


def adopted(actor: Actor, ready: ReadyProgram) -> dict:
    """Programmes taken from a ready-made one: how many, and those that the actor may see."""
    seen = Program.objects.visible_to(actor).filter(taken_from=ready)
    return {
        "number": Program._base_manager.filter(taken_from=ready).count(),
        "programs": seen.select_related("organisation").order_by("-pk")[:20],
    }


def ranking(actor: Actor):
    """Courses the actor sees with what became of them: held, attended, scored; one statement.

    People and scores only where they come from at least `FEWEST`.
    """
    held = Session._base_manager.filter(program__state__in=HELD)
    held = held.annotate(what=Coalesce("course__current", "course")).filter(what=OuterRef("pk"))
    times = held.order_by().values("what").annotate(n=Count("program", distinct=True)).values("n")
    done = Enrolment._base_manager.filter(
        state=EnrolmentState.COMPLETED,
        program__in=Session._base_manager.filter(
            Q(course=OuterRef(OuterRef("pk"))) | Q(course__current=OuterRef(OuterRef("pk"))),
            program__state__in=HELD,
        ).values("program"),
    )
    people = done.order_by().annotate(all=Value(1)).values("all")
    people = people.annotate(n=Count("trainee", distinct=True)).filter(n__gte=FEWEST)
    scored = done.filter(score__isnull=False).order_by().annotate(all=Value(1)).values("all")
    scored = scored.annotate(n=Count("trainee", distinct=True)).filter(n__gte=FEWEST)
    return courses(actor).annotate(
        used=Coalesce(Subquery(times), 0),
        people=Subquery(people.values("n")),
        score=Subquery(scored.annotate(mean=Avg("score")).values("mean")),
    )
