"""The signatures an approval needs: written once for a version, asked for in order, given once."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts import process
from accounts.access import Actor
from programs import flow
from programs.choices import Verdict
from programs.models import ApprovalRule, Program, Signature
from programs.rules import program as rules

STEP = 10  # between the positions of two rows, so that a signature can be put in between


def asked_of(program: Program, actor: Actor, **values) -> Signature:
    """A signature asked for about the latest version."""
    return Signature(program=program, version=program.version, asked_by=actor.member, **values)


def _rows(program: Program) -> list[ApprovalRule]:
    """The rows of the department's table that fit the programme."""
    latest = program.versions.first()
    cost = latest.content["meter"].get("cost_yuan", {}).get("total", 0) if latest else 0
    rows = ApprovalRule._base_manager.filter(
        organisation__in=flow.department(program), active=True, min_cost_yuan__lte=cost
    )
    rows = rows.select_related("signer", "member__user", "member__organisation", "organisation")
    return [row for row in rows if row.theme_id in (None, program.theme_id)]


def begin(program: Program, actor: Actor) -> None:
    """Write the signatures this version needs, once."""
    if program.signatures.filter(version=program.version).exists():
        return
    wanted = [_of_rule(program, actor, row) for row in _rows(program)]
    [own] = flow.department(program)
    wanted = wanted or [asked_of(program, actor, position=STEP, organisation=own)]
    Signature.objects.bulk_create(wanted)


def _of_rule(program: Program, actor: Actor, row: ApprovalRule) -> Signature:
    signer = row.member.organisation if row.member else row.signer or row.organisation
    return asked_of(
        program,
        actor,
        position=row.position * STEP,
        name=row.name,
        name_en=row.name_en,
        organisation=signer,
        user=row.member and row.member.user,
        days=row.days,
    )


def ask(program: Program, actor: Actor) -> None:
    """Put the signatures asked for now on the to-do lists, and take all others off."""
    begin(program, actor)
    process.close(program, actor=actor, verb=flow.APPROVE.verb)
    url = reverse("programs:program_review", args=[program.pk])
    for signature in rules.current(program):
        signature.due_on = signature.due_on or due(signature)
        signature.save(update_fields=["due_on"])
        for party in flow.signers(signature):
            process.ask(flow.APPROVE, program, party, actor=actor, url=url, due_on=signature.due_on)
        if signature.escalated_at:
            for party in flow.CHASE.to(signature):
                process.ask(flow.CHASE, program, party, actor=actor, url=url)


def due(signature: Signature) -> date:
    """The day by which it has to be given."""
    return timezone.localdate() + timedelta(days=signature.days)


def give(actor: Actor, program: Program, verdict: str, note: str, step: int | None):
    """Write one verdict into one open signature; None where another was faster.

    One conditional UPDATE decides, so a signature is given once on any database.
    """
    begin(program, actor)
    asked = [s for s in rules.current(program) if step in (None, s.pk)]
    asked.sort(key=lambda s: s.user_id != actor.user.pk)  # what is asked of him by name first
    mine = next((s for s in asked if rules.may_sign(actor, s)), None)
    if mine is None:
        return None
    rows = Signature._base_manager.filter(pk=mine.pk, verdict="")
    at = timezone.now()
    given = rows.update(verdict=Verdict(verdict), member=actor.member, at=at, note=note)
    return mine if given else None
