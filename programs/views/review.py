from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from core.errors import Refusal, told_to
from programs.choices import EDITABLE, ProgramState
from programs.flow import PROGRAM
from programs.forms.review import DECISIONS, AnswerForm, CommentForm, DecisionForm
from programs.operations import review as operations
from programs.queries import carried, compose, composition, enrolment, figures, page, signing
from programs.queries import proposal as proposals
from programs.queries import review as queries
from programs.rules import enrolment as people_rules
from programs.rules import program as rules
from programs.rules import review as review_rules
from programs.views.found import find, must
from resources.queries.ready import version_kept

SIGNED = operations.SIGNED
TABS = ("changes", "programme", "check", "discussion", "history")


@dataclass(frozen=True)
class Action:
    """A button of the programme's page."""

    label: Any
    url: str
    kind: str = "secondary"
    icon: str = ""
    post: bool = False


def program(request, pk):
    program = find(request, pk)
    actor = request.actor
    context = {
        "program": program,
        "days": _days(actor, program),
        "progress": page.progress(actor, program),
        "tone": PROGRAM.flow.tones[program.state],
    }
    if actor.is_personal:
        context["own"] = enrolment.own_enrolment(actor, program)
        context["may_see_people"] = people_rules.may_see_people(actor, program)
        return render(request, "programs/program_detail_personal.html", context)
    returned = program.state == ProgramState.RETURNED
    points = queries.open_points(actor, program) if returned else []
    context |= {
        "taken_then": _taken_then(actor, program),
        "actions": _actions(actor, program),
        "meter": compose.measured(actor, program),
        "carried": carried.of_program(actor, program),
        "counts": enrolment.counts(actor, program),
        "points": points,
        "proposed": proposals.proposed(actor, program) if returned else (),
        "signers": signing.signers(actor, program),
        "may_answer": rules.may_edit(actor, program),
        "may_see_results": program.state in people_rules.HELD,
    }
    return render(request, "programs/program_detail.html", context)


def _taken_then(actor, program):
    """The version of a ready-made programme that it began with, if there is a newer one."""
    if program.taken_from_id is None:
        return None
    return version_kept(actor, program.taken_from_id, program.taken_version)


def program_review(request, pk):
    return _review_page(request, find(request, pk), tab=request.GET.get("tab", ""))


def program_versions(request, pk):
    return _review_page(request, find(request, pk), tab="history")


