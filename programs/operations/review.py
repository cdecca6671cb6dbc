"""Deciding about a programme, and talking about it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from accounts.queries import steps
from core.errors import Refusal
from core.flow import WrongState
from programs import bookings
from programs.choices import ProgramState
from programs.flow import PROGRAM, signing
from programs.models import Comment, Program
from programs.rules import program as rules
from programs.rules import review as review_rules

SIGNED = ("approve", "return", "refuse")


class AlreadyDecided(Refusal):
    """Somebody else decided first."""

    code = "already_decided"
    message = _("Already decided by {who} at {at}: it is now “{state}”. Nothing was changed.")


class OtherVersion(Refusal):
    """The decision was made about a version that is no longer the latest."""

    code = "other_version"
    message = _("Version {number} has been submitted meanwhile. Read it, then decide about it.")


class NothingSaid(Refusal):
    """A programme comes back without a word on what has to change."""

    code = "nothing_said"
    message = _(
        "Mark a comment as “must be settled”, or say here what has to change: "
        "the owner must know what to do."
    )
    status = 422


class NothingAnswered(Refusal):
    """An answer without text."""

    code = "nothing_answered"
    message = _("Write what you have changed, or why it stays as it is.")
    status = 422


@operation(rules.may_confirm, on="program")
def accept(*, actor: Actor, program: Program, reason: str = "", version: int | None = None):
    """Confirm, as the institute, that the programme can be held this way.

    Raises `AlreadyDecided`, `OtherVersion`, `WrongState`, `Denied`.
    """
    _decide(actor, program, "accept", reason, version)
    signing.ask(program, actor)
    return program


@operation(rules.may_confirm, on="program")
def decline(*, actor: Actor, program: Program, reason: str = "", version: int | None = None):
    """Send the programme back, as the institute. Raises `NothingSaid` and as `accept`."""
    return _decide(actor, program, "decline", reason, version, must_say=True)


@operation(rules.may_approve, on="program")
def approve(
    *,
    actor: Actor,
    program: Program,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
):
    """Give one's signature; with the last one the programme is approved. Raises as `accept`.

    `step` is the signature that the page showed: another one is not given in its stead.
    """
    return _decide(actor, program, "approve", reason, version, step=step)


@operation(rules.may_approve, on="program")
def return_(
    *,
    actor: Actor,
    program: Program,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
):
    """Return the programme for changes. Raises `NothingSaid` and as `accept`."""
    return _decide(actor, program, "return", reason, version, step=step, must_say=True)


@operation(rules.may_approve, on="program")
def refuse(
    *,
    actor: Actor,
    program: Program,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
):
    """Refuse the programme for good. Raises `NothingSaid` and as `accept`."""
    return _decide(actor, program, "refuse", reason, version, step=step, must_say=True)


DECIDE = {
    "accept": accept,
    "decline": decline,
    "approve": approve,
    "return": return_,
    "refuse": refuse,
}


@operation(review_rules.may_comment, on="program")
def comment(
    *,
    actor: Actor,
    program: Program,
    text: str,
    line: int | None = None,
    field: str = "",
    must_fix: bool = False,
) -> Comment | None:
    """Note what to say about the programme, a line or a field; sent with the decision.

    There is one note for each place: writing again changes it, an empty text takes it back.
    """
    place = {"member": actor.member, "line": line, "field": field, "sent": False}
    drafts = program.comments.filter(**place)
    if not text.strip():
        drafts.delete()
        return None
    values = {"version": program.version, "text": text.strip(), "must_fix": must_fix}
    if draft := drafts.first():
        drafts.filter(pk=draft.pk).update(**values)
        draft.refresh_from_db()
        return draft
    return program.comments.create(**place, **values)


@operation(review_rules.may_answer, on="comment")
def answer(*, actor: Actor, comment: Comment, text: str) -> Comment:
    """Say, as the owner, what was done about a comment. Raises `NothingAnswered`."""
    if not text.strip():
        raise NothingAnswered
    comment.answer, comment.answered_by = text.strip(), actor.member
    comment.answered_at = timezone.now()
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    return comment


def _decide(actor, program, move, reason, version, *, step=None, must_say=False) -> Program:
    """Move the programme and send what was noted; one of many deciding at once succeeds."""
    number = _latest(actor, program, move, version)
    if step and not program.signatures.filter(pk=step, version=number, verdict="").exists():
        raise _too_late(actor, program)
    drafts = program.comments.filter(member=actor.member, sent=False)
    proposed = program.proposed_changes.filter(member=actor.member, sent=False)
    said = drafts.filter(must_fix=True).exists() or proposed.exists()
    if must_say and not reason.strip() and not said:
        raise NothingSaid
    if must_say and reason.strip():  # what is said with the decision is answered like the rest
        words = {"version": number, "text": reason.strip(), "must_fix": True}
        program.comments.create(member=actor.member, **words)
    _move(actor, program, move, reason.strip(), step)
    bookings.settle(program)
    drafts.update(sent=True, at=timezone.now())
    proposed.update(sent=True, at=timezone.now())
    return program


def _latest(actor, program, move, version) -> int:
    """Lock the programme and make sure that it is this version that waits for this move."""
    latest = Program._base_manager.select_for_update().values_list("state", "version")
    state, number = latest.get(pk=program.pk)
    if state not in PROGRAM.flow[move].source:
        raise _too_late(actor, program)
    if version is not None and version != number:
        raise OtherVersion(number=number)
    return number


def _move(actor, program, move, note, step) -> None:
    """Give the signature where one is asked for; only the last approval moves the programme."""
    if move not in SIGNED or program.state != ProgramState.ACCEPTED:
        PROGRAM.move(program, move, actor=actor, note=note)
        return
    given = signing.give(actor, program, move, note, step)
    if given is None:
        raise _too_late(actor, program)
    if move != "approve" or not rules.current(program):
        PROGRAM.move(program, move, actor=actor, note=note)
        return
    PROGRAM.move(program, "sign", actor=actor, note=note)
    signing.ask(program, actor)


def _too_late(actor, program) -> Refusal:
    """Who was faster, when, and what he decided; otherwise only that it has moved on."""
    decisions = ("accept", "decline", "sign", "approve", "return", "refuse")
    last = steps(actor, program).first()
    program.refresh_from_db(fields=["state"])
    if last is None or last.move not in decisions:
        return WrongState(what=program, state=program.get_state_display())
    at = date_format(timezone.localtime(last.at), "H:i")
    if timezone.localtime(last.at).date() != timezone.localdate():
        at = date_format(timezone.localtime(last.at), "Y-m-d H:i")
    return AlreadyDecided(who=last.member.user, at=at, state=program.get_state_display())
