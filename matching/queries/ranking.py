"""People for a programme: whom among the own trainees its theme suits best."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from accounts.access import Actor
from accounts.models import Trainee
from accounts.queries import trainees
from matching import words
from matching.engine.bands import ranked
from matching.engine.explain import explain
from matching.engine.features import table
from matching.facts import SCHEMA, record
from matching.queries import conditions, history
from matching.queries.source import Source, source
from programs.choices import ProgramState
from programs.models import Program

SHOWN = 10


@dataclass(frozen=True)
class Suited:
    """A trainee for a programme, with the weightiest reason. level : as in a suggestion."""

    trainee: Trainee
    level: int
    because: list[words.Reason]
    against: list[words.Reason]


@dataclass(frozen=True)
class People:
    """The first trainees of the order, out of how many, and what put them in order."""

    rows: list[Suited]
    considered: int
    source: Source


def program_with_theme(actor: Actor, pk: int) -> Program | None:
    """A programme that the actor, or whoever is below its owner, fills."""
    rows = Program.objects.unscoped(
        reason="approved programmes of the superiors are open to the people below"
    )
    rows = rows.filter(pk=pk, organisation__in=actor.ancestors, state=ProgramState.APPROVED)
    rows = rows | Program.objects.visible_to(actor).filter(pk=pk)
    return rows.select_related("theme", "organisation").prefetch_related("levels").first()


def people(actor: Actor, program: Program) -> People:
    """The actor's own trainees in the order of the model; a fixed number of statements.

    Those who have a place, or miss a hard condition, are left out.
    """
    today = timezone.localdate()
    own = trainees(actor).filter(organisation__path__startswith=actor.organisation.path)
    rows = {t.pk: t for t in own.select_related("organisation", "level", "area")}
    held = conditions.places(actor, own.values("pk"))
    free = [t for t in rows.values() if _may_go(program, t, held[t.pk])]
    known = history.tables(actor)
    planned = conditions.upcoming(actor, actor.organisation, today)
    used = source(actor, actor.organisation, [*planned, program], known.themes)
    pasts = history.pasts(actor, own.values("pk"))
    records = [record(known.today(t, today), pasts[t.pk], today) for t in free]
    theme = program.theme.code if program.theme else None
    if not records or theme not in used.matcher.classes:
        return People([], len(free), used)
    x = table(SCHEMA, records)
    order = _order(used, x, theme)
    found = [_suited(free[i], records[i], x.take([i]), theme, used, known) for i in order[:SHOWN]]
    return People([one for one in found if one], len(free), used)


def _may_go(program: Program, trainee: Trainee, held) -> bool:
    if held.includes(program):
        return False
    unmet = [t for t in held.ticks(program, trainee.level_id) if not t.met]
    return not unmet or (program.taken >= program.places and len(unmet) == 1)


def _order(used: Source, x, theme: str) -> np.ndarray:
    """Rows by the probability that this theme is the right one."""
    column = used.matcher.classes.index(theme)
    return np.argsort(-used.matcher.proba(x)[:, column], kind="stable")


def _suited(trainee, one, x, theme, used, known) -> Suited | None:
    """Nobody whom the theme does not suit is named."""
    found = next(r for r in ranked(used.matcher, x) if r.label == theme)
    if found.band == "unsuited":
        return None
    speaker = words.Speaker(one.values, known.labels, used.evidence)
    because, against = speaker.reasons(theme, explain(used.matcher, x, theme).parts)
    return Suited(trainee, words.BANDS.get(found.band, 0), because[:2], against[:1])
