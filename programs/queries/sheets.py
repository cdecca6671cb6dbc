"""What the sheets of demand, programmes, names and results offer to choose, and give back."""

from accounts.access import Actor
from accounts.choices import OrganisationKind, Role
from accounts.imports.cells import named
from accounts.queries import organisations, partners
from programs.choices import NAMING, PlanState
from programs.models import Plan, Program
from programs.queries.enrolment import PLACED, TAKING_PART, enrolments
from programs.rules.enrolment import HELD


def own_organisation(actor: Actor):
    """The actor's organisation: programmes are composed in its name."""
    return [actor.organisation]


def units(actor: Actor):
    """Units of the actor's organisation and below."""
    return organisations(actor, OrganisationKind.UNIT).filter(active=True)


def institutes(actor: Actor):
    """Institutes of the whole tree: whom one can turn to."""
    return partners(actor, OrganisationKind.INSTITUTE)


def institute_words(actor: Actor):
    """The institutes by code and by name."""
    return named(institutes(actor))


def drafted_plans(actor: Actor):
    """Yearly plans of the own department that are still drafts."""
    return Plan.objects.visible_to(actor).filter(
        organisation=actor.organisation, state=PlanState.DRAFT
    )


def open_to_names(actor: Actor):
    """Programmes of the own organisation for which people are being named."""
    seen = Program.objects.visible_to(actor)
    rows = seen if actor.has(Role.MANAGER) else seen.none()
    return rows.filter(organisation=actor.organisation, state__in=NAMING)


def open_to_results(actor: Actor):
    """Programmes that the own institute holds or has held."""
    seen = Program.objects.visible_to(actor)
    rows = seen if actor.has(Role.MANAGER) else seen.none()
    return rows.filter(institute=actor.organisation, state__in=HELD)


def exported_names(actor: Actor, program: Program):
    """Those who take part, as rows of the sheet of names."""
    for one in enrolments(actor, program).filter(state__in=TAKING_PART):
        yield {
            "number": one.trainee.number,
            "name": one.trainee.name,
            "organisation": one.organisation.code,
        }


def exported_results(actor: Actor, program: Program):
    """Those who have a place, with their results as far as there are some."""
    for one in enrolments(actor, program).filter(state__in=PLACED):
        yield {
            "number": one.trainee.number,
            "name": one.trainee.name,
            "score": one.score,
            "grade": one.grade.code if one.grade else "",
            "outcome": one.state if one.state in PLACED[1:] else "",
            "remark": one.remark,
        }
