from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import Refusal, added_to, told_to
from programs.forms.review import DeputyForm, RuleForm, SignerForm
from programs.models import ApprovalRule, Deputy
from programs.operations import review as deciding
from programs.operations import signing as operations
from programs.queries import review as reviews
from programs.queries import signing as queries
from programs.rules import review as rules
from programs.views.found import find, must


def rule_list(request):
    actor = request.actor
    must(rules.may_see_rules(actor))
    context = {
        "rules": queries.approval_rules(actor),
        "deputies": queries.deputies(actor),
        "may_keep": rules.may_keep_rule(actor, ApprovalRule(organisation=actor.organisation)),
        "may_name": queries.approvers(actor).filter(pk=actor.member.pk).exists()
        or rules.may_keep_rule(actor, ApprovalRule(organisation=actor.organisation)),
    }
    return render(request, "programs/signing_rules.html", context)


def rule_new(request):
    rule = ApprovalRule(organisation=request.actor.organisation)
    must(rules.may_keep_rule(request.actor, rule))
    return _rule(request, rule, _("New approval step"))


def rule_edit(request, pk):
    rule = get_object_or_404(queries.approval_rules(request.actor), pk=pk)
    must(rules.may_keep_rule(request.actor, rule))
    return _rule(request, rule, rule.label)


def _rule(request, rule, title):
    form = RuleForm(request.POST or None, instance=rule, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.save_rule(actor=request.actor, rule=form.save(commit=False))
            messages.success(request, _("The step is saved; what waits already stays as it is."))
            return redirect("programs:rule_list")
    context = {"form": form, "title": title, "rule": rule}
    return render(request, "programs/signing_form.html", context)


@require_POST
def rule_remove(request, pk):
    rule = get_object_or_404(queries.approval_rules(request.actor), pk=pk)
    with told_to(request):
        operations.remove_rule(actor=request.actor, rule=rule)
        messages.success(request, _("The step was taken out of the table."))
    return redirect("programs:rule_list")


def deputy_new(request):
    actor = request.actor
    must(rules.may_see_rules(actor))
    deputy = Deputy(organisation=actor.organisation)
    form = DeputyForm(request.POST or None, instance=deputy, actor=actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.name_deputy(actor=actor, deputy=form.save(commit=False))
            messages.success(request, _("The deputy is named and sees what waits."))
            return redirect("programs:rule_list")
    context = {"form": form, "title": _("Name a deputy")}
    return render(request, "programs/signing_form.html", context)


@require_POST
def deputy_end(request, pk):
    deputy = get_object_or_404(queries.deputies(request.actor), pk=pk)
    with told_to(request):
        operations.end_deputy(actor=request.actor, deputy=deputy)
        messages.success(request, _("The time of the deputy has ended."))
    return redirect("programs:rule_list")


def program_hand_over(request, pk):
    actor, program = request.actor, find(request, pk)
    must(rules.may_hand_over(actor, program))
    step = next((s.signature.pk for s in queries.signers(actor, program) if s.mine), None)
    form = SignerForm(request.POST or None, actor=actor, program=program, initial={"step": step})
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            _hand_over(actor, program, form.cleaned_data)
            text = _("%(name)s finds the programme on the to-do list now.")
            name = form.cleaned_data["member"].user.display_name
            messages.success(request, text % {"name": name})
            return redirect("programs:review_list")
    context = {
        "form": form,
        "title": _("Hand over, or ask for another signature"),
        "program": program,
        "signers": queries.signers(actor, program),
    }
    return render(request, "programs/signing_form.html", context)


def _hand_over(actor, program, sent):
    more = {"actor": actor, "program": program, "reason": sent["reason"], "step": sent["step"]}
    if sent["how"] == "hand_over":
        operations.hand_over(to=sent["member"], **more)
    else:
        operations.add_signer(member=sent["member"], before=sent["how"] == "before", **more)


@require_POST
def review_batch(request):
    """First the table to confirm; then each programme decided about and audited by itself."""
    actor = request.actor
    must(rules.may_see_reviews(actor))
    keys = [int(k) for k in request.POST.getlist("pk") if k.isascii() and k.isdecimal()]
    cases = {case.program.pk: case.program for case in reviews.inbox(actor)}
    found = queries.batch(actor, [cases[pk] for pk in keys if pk in cases])
    if not found:
        messages.error(request, _("Tick at least one programme first."))
        return redirect("programs:review_list")
    if request.POST.get("sure") != "1":
        ready = [one for one in found if not one.why_not]
        context = {"found": found, "ready": ready}
        return render(request, "programs/review_batch.html", context)
    outcomes = [_approve(request, one) for one in found]
    done = [one for one, refusal in outcomes if not refusal]
    context = {"done": done, "failed": [pair for pair in outcomes if pair[1]]}
    return render(request, "programs/review_batch_done.html", context)


def _approve(request, one):
    """Approve one programme as it was shown; a refusal is told and stops none of the others."""
    version = request.POST.get(f"version_{one.program.pk}", "")
    step = request.POST.get(f"step_{one.program.pk}", "")
    try:
        if one.why_not:
            return one, one.why_not
        deciding.approve(
            actor=request.actor,
            program=one.program,
            version=int(version) if version.isdecimal() else None,
            step=int(step) if step.isdecimal() else None,
        )
    except Refusal as refusal:
        return one, str(refusal)
    return one, ""
