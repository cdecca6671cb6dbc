"""Sending need research out, reminding, answering, closing."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import notices, process
from accounts.access import Actor, operation
from accounts.models import Code, Organisation
from core.errors import Refusal
from core.flow import WrongState
from resources.models import Course
from surveys import rules
from surveys.choices import AskedState
from surveys.flow import ANSWER, ASKED, INQUIRY
from surveys.models import Asked, Inquiry
from surveys.operations.questionnaire import answer
from surveys.queries import inquiry as queries

BATCH = 500


class NobodyToAsk(Refusal):
    """The audience is empty."""

    code = "nobody_to_ask"
    message = _(
        "Nobody would be asked: people need an account, units must lie below your organisation. "
        "Change who is asked."
    )


class NoQuestions(Refusal):
    """A questionnaire without questions, or only with questions about courses not chosen."""

    code = "no_questions"
    message = _("There is nothing to answer yet: add questions to the questionnaire first.")


@operation(rules.may_edit_inquiry, on="inquiry")
def save_inquiry(
    *,
    actor: Actor,
    inquiry: Inquiry,
    units: Iterable[Organisation] | None = None,
    levels: Iterable[Code] | None = None,
    courses: Iterable[Course] | None = None,
) -> Inquiry:
    """Prepare a need research or change it before it is sent out."""
    is_new = inquiry.pk is None
    inquiry.save()
    chosen = {"units": units, "levels": levels, "courses": courses}
    for name, rows in chosen.items():
        if rows is not None:
            getattr(inquiry, name).set(rows)
    if is_new:
        INQUIRY.start(inquiry, actor=actor, label=_("Prepared"))
    return inquiry


@operation(rules.may_keep_inquiry, on="inquiry")
def open_inquiry(*, actor: Actor, inquiry: Inquiry) -> Inquiry:
    """Ask everybody of the audience, each once. Raises `NobodyToAsk`, `NoQuestions`."""
    if not queries.pages(actor, inquiry):
        raise NoQuestions
    found = queries.targets(actor, inquiry)
    if not found:
        raise NobodyToAsk
    INQUIRY.move(inquiry, "open", actor=actor)
    rows = Asked.objects.bulk_create(
        (
            Asked(
                organisation=inquiry.organisation,
                inquiry=inquiry,
                user_id=one.user,
                unit_id=one.unit,
                group_id=one.group,
                level_id=one.level,
            )
            for one in found
        ),
        batch_size=BATCH,
    )
    for asked in rows:
        asked.inquiry = inquiry
        _ask(asked, actor)
    return inquiry


def _ask(asked: Asked, actor: Actor) -> None:
    url = reverse("surveys:answer", args=[asked.inquiry.token])
    for party in ANSWER.to(asked):
        process.ask(ANSWER, asked, party, actor=actor, url=url, due_on=asked.inquiry.due_on)


@operation(rules.may_keep_inquiry, on="inquiry")
def remind(*, actor: Actor, inquiry: Inquiry) -> Inquiry:
    """Tell everybody who has not answered yet, at most once a day; by name to nobody.

    Raises `WrongState`.
    """
    rows = inquiry.asked.filter(state=AskedState.OPEN).exclude(user=None)
    if inquiry.state != "open":
        raise WrongState(what=inquiry, state=inquiry.get_state_display())
    notices.tell(
        inquiry.organisation,
        rows.values_list("user", flat=True),
        key=f"inquiry:{inquiry.pk}:{timezone.localdate():%Y%m%d}",
        url=reverse("surveys:answer", args=[inquiry.token]),
        say=lambda: gettext("Please answer “{name}” by {day}.").format(
            name=inquiry.label, day=date_format(inquiry.due_on, "Y-m-d")
        ),
    )
    Inquiry._base_manager.filter(pk=inquiry.pk).update(reminded_at=timezone.now())
    inquiry.refresh_from_db(fields=["reminded_at"])
    return inquiry


@operation(rules.may_keep_inquiry, on="inquiry")
def close_inquiry(*, actor: Actor, inquiry: Inquiry) -> Inquiry:
    """End the answering; drafts that were not sent are forgotten. Raises `WrongState`."""
    INQUIRY.move(inquiry, "close", actor=actor)
    open_rows = inquiry.asked.filter(state=AskedState.OPEN)
    for asked in open_rows.iterator(BATCH):
        process.close(asked, actor=actor)
    open_rows.update(draft={})
    return inquiry


@rules.unrecorded(rules.may_answer_asked, on="asked")
def save_draft(*, actor: Actor, asked: Asked, values: dict, part: int | None = None) -> Asked:
    """Keep the answers of one part; `part` is its number once it is complete.

    Raises `WrongState`, `Denied`.
    """
    row = _open(asked)
    done = set(row.draft.get("done", [])) | ({part} if part else set())
    row.draft = {
        "values": row.draft.get("values", {}) | values,
        "done": sorted(done),
        "saved_at": timezone.now().isoformat(),
    }
    row.save(update_fields=["draft"])
    asked.draft = row.draft
    return asked


@rules.unrecorded(rules.may_answer_asked, on="asked")
def send(*, actor: Actor, asked: Asked) -> Asked:
    """Hand in the answers and forget the draft; a second time is refused.

    Raises `WrongState`, `Incomplete`, `Denied`.
    """
    values = _open(asked).draft.get("values", {})
    inquiry = asked.inquiry
    answer(
        actor=actor,
        questionnaire=inquiry.questionnaire,
        target=inquiry,
        pages=queries.pages(actor, inquiry),
        values=values,
        party=inquiry.audience,
        group=(asked.group, asked.level),
    )
    ASKED.move(asked, "send", draft={})
    process.close(asked, actor=actor)
    return asked


def _open(asked: Asked) -> Asked:
    """The row as it is now, held until the end of the transaction. Raises `WrongState`."""
    row = Asked._base_manager.select_for_update().get(pk=asked.pk)
    if row.state != AskedState.OPEN:
        raise WrongState(what=asked, state=row.get_state_display())
    return row