@require_POST
def program_decide(request, pk):
    program = find(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This decision is not complete. Choose again."))
        return _review_page(request, program, decision=form, status=422)
    sent, cases = form.cleaned_data, queries.inbox(request.actor)
    how = {"version": sent["version"], "reason": sent["reason"]}
    if sent["move"] in SIGNED:
        how["step"] = sent["step"]
    try:
        operations.DECIDE[sent["move"]](actor=request.actor, program=program, **how)
    except Denied:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _review_page(request, program, decision=form, status=refusal.status)
    messages.success(request, _said(program, sent["move"]))
    return redirect(_next_url(cases, program))


def _said(program, move) -> str:
    names = {"program": program.label, "state": program.get_state_display()}
    if move == "approve" and program.state == ProgramState.ACCEPTED:
        return _("You have signed “%(program)s”; the next signature is asked for.") % names
    return _("“%(program)s” is now: %(state)s.") % names


@require_POST
def program_comment(request, pk):
    program = find(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        with told_to(request):
            operations.comment(actor=request.actor, program=program, **form.cleaned_data)
    else:
        messages.error(request, _("The comment is too long: at most 1000 characters."))
    back = reverse("programs:program_review", args=[pk])
    tab = urlencode({"tab": request.POST.get("tab") or "programme"})
    return redirect(f"{back}?{tab}#{request.POST.get('at', '')}")


@require_POST
def comment_answer(request, pk, comment):
    program = find(request, pk)
    comment = get_object_or_404(program.comments.filter(sent=True), pk=comment)
    form = AnswerForm(request.POST)
    with told_to(request):
        operations.answer(
            actor=request.actor, comment=comment, text=form.data.get("text", "")[:1000]
        )
    return redirect(reverse("programs:program", args=[pk]) + f"#comment-{comment.pk}")


def review_list(request):
    must(review_rules.may_see_reviews(request.actor))
    actor, cases = request.actor, queries.inbox(request.actor)
    context = {
        "cases": cases,
        "clean": signing.clean(actor, cases),
        "may_see_rules": review_rules.may_see_rules(actor),
    }
    return render(request, "programs/review_list.html", context)


def _days(actor, program):
    """The timetable, each lesson with the way to its attendance where the actor takes it."""
    days = page.timetable(actor, program)
    takes = {
        lesson.session.pk
        for day in days
        for lesson in day.lessons
        if people_rules.may_record_attendance(actor, lesson.session)
    }
    return {"days": days, "takes": takes}


def _actions(actor, program) -> list[Action]:
    """What this actor can do next: one primary button, the others beside it."""
    moves = {move.name: move for move in PROGRAM.open_to(actor, program)}
    at = {"args": [program.pk]}
    found = []
    if "withdraw" in moves:
        url = reverse("programs:program_withdraw", **at)
        found.append(Action(moves["withdraw"].label, url, post=True))
    if program.state in EDITABLE and "submit" in moves:
        url = reverse("programs:program_check", **at)
        found.append(Action(_("Check and submit"), url, icon="send"))
        returned = program.state == ProgramState.RETURNED
        label = _("Revise the programme") if returned else _("Continue composing")
        url = reverse("programs:program_compose", **at)
        found.append(Action(label, url, kind="primary", icon="pencil"))
    if people_rules.may_name(actor, program):
        url = reverse("programs:enrolment_list", **at)
        primary = "primary" if program.state == ProgramState.APPROVED else "secondary"
        found.append(Action(_("Name the trainees"), url, kind=primary, icon="user-plus"))
    if moves.keys() & DECISIONS:
        url = reverse("programs:program_review", **at)
        found.append(Action(_("Read and decide"), url, kind="primary"))
    if rules.may_amend(actor, program):
        url = reverse("programs:program_amend", **at)
        found.append(Action(_("Amend"), url, icon="pencil"))
    for name in ("start", "close"):
        if name in moves:
            url = reverse(f"programs:program_{name}", **at)
            found.append(Action(moves[name].label, url, kind="primary", post=name == "start"))
    return found


def _review_page(request, program, *, tab="", decision=None, status=200):
    actor = request.actor
    must(review_rules.may_see_review(actor, program))
    versions = queries.versions(actor, program)
    if not versions:
        messages.info(request, _("Nothing has been submitted yet, so there is nothing to review."))
        return redirect("programs:program", pk=program.pk)
    old, new = _chosen(request.GET, versions)
    shown = [name for name in TABS if name != "changes" or len(versions) > 1]
    said = queries.remarks(actor, program, versions)
    meter = compose.measured(actor, program)
    context = {
        "program": program,
        "tone": PROGRAM.flow.tones[program.state],
        "tabs": shown,
        "tab": tab if tab in shown else shown[0],
        "versions": versions,
        "old": old,
        "new": new,
        "remarks": said,
        "drafts": sum(remark.became == "draft" for remark in said),
        "figures": figures.before_after(actor, old if len(versions) > 1 else None, new),
        "blocking": [compose.said(actor, issue) for issue in meter.blocking],
        "advice": [compose.said(actor, issue) for issue in meter.advice],
        "eased": [share.quota for share in meter.all_shares if share.quota.eased],
        "easings": composition.easings(actor, program),
        "progress": page.progress(actor, program),
        "signers": signing.signers(actor, program),
    }
    context |= _place(actor, program)
    context |= _proposal(actor, program)
    context |= _decisions(actor, program, decision)
    context |= _content(actor, context)
    return render(request, "programs/review_page.html", context, status=status)


def _chosen(asked, versions):
    """The two versions to compare: as asked, otherwise the latest and the one before it."""
    numbers = {str(version.number): version for version in versions}
    new = numbers.get(asked.get("new", ""), versions[0])
    earlier = [version for version in versions if version.number < new.number]
    old = numbers.get(asked.get("old", ""), earlier[0] if earlier else new)
    return (old, new) if old.number <= new.number else (new, old)


def _place(actor, program) -> dict:
    """Where in the inbox the programme lies, and its neighbours."""
    cases = queries.inbox(actor)
    at = next((i for i, case in enumerate(cases) if case.program.pk == program.pk), None)
    if at is None:
        return {"case": None}
    return {
        "case": cases[at],
        "number": at + 1,
        "count": len(cases),
        "previous": cases[at - 1].program if at else None,
        "next": cases[at + 1].program if at + 1 < len(cases) else None,
    }


def _proposal(actor, program) -> dict:
    """What was proposed, and what the programme would add up to with all of it."""
    found = proposals.proposed(actor, program)
    if not found:
        return {"proposed": []}
    meter = proposals.with_all(actor, program, [one.change for one in found])
    stops = [compose.said(actor, issue) for issue in meter.blocking]
    return {"proposed": found, "proposed_meter": meter, "proposed_stops": stops}


def _decisions(actor, program, decision) -> dict:
    moves = [move for move in PROGRAM.open_to(actor, program) if move.name in DECISIONS]
    why_not = ""
    if program.state == ProgramState.ACCEPTED and not moves:
        why_not = rules.may_approve(actor, program).reason
    return {
        "moves": sorted(moves, key=lambda move: move.tone == "primary"),
        "decision": decision or DecisionForm(initial={"version": program.version}),
        "why_not": why_not,
        "may_comment": review_rules.may_comment(actor, program),
        "may_hand_over": review_rules.may_hand_over(actor, program),
    }


def _content(actor, context) -> dict:
    """What the chosen tab shows."""
    if context["tab"] == "changes":
        diff, groups = queries.changes(actor, context["old"], context["new"], context["remarks"])
        return {"diff": diff, "groups": groups}
    if context["tab"] == "programme":
        return {"groups": queries.whole(actor, context["new"], context["remarks"])}
    return {}


def _next_url(cases, program) -> str:
    """The next case of the inbox, otherwise the inbox itself."""
    after = [case for case in cases if case.program.pk != program.pk]
    if not after:
        return reverse("programs:review_list")
    return reverse("programs:program_review", args=[after[0].program.pk])
