"""Who may train a model, see suggestions and decide about them."""

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import STAFF_ROLES, OrganisationKind, Role
from accounts.models import Organisation, Trainee
from matching.models import Choice, Model
from programs.choices import NAMING
from programs.models import Program

TRAINING = (Role.MANAGER, Role.APPROVER, Role.STEWARD)
DECIDING = (Role.MANAGER, Role.APPROVER, Role.STEWARD)


def may_train(actor: Actor, organisation: Organisation) -> Answer:
    """A manager, approver or data steward of a department, for his own department."""
    own = organisation.pk == actor.organisation.pk
    if own and actor.at(OrganisationKind.DEPARTMENT) and actor.has(*TRAINING):
        return YES
    return Answer(
        _("Only a manager, approver or data steward of a department trains its matching model.")
    )


def may_train_own(actor: Actor) -> Answer:
    """The same, for the actor's own organisation: who gets the place in the navigation."""
    return may_train(actor, actor.organisation)


def may_keep_model(actor: Actor, model: Model) -> Answer:
    """The same, asked about one model: stop its training, take it into use again."""
    return may_train(actor, model.organisation)


def may_see(actor: Actor, trainee: Trainee) -> Answer:
    """The trainee himself, and staff of his organisation or of one above it."""
    if actor.is_personal:
        own = trainee.user_id == actor.user.pk
        return YES if own else Answer(_("You see the suggestions for yourself only."))
    if actor.role in STAFF_ROLES and actor.organisation.is_above(trainee.organisation):
        return YES
    return Answer(_("Only the trainee's own organisation and its superiors see suggestions."))


def may_decide(actor: Actor, trainee: Trainee) -> Answer:
    """A manager, approver or data steward of his organisation or of one above it."""
    if actor.has(*DECIDING) and actor.organisation.is_above(trainee.organisation):
        return YES
    return Answer(
        _(
            "Only a manager, approver or data steward of the trainee's organisation, or of one "
            "above it, decides about suggestions."
        )
    )


def may_ask_review(actor: Actor, trainee: Trainee) -> Answer:
    """Who decides, and the trainee himself: anyone concerned may ask for a person's judgement."""
    own = trainee.user_id is not None and trainee.user_id == actor.user.pk
    return YES if own else may_decide(actor, trainee)


def may_rank(actor: Actor, program: Program) -> Answer:
    """Those who name trainees for a programme that is being filled."""
    if program.state not in NAMING:
        return Answer(_("People are named once the programme is approved."))
    if actor.has(*DECIDING) and actor.at(OrganisationKind.UNIT, OrganisationKind.DEPARTMENT):
        return YES
    return Answer(_("Only those who name trainees see who is suited."))


def may_keep_odds(actor: Actor, program: Program) -> Answer:
    """Those who name trainees: with every place is kept how likely it was."""
    if actor.has(*DECIDING) and actor.at(OrganisationKind.UNIT, OrganisationKind.DEPARTMENT):
        return YES
    return Answer(_("Only those who name trainees keep how their places came about."))


def may_assign(actor: Actor, organisation: Organisation) -> Answer:
    """A manager of a department or unit, for his own: he names for its programmes."""
    own = organisation.pk == actor.organisation.pk
    staff = actor.at(OrganisationKind.UNIT, OrganisationKind.DEPARTMENT) and actor.has(Role.MANAGER)
    if own and staff:
        return YES
    return Answer(_("Only a manager of the organisation that owns the programmes gives places."))


def may_assign_own(actor: Actor) -> Answer:
    """The same, for the actor's own organisation: who gets the place in the navigation."""
    return may_assign(actor, actor.organisation)


def may_review(actor: Actor, choice: Choice) -> Answer:
    """The superior department, or the own one where there is none above, gives the judgement."""
    if actor.at(OrganisationKind.DEPARTMENT):
        return may_decide(actor, choice.trainee)
    return Answer(_("A department reviews suggestions that were questioned."))
