"""What the home page and the statistics show; reads every app, owns nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.access import Actor
from accounts.choices import OrganisationKind, Role, Sex
from accounts.models import Code, Trainee
from accounts.process import VERBS
from portfolios import queries as portfolios
from programs.choices import EnrolmentState, PlanState, ProgramState
from programs.models import Enrolment, Plan, Program

MOST_URGENT = 60  # of the to-do list on the home page; the page of its own has them all
ICONS = {
    "evaluate": "clipboard-check",
    "follow_up": "clipboard-check",
    "approve": "check-check",
    "confirm": "check",
    "revise": "undo-2",
    "name": "user-plus",
    "compose": "layers",
    "start": "play",
    "close": "flag",
}


@dataclass(frozen=True)
class Figure:
    """One figure of the home page: a question, its answer, the list behind it."""

    question: str | Promise
    number: int
    url: str
    of: str = ""
    share: float | None = None
    note: str | Promise = ""


@dataclass(frozen=True)
class Group:
    """Open work of one urgency."""

    label: str | Promise
    items: list


def todo(actor: Actor, *, today: date) -> list[Group]:
    """What waits for the actor: overdue, due within a week, later; one statement."""
    items = list(accounts.open_work(actor)[:MOST_URGENT])
    for item in items:
        item.what = VERBS.get(item.verb, item.verb)
        item.icon = ICONS.get(item.verb, "circle-dot")
        item.late = (today - item.due_on).days if item.due_on and item.due_on < today else 0
        item.waited = (today - timezone.localdate(item.opened_at)).days
    week = today + timedelta(days=7)
    parts = (
        (_("Overdue"), [i for i in items if i.due_on and i.due_on < today]),
        (_("Due within a week"), [i for i in items if i.due_on and today <= i.due_on <= week]),
        (_("Later"), [i for i in items if not i.due_on or i.due_on > week]),
    )
    return [Group(label, group) for label, group in parts if group]


def programs(actor: Actor):
    """The programmes the actor has to do with, latest first."""
    rows = Program.objects.visible_to(actor).with_hours()
    return rows.select_related("organisation", "institute", "theme").order_by("-starts_on", "-pk")


def current_programs(actor: Actor, *, today: date):
    """Programmes that are being prepared or held, or have just ended."""
    recent = Q(state=ProgramState.CLOSED, ends_on__gte=today - timedelta(days=30))
    return programs(actor).filter(
        ~Q(state__in=(ProgramState.CLOSED, ProgramState.REFUSED)) | recent
    )


def own_programs(actor: Actor, *states: ProgramState):
    """Programmes of the actor's own organisation in these states."""
    rows = Program.objects.visible_to(actor)
    return rows.filter(organisation=actor.organisation, state__in=states)


def open_plans(actor: Actor):
    """Published plans: what is asked this year."""
    return Plan.objects.visible_to(actor).filter(state=PlanState.PUBLISHED)


def own_hours(actor: Actor, *, year: int) -> int | None:
    """Hours the person has completed in a year; None for who is no trainee."""
    own = portfolios.own(actor)
    return portfolios.hours(actor, own).of_year(year) if own else None


def own_enrolments(actor: Actor):
    """The places a person has in programmes."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee__user=actor.user)
    rows = rows.exclude(state=EnrolmentState.WITHDRAWN)
    return rows.select_related("program__institute", "grade").order_by("-program__starts_on")


def figures(actor: Actor, *, today: date) -> list[Figure]:
    """Three or four figures of the actor's scope, each a link to the list behind it."""
    year = Program.objects.visible_to(actor).filter(starts_on__year=today.year)
    sums = year.aggregate(
        n=Count("pk"),
        running=Count("pk", filter=Q(state=ProgramState.RUNNING)),
        places=Sum("places", default=0, filter=~Q(state=ProgramState.REFUSED)),
        taken=Sum("taken", default=0),
    )
    board = reverse("programs:program_list")
    found = [
        Figure(_("Programmes this year"), sums["n"], board),
        Figure(_("Running now"), sums["running"], f"{board}?state=running"),
        Figure(
            _("Places taken"),
            sums["taken"],
            board,
            of=f"/ {sums['places']}",
            share=round(100 * sums["taken"] / sums["places"], 1) if sums["places"] else None,
        ),
    ]
    if not actor.at(OrganisationKind.INSTITUTE):
        people = accounts.trainees(actor).count()
        found.insert(0, Figure(_("People"), people, reverse("accounts:trainee_list")))
    return found


def may_read_statistics(actor: Actor) -> bool:
    """Everybody who acts for an organisation; the figures are those of his scope."""
    return not actor.is_personal and actor.has(
        Role.MANAGER, Role.APPROVER, Role.VIEWER, Role.STEWARD
    )


@dataclass(frozen=True)
class Statistics:
    """The sample statistics of the leaders: counts over the actor's scope."""

    people: int
    sexes: dict[str, int]
    ages: dict[str, tuple[int, int]]
    formats: list[tuple[str, float]]
    satisfaction: list[tuple[int, float, int]]

    @property
    def figures(self) -> list[Figure]:
        """The same in three or four figures."""
        older = sum(men + women for men, women in list(self.ages.values())[2:])
        found = [
            Figure(_("People"), self.people, reverse("accounts:trainee_list")),
            _part(_("46 or older"), older, self.people),
            _part(_("Women"), self.sexes[Sex.FEMALE.value], self.people),
        ]
        if self.satisfaction:
            year, mean, n = self.satisfaction[-1]
            note = f"{year}: Ø {mean:.1f}"
            found.append(Figure(_("Results of the latest year"), n, "", note=note))
        return found


BANDS = (
    ("≤ 35", 0, 35),
    ("36–45", 36, 45),
    ("46–50", 46, 50),
    ("51–55", 51, 55),
    ("≥ 56", 56, 200),
)


def statistics(actor: Actor, *, today: date) -> Statistics:
    """Sex, age and preferred formats of the people, results by year; five statements."""
    people = Trainee.objects.visible_to(actor).filter(active=True)
    rows = list(people.values_list("sex", "born_on", "preferences"))
    ages = {label: [0, 0] for label, _low, _high in BANDS}
    sexes = {Sex.MALE.value: 0, Sex.FEMALE.value: 0}
    liked: dict[str, int] = {}
    for sex, born, preferences in rows:
        sexes[sex] = sexes.get(sex, 0) + 1
        if born:
            ages[_band(born, today)][sex == Sex.FEMALE] += 1
        for code in preferences:
            liked[code] = liked.get(code, 0) + 1
    names = {c.code: c.label for c in Code.objects.visible_to(actor).filter(kind="format")}
    formats = [(names.get(k, k), 100 * n / len(rows)) for k, n in liked.items()]
    return Statistics(
        people=len(rows),
        sexes=sexes,
        ages={k: tuple(v) for k, v in ages.items()},
        formats=sorted(formats, key=lambda pair: -pair[1]),
        satisfaction=_results(actor),
    )


def _part(question, number: int, whole: int) -> Figure:
    return Figure(question, number, "", of=f"/ {whole}", share=100 * number / whole)


def _band(born: date, today: date) -> str:
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return next(label for label, low, high in BANDS if low <= age <= high)


def _results(actor: Actor) -> list[tuple[int, float, int]]:
    """Mean score and number of the people who completed a programme, by year."""
    done = Enrolment.objects.visible_to(actor).filter(score__isnull=False)
    done = done.values("program__starts_on__year").annotate(mean=Avg("score"), n=Count("pk"))
    return [
        (row["program__starts_on__year"], float(row["mean"]), row["n"])
        for row in done.order_by("program__starts_on__year")
    ]
