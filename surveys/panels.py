"""Where need research stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register
from surveys import rules
from surveys.choices import AskedState
from surveys.queries.inquiry import to_answer


def waiting(actor) -> int | None:
    """How many questionnaires wait for the actor."""
    return to_answer(actor).filter(state=AskedState.OPEN).count() or None


register(
    Entry(
        label=_("Need research"),
        url_name="surveys:inquiry_list",
        icon="clipboard-list",
        order=26,
        audience=rules.may_see_inquiries,
    )
)
register(
    Entry(
        label=_("Questions to me"),
        url_name="surveys:answer_list",
        icon="message-square",
        order=27,
        audience=lambda actor: actor.is_personal,
        count=waiting,
    )
)
