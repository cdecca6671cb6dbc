"""Who builds questionnaires, and who may read what was counted."""

import functools

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer, Denied, Rule
from accounts.choices import STAFF_ROLES, Role
from accounts.models import Organisation
from surveys.models import Questionnaire


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
    if questionnaire.sheets.exists():
        return Answer(_("This questionnaire has been answered. Make a copy and change that one."))
    return may_make(actor, questionnaire.organisation)


def may_copy(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Whoever may make one of his own may begin with another's."""
    return may_make(actor, actor.organisation)


def may_switch(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Who keeps a questionnaire takes it into use or out of it."""
    return may_make(actor, questionnaire.organisation)


def may_answer(actor: Actor, questionnaire: Questionnaire) -> Answer:
    """Anybody of the organisations for which it was made."""
    if questionnaire.organisation.is_above(actor.organisation):
        return YES
    return Answer(_("This questionnaire was made for other organisations."))
