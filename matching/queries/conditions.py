"""The hard conditions of a suggestion: what no score can outweigh."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.models import Organisation, Trainee
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment, Program
from programs.rules.enrolment import may_name

SAME_THEME = timedelta(days=365)
HELD = (EnrolmentState.WAITING, EnrolmentState.NOMINATED, EnrolmentState.COMPLETED)


@dataclass(frozen=True)
class Tick:
    """One condition, whether it is met, and what to say where it is not."""

    label: str
    met: bool
    unmet: str


@dataclass(frozen=True)
class Place:
    """A programme somebody has a place in."""

    program: int
    theme: str
    began_on: date
    ended_on: date


@dataclass(frozen=True)
class Held:
    """All the places of one person."""

    places: list[Place] = field(default_factory=list)

    def includes(self, program: Program) -> bool:
        """Whether the person already has a place in this very programme."""
        return any(place.program == program.pk for place in self.places)

    def ticks(self, program: Program, level_id: int | None) -> list[Tick]:
        """The four conditions, in the order of the page."""
        ends_on = program.ends_on or program.starts_on
        addressed = {level.pk for level in program.levels.all()}
        clash = any(p.began_on <= ends_on and program.starts_on <= p.ended_on for p in self.places)
        since = program.starts_on - SAME_THEME
        again = any(
            program.theme and p.theme == program.theme.code and p.ended_on > since
            for p in self.places
        )
        return [
            Tick(
                _("For this level"),
                not addressed or level_id in addressed,
                _("It is meant for other levels"),
            ),
            Tick(_("No clash of dates"), not clash, _("Has a place elsewhere on these days")),
            Tick(_("Places left"), program.taken < program.places, _("All places are taken")),
            Tick(
                _("Not the same theme within 12 months"),
                not again,
                _("Had or has the same theme within 12 months"),
            ),
        ]


def upcoming(actor: Actor, organisation: Organisation, today: date) -> list[Program]:
    """Approved programmes of an organisation or its superiors that have not begun; two statements.

    `open_to_actor` says whether the actor may open the programme's own page, `may_name` whether
    it is he who gives its places.
    """
    rows = Program.objects.unscoped(
        reason="approved programmes are open to the people below: title, dates and places"
    )
    rows = rows.filter(
        organisation__in=organisation.ancestors,
        state=ProgramState.APPROVED,
        theme__isnull=False,
        starts_on__gt=today,
    )
    found = list(
        rows.select_related("theme", "organisation")
        .prefetch_related("levels")
        .order_by("starts_on", "pk")
    )
    seen = Program.objects.visible_to(actor).filter(pk__in=[p.pk for p in found])
    mine = set(seen.values_list("pk", flat=True))
    for program in found:
        program.open_to_actor = program.pk in mine
        program.may_name = bool(may_name(actor, program))
    return found


def standing(actor: Actor, trainee: Trainee, program: Program) -> str:
    """The state of a person's place in a programme; empty without one."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee=trainee, program=program)
    return rows.values_list("state", flat=True).first() or ""


def places(actor: Actor, trainees: Iterable[int]) -> dict[int, Held]:
    """Programmes these people have or had a place in; one statement."""
    rows = Enrolment.objects.visible_to(actor).filter(
        trainee__in=trainees, state__in=HELD, program__starts_on__isnull=False
    )
    out = defaultdict(Held)
    for pk, program, theme, began_on, ended_on in rows.values_list(
        "trainee_id",
        "program_id",
        "program__theme__code",
        "program__starts_on",
        "program__ends_on",
    ):
        out[pk].places.append(Place(program, theme or "", began_on, ended_on or began_on))
    return out
