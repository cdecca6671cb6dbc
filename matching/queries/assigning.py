"""Places for many at once: who goes where is computed for all together, and given by a person."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils import timezone

from accounts.access import Actor
from accounts.models import Trainee
from accounts.queries import trainees
from matching import words
from matching.choices import Decision
from matching.engine.bands import band_of
from matching.engine.features import table
from matching.engine.places import UNPLACED, Quotas, assign
from matching.facts import SCHEMA, record
from matching.models import Choice
from matching.queries import conditions, history
from matching.queries.source import Source, source
from programs.models import Program

MOST_PEOPLE = 3000  # of whom a page can be drawn


@dataclass(frozen=True)
class Seat:
    """One person, the programme proposed (none without a place), and where else he may go."""

    trainee: Trainee
    program: Program | None
    level: int
    options: list[Program]

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"place-{self.trainee.pk}"


@dataclass(frozen=True)
class Proposal:
    """Everybody's place, and how good that is.

    gap : at most this share, in per cent, is missing to the best possible assignment.
    """

    programs: list[Program]
    seats: list[Seat]
    source: Source
    gap: float
    considered: int
    too_many: bool = False

    @cached_property
    def placed(self) -> list[tuple[Program, list[Seat]]]:
        """Each programme with those who get a place, the best suited first."""
        found = defaultdict(list)
        for seat in self.seats:
            if seat.program:
                found[seat.program.pk].append(seat)
        return [(p, sorted(found[p.pk], key=lambda s: -s.level)) for p in self.programs]

    @property
    def left(self) -> list[Seat]:
        """Those who find no place."""
        return [seat for seat in self.seats if seat.program is None]


def open_programs(actor: Actor) -> list[Program]:
    """Upcoming programmes whose places are the actor's to give, and which have some left."""
    rows = conditions.upcoming(actor, actor.organisation, timezone.localdate())
    return [p for p in rows if p.may_name and p.taken < p.places]


def proposal(actor: Actor, programs: list[Program], quota: int | None = None) -> Proposal:
    """Propose a place for everybody below the actor's organisation; a fixed number of statements.

    quota : at most so many people of one unit in one programme.
    """
    today = timezone.localdate()
    below = trainees(actor).filter(organisation__path__startswith=actor.organisation.path)
    people = list(below.order_by("organisation__path", "name_sort", "pk")[: MOST_PEOPLE + 1])
    known = history.tables(actor)
    used = source(actor, actor.organisation, programs, known.themes)
    if len(people) > MOST_PEOPLE or not people or not programs:
        return Proposal(programs, [], used, 0.0, len(people), len(people) > MOST_PEOPLE)
    pasts = history.pasts(actor, below.values("pk"))
    records = [record(known.today(t, today), pasts[t.pk], today) for t in people]
    prob = used.matcher.proba(table(SCHEMA, records))
    may = _may(actor, people, programs, below)
    scores, levels = _scores(used, programs, prob, may)
    places = np.array([p.places - p.taken for p in programs])
    found = assign(scores, places, _quotas(people, len(programs), quota))
    seats = [
        Seat(
            one,
            programs[place] if place != UNPLACED else None,
            int(levels[row, place]) if place != UNPLACED else 0,
            [p for p, ok in zip(programs, may[row], strict=True) if ok],
        )
        for row, (one, place) in enumerate(zip(people, found.chosen, strict=True))
        if may[row].any()
    ]
    return Proposal(programs, seats, used, 100 * found.gap, len(seats))


def _may(actor, people, programs, below) -> np.ndarray:
    """(n, k) whether the hard conditions let a person go, and nobody found it unsuitable."""
    held = conditions.places(actor, below.values("pk"))
    rows = Choice.objects.visible_to(actor).filter(program__in=programs).order_by("pk")
    latest = {(t, p): d for t, p, d in rows.values_list("trainee_id", "program_id", "decision")}
    return np.array(
        [
            [
                not held[one.pk].includes(program)
                and all(tick.met for tick in held[one.pk].ticks(program, one.level_id))
                and latest.get((one.pk, program.pk)) != Decision.UNSUITABLE
                for program in programs
            ]
            for one in people
        ]
    )


def _scores(used: Source, programs, prob, may) -> tuple[np.ndarray, np.ndarray]:
    """(n, k) probabilities, NaN where somebody must not go or is not suited; and the bands."""
    column = {theme: i for i, theme in enumerate(used.matcher.classes)}
    own = [column.get(p.theme.code, -1) for p in programs]
    scores = np.where(np.array(own) >= 0, prob[:, own], 0.0)
    levels = np.zeros(scores.shape, int)
    if not used.by_rules:
        usual, best = used.matcher.usual[own], prob.max(1)
        for row, place in np.argwhere(may):
            band = band_of(scores[row, place], usual[place], best[row])
            levels[row, place] = words.BANDS.get(band, -1)
    scores = np.where(may & (levels >= 0), scores, np.nan)
    return scores, levels


def _quotas(people, programs: int, quota: int | None) -> Quotas | None:
    if not quota:
        return None
    units, unit = np.unique([one.organisation_id for one in people], return_inverse=True)
    return Quotas(unit, np.full((len(units), programs), quota))
