"""The learning record: what somebody took part in, and what came of it."""

from dataclasses import dataclass

from django.db.models import Sum

from accounts.access import Actor
from accounts.models import Code, Trainee
from accounts.queries import trainees
from programs.choices import EnrolmentState as S
from programs.models import Enrolment

TAKEN = (S.NOMINATED, S.COMPLETED, S.FAILED)


@dataclass(frozen=True)
class Hours:
    """Hours completed, by year and category: `by_category[code][year]`."""

    years: list[int]
    by_category: dict[Code, dict[int, int]]

    @property
    def total(self) -> int:
        """All hours of all years."""
        return sum(sum(years.values()) for years in self.by_category.values())

    def of_year(self, year: int) -> int:
        """All hours of one year."""
        return sum(years.get(year, 0) for years in self.by_category.values())


def people(actor: Actor):
    """Those whose record the actor may read: who sees a trainee sees his record."""
    return trainees(actor)


def own(actor: Actor) -> Trainee | None:
    """The record of the person who asks."""
    return people(actor).filter(user=actor.user).first()


def record(actor: Actor, trainee: Trainee):
    """The programmes of a trainee with their hours, latest first; one statement."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee=trainee, state__in=TAKEN)
    rows = rows.select_related("program__institute", "program__theme", "grade")
    rows = rows.annotate(hours=Sum("program__sessions__course__hours", default=0))
    return rows.order_by("-program__starts_on", "-pk")


def hours(actor: Actor, trainee: Trainee) -> Hours:
    """Hours of completed programmes by year and category; two statements."""
    rows = Enrolment.objects.visible_to(actor).filter(
        trainee=trainee,
        state=S.COMPLETED,
        program__starts_on__isnull=False,
        program__sessions__course__isnull=False,
    )
    category = "program__sessions__course__category"
    rows = rows.order_by().values_list("program__starts_on__year", category)
    sums = list(rows.annotate(hours=Sum("program__sessions__course__hours")))
    # Codes by key: their names are public in the tree, also where another department keeps them.
    codes = Code._base_manager.filter(pk__in={pk for _year, pk, _hours in sums})
    found = {code.pk: (code, {}) for code in codes.order_by("order", "pk")}
    for year, pk, total in sums:
        found[pk][1][year] = total
    return Hours(sorted({year for year, _pk, _hours in sums}), dict(found.values()))
