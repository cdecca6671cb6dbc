"""Who builds questionnaires, and who may read what was counted."""

import functools

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer, Denied, Rule
from accounts.choices import STAFF_ROLES, OrganisationKind, Role
from accounts.models import Organisation
from surveys.choices import InquiryState
from surveys.models import Asked, Inquiry, Questionnaire

HOLDS_LISTS = Answer(
    _("This questionnaire holds answers that were brought in by spreadsheet. It stays as it is.")
)


def unrecorded(rule: Rule, *, on: str):
    """Make an operation that asks its rule and leaves no audit entry.

    For answering alone: an entry would tell the respondent's organisation who has answered and
    when, and what was promised as anonymous would no longer be it. Raises `Denied`.
    """

    def decorate(function):
        @functools.wraps(function)
        def run(*, actor: Actor, **kwargs):
            if not (answer := rule(actor, kwargs[on])):
                raise Denied(answer.reason)
            with transaction.atomic():
                return function(actor=actor, **kwargs)

        run.rule = rule
        return run

    return decorate


def may_browse(actor: Actor, _any=None) -> Answer:
    """Staff read the questionnaires; the others meet them when they are asked."""
    if actor.role in STAFF_ROLES:
        return YES
    return Answer(_("Questionnaires are kept by the staff of an organisation."))


def may_make(actor: Actor, organisation: Organisation) -> Answer:
    """A manager or data steward, for his own organisation."""
    if actor.organisation.pk == organisation.pk and actor.has(Role.MANAGER, Role.STEWARD):
        return YES
    return Answer(_("Only a manager or data steward of the organisation itself may do this."))


def may_edit(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """The same, until the first answer: what was answered keeps its questions."""
    if questionnaire.brought_in:
        return HOLDS_LISTS
    if questionnaire.pk and questionnaire.sheets.exists():
        return Answer(_("This questionnaire has been answered. Make a copy and change that one."))
    return may_make(actor, questionnaire.organisation)


def may_copy(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Whoever may make one of his own may begin with another's."""
    return may_make(actor, actor.organisation)


def may_switch(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Who keeps a questionnaire takes it into use or out of it."""
    if questionnaire.brought_in:
        return HOLDS_LISTS
    return may_make(actor, questionnaire.organisation)


def may_answer(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Anybody of the organisations for which it was made."""
    if questionnaire.organisation.is_above(actor.organisation):
        return YES
    return Answer(_("This questionnaire was made for other organisations."))


def may_keep_inquiry(actor: Actor, inquiry: Inquiry) -> Answer:
    """A manager or data steward of the organisation that asks."""
    if actor.at(OrganisationKind.ENTERPRISE):
        return Answer(_("Needs are researched by departments, units and institutes."))
    return may_make(actor, inquiry.organisation)


def may_edit_inquiry(actor: Actor, inquiry: Inquiry) -> Answer:
    """The same, until it is sent out."""
    if inquiry.state != InquiryState.DRAFT:
        return Answer(_("It has been sent out: people answer what they were asked."))
    return may_keep_inquiry(actor, inquiry)


def may_see_inquiries(actor: Actor) -> Answer:
    """Staff of the organisations that ask or train."""
    if actor.role in STAFF_ROLES and not actor.at(OrganisationKind.ENTERPRISE):
        return YES
    return Answer(_("The results of need research are for the staff of an organisation."))


def may_answer_asked(actor: Actor, asked: Asked) -> Answer:
    """The person who was asked; for a unit, one of its managers."""
    if asked.inquiry.state != InquiryState.OPEN:
        return Answer(_("The answering has ended."))
    if asked.user_id is not None:
        own = asked.user_id == actor.user.pk
        return YES if own else Answer(_("Only the person who was asked answers this."))
    if asked.unit_id == actor.organisation.pk and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the unit that was asked answers for it."))
