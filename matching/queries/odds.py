"""How likely a place was: what the model in use says of a theme among those open that day."""

from django.utils import timezone

from accounts.access import Actor
from accounts.models import Trainee
from matching.engine.features import table
from matching.facts import SCHEMA, record
from matching.models import Propensity
from matching.queries import conditions, history, serving
from matching.queries.ranking import program_with_theme
from matching.queries.source import source
from programs.choices import EnrolmentState
from programs.models import Enrolment, Program

PLACED = (EnrolmentState.NOMINATED, EnrolmentState.WAITING)


def named(actor: Actor, pk: int) -> Program | None:
    """A programme with a theme that has not begun, and that the actor names people for."""
    found = program_with_theme(actor, pk)
    coming = found and found.theme and found.starts_on and found.starts_on > timezone.localdate()
    return found if coming else None


def told(actor: Actor) -> bool:
    """Whether a model in use says how likely something is."""
    model = serving.champion(actor, actor.organisation)
    return model is not None and not model.thin


def places(actor: Actor, program: Program) -> list[Propensity]:
    """Propensities, not yet written, of the places in a programme that have none.

    Seven statements. Only where a model serves and knows the theme.
    """
    rows = Enrolment.objects.visible_to(actor).filter(
        program=program, state__in=PLACED, propensity__isnull=True, named_by=actor.member
    )
    given = {one.trainee_id: one for one in rows}
    people = Trainee.objects.visible_to(actor).filter(pk__in=given).select_related("organisation")
    people, today = list(people), timezone.localdate()
    known, planned = history.tables(actor), conditions.upcoming(actor, actor.organisation, today)
    used = source(actor, actor.organisation, planned, known.themes)
    if used.by_rules or not people:
        return []
    pasts = history.pasts(actor, list(given))
    records = [record(known.today(t, today), pasts[t.pk], today) for t in people]
    themes = {program.theme.code, *(p.theme.code for p in planned)}
    out = []
    for one, prob in zip(people, used.matcher.proba(table(SCHEMA, records)), strict=True):
        likely = used.matcher.likely(prob, program.theme.code, themes)
        if likely is not None:
            enrolment = given[one.pk]
            out.append(
                Propensity(enrolment=enrolment, model=used.model, share=likely, themes=len(themes))
            )
    return out
