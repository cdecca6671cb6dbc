from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import joining, operations, queries, rules
from accounts.choices import Role
from accounts.forms import EraseForm, ReasonForm, TraineeForm
from accounts.lists import list_page
from accounts.models import Trainee
from accounts.tables import Trainees
from accounts.trail import explained
from accounts.views.places import must
from core.errors import added_to, told_to


def trainee_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    return list_page(
        request,
        Trainees,
        queries.trainees(actor),
        template="accounts/trainee_list.html",
        may_add=rules.may_keep_people(actor, actor.organisation),
        facts=[scope_of(actor)],
    )


def scope_of(actor) -> str:
    """Whose people the list holds."""
    below = queries.organisations(actor).filter(active=True).count() - 1
    if not below:
        return actor.organisation.label
    facts = {"name": actor.organisation.label, "below": below}
    text = ngettext(
        "%(name)s and %(below)s organisation below it",
        "%(name)s and %(below)s organisations below it",
        below,
    )
    return text % facts


@never_cache
def trainee(request, pk):
    """One person; identifiers are masked until somebody says what he needs them for."""
    actor = request.actor
    person = get_object_or_404(queries.trainees(actor), pk=pk)
    form = ReasonForm(request.POST or None)
    shown = person.user_id == actor.user.pk
    if request.method == "POST" and form.is_valid():
        operations.reveal(actor=actor, trainee=person, reason=form.cleaned_data["reason"])
        shown = True
    context = {
        "person": person,
        "form": form,
        "shown": shown,
        "may_keep": rules.may_keep(actor, person),
        "may_open": not person.user_id and rules.may_open_account(actor, person),
        "may_erase": rules.may_erase(actor, person),
        "history": history(actor, person),
    }
    return render(request, "accounts/trainee.html", context)


def history(actor, person) -> list:
    """The last changes of the person's data, for those who keep them."""
    if not rules.may_keep(actor, person):
        return []
    return explained(queries.audit_of(actor, person)[:10], queries.code_names(actor))


def trainee_add(request):
    must(rules.may_keep_people(request.actor, request.actor.organisation))
    return edit(request, Trainee(organisation=request.actor.organisation), _("Add a person"))


def trainee_edit(request, pk):
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    must(rules.may_keep(request.actor, person))
    return edit(request, person, person.label)


def edit(request, person, title):
    form = TraineeForm(request.POST or None, instance=person, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with added_to(form, "number"):
            saved = operations.save_trainee(actor=request.actor, trainee=form.save(commit=False))
            messages.success(request, _("Saved."))
            return redirect("accounts:trainee", pk=saved.pk)
    return render(request, "accounts/trainee_form.html", {"form": form, "title": title})


@require_POST
@never_cache
def trainee_account(request, pk):
    """Open an account, and show once the link with which its owner sets a password."""
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    with told_to(request):
        person = operations.open_account(actor=request.actor, trainee=person)
        link = request.build_absolute_uri(joining.new_password_path(person.user))
        return render(request, "accounts/trainee_account.html", {"person": person, "link": link})
    return redirect("accounts:trainee", pk=pk)


def trainee_erase(request, pk):
    """Erase who somebody is; the question names what stays."""
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    must(rules.may_erase(request.actor, person))
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.erase_trainee(actor=request.actor, trainee=person, reason=reason)
        messages.success(request, _("The personal data are erased."))
        return redirect("accounts:trainee_list")
    return render(request, "accounts/trainee_erase.html", {"form": form, "person": person})


def my_page(request):
    """A trainee's own page, wherever he is a trainee."""
    person = queries.trainees(request.actor).filter(user=request.actor.user).first()
    if person is None or not request.actor.has(Role.TRAINEE):
        return redirect("home")
    return redirect("accounts:trainee", pk=person.pk)
