"""The learning record: what somebody took part in, and what came of it."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.models import Code, Organisation, Trainee
from accounts.personal import provides
from accounts.queries import trainees
from portfolios.choices import TrainingResult
from portfolios.models import EarlierTraining, Post
from programs.choices import EnrolmentState as S
from programs.models import Enrolment

TAKEN = (S.NOMINATED, S.COMPLETED, S.FAILED)


@dataclass(frozen=True)
class Unsorted:
    """Stands where a category would: of earlier trainings it is often not known."""

    @property
    def label(self) -> str:
        """Its name in the picture."""
        return _("Without category")


@dataclass(frozen=True)
class Hours:
    """Hours completed, by year and category: `by_category[code][year]`."""

    years: list[int]
    by_category: dict[Code | Unsorted, dict[int, int]]

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


def all_posts(actor: Actor):
    """The posts of all people whose records the actor sees, latest first."""
    return Post.objects.visible_to(actor).select_related("level")


def all_earlier(actor: Actor):
    """Their trainings that did not run through the portal, latest first."""
    return EarlierTraining.objects.visible_to(actor).select_related("category")


def posts(actor: Actor, trainee: Trainee):
    """The posts that somebody holds or held."""
    return all_posts(actor).filter(trainee=trainee)


def earlier(actor: Actor, trainee: Trainee):
    """The trainings of somebody that did not run through the portal."""
    return all_earlier(actor).filter(trainee=trainee)


def hours(actor: Actor, trainee: Trainee) -> Hours:
    """Hours completed in programmes and in earlier trainings; three statements."""
    rows = Enrolment.objects.visible_to(actor).filter(
        trainee=trainee,
        state=S.COMPLETED,
        program__starts_on__isnull=False,
        program__sessions__course__isnull=False,
    )
    category = "program__sessions__course__category"
    rows = rows.order_by().values_list("program__starts_on__year", category)
    sums = list(rows.annotate(hours=Sum("program__sessions__course__hours")))
    before = earlier(actor, trainee).filter(result=TrainingResult.COMPLETED, hours__gt=0)
    sums += before.order_by().values_list("starts_on__year", "category").annotate(Sum("hours"))
    # Codes by key: their names are public in the tree, also where another department keeps them.
    codes = Code._base_manager.filter(pk__in={pk for _year, pk, _hours in sums if pk})
    found: dict = {code.pk: (code, {}) for code in codes.order_by("order", "pk")}
    for year, pk, total in sums:
        _name, by = found.setdefault(pk, (Unsorted(), {}))
        by[year] = by.get(year, 0) + total
    return Hours(sorted({year for year, _pk, _hours in sums}), dict(found.values()))


def exported_posts(actor: Actor, organisation: Organisation):
    """The posts of an organisation's people and of those below it, as rows of their sheet."""
    for one in _kept(actor, Post, organisation, "level"):
        yield _person(one) | {
            "post": one.post,
            "employer": one.employer,
            "level": one.level.code if one.level else "",
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "note": one.note,
        }


def exported_trainings(actor: Actor, organisation: Organisation):
    """The earlier trainings of an organisation's people and of those below it, likewise."""
    plain = ("training", "institute", "starts_on", "ends_on", "hours")
    plain += ("result", "score", "certificate", "note")
    for one in _kept(actor, EarlierTraining, organisation, "category"):
        row = {name: getattr(one, name) for name in plain}
        yield _person(one) | row | {"category": one.category.code if one.category else ""}


def _kept(actor: Actor, model, organisation: Organisation, code: str):
    rows = model.objects.visible_to(actor).filter(
        organisation__path__startswith=organisation.path, trainee__active=True
    )
    rows = rows.select_related("trainee__organisation", code)
    return rows.order_by("trainee__organisation__path", "trainee__number", "starts_on", "pk")


def _person(one) -> dict:
    person = one.trainee
    return {
        "number": person.number,
        "name": person.name,
        "organisation": person.organisation.code,
    }


@provides("posts")
def _own_posts(actor: Actor) -> list[dict]:
    person = getattr(actor.user, "trainee", None)
    plain = ("post", "employer", "level__name", "starts_on", "ends_on", "note")
    return list(person.posts.values(*plain)) if person else []


@provides("earlier_trainings")
def _own_trainings(actor: Actor) -> list[dict]:
    person = getattr(actor.user, "trainee", None)
    plain = ("training", "institute", "category__name", "starts_on", "ends_on", "hours")
    plain += ("result", "score", "certificate", "note")
    return list(person.earlier_trainings.values(*plain)) if person else []
