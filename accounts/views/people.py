from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import operations, queries, rules
from accounts.access import Denied
from accounts.choices import Role
from accounts.forms import RevealForm, TraineeForm
from accounts.lists import list_page
from accounts.models import Trainee
from accounts.tables import Trainees, changes
from core.errors import added_to


def must(answer) -> None:
    """Answer 403 with the sentence of a no."""
    if not answer:
        raise Denied(answer.reason)


def trainee_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    may_add = rules.may_keep_people(actor, actor.organisation)
    return list_page(
        request,
        Trainees,
        queries.trainees(actor),
        template="accounts/trainee_list.html",
        may_add=may_add,
    )


def trainee(request, pk):
    person = get_object_or_404(queries.trainees(request.actor), pk=pk)
    form = RevealForm(request.POST or None)
    shown = False
    if request.method == "POST" and form.is_valid():
        operations.reveal(actor=request.actor, trainee=person, reason=form.cleaned_data["reason"])
        shown = True
    history = queries.audit_of(request.actor, person)[:10] if not request.actor.is_personal else []
    context = {
        "person": person,
        "form": form,
        "shown": shown or person.user_id == request.actor.user.pk,
        "may_keep": rules.may_keep(request.actor, person),
        "history": [(entry, changes(entry)) for entry in history],
    }
    return render(request, "accounts/trainee.html", context)


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
        with added_to(form):
            saved = operations.save_trainee(actor=request.actor, trainee=form.save(commit=False))
            messages.success(request, _("Saved."))
            return redirect("accounts:trainee", pk=saved.pk)
    return render(request, "accounts/form.html", {"form": form, "title": title})


def my_page(request):
    """A trainee's own page, wherever he is a trainee."""
    person = queries.trainees(request.actor).filter(user=request.actor.user).first()
    if person is None or not request.actor.has(Role.TRAINEE):
        return redirect("home")
    return redirect("accounts:trainee", pk=person.pk)
