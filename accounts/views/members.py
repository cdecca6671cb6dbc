from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import joining, operations, queries, rules
from accounts.forms import InviteForm, RoleForm
from accounts.lists import list_page
from accounts.middleware import MEMBER
from accounts.tables import Members
from accounts.tokens import new_key
from accounts.views.joining import send_invitation
from accounts.views.places import must, places
from core.errors import added_to, told_to


def member_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    may_invite = rules.may_manage(actor, actor.organisation)
    return list_page(
        request,
        Members,
        queries.members(actor),
        template="accounts/member_list.html",
        places=places(request),
        may_invite=may_invite,
        invitations=queries.open_invitations(actor) if may_invite else [],
    )


def member(request, pk):
    row = get_object_or_404(queries.members(request.actor), pk=pk)
    must(rules.may_see_people(request.actor, row.organisation))
    form = RoleForm(request.POST or None, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        with added_to(form, "role"):
            operations.set_role(actor=request.actor, member=row, role=form.cleaned_data["role"])
            messages.success(request, _("Saved. It holds from the next page on."))
            return redirect("accounts:member_list")
    context = {
        "row": row,
        "form": form,
        "may": rules.may_manage_row(request.actor, row),
        "may_let_in": rules.may_let_in_again(request.actor, row),
        "is_self": row.pk == request.actor.member.pk,
    }
    return render(request, "accounts/member.html", context)


@require_POST
def member_end(request, pk):
    row = get_object_or_404(queries.members(request.actor), pk=pk)
    with told_to(request):
        operations.set_member_active(
            actor=request.actor, member=row, active="restore" in request.POST
        )
        messages.success(request, _("Saved. It holds from the next page on."))
    return redirect("accounts:member", pk=pk)


@require_POST
@never_cache
def member_password(request, pk):
    """Show once the link with which a person who forgot his password sets a new one."""
    row = get_object_or_404(queries.members(request.actor), pk=pk)
    with told_to(request):
        operations.let_in_again(actor=request.actor, member=row)
        link = request.build_absolute_uri(joining.new_password_path(row.user))
        return render(request, "accounts/member_password.html", {"row": row, "link": link})
    return redirect("accounts:member", pk=pk)


@never_cache
def invite(request):
    must(rules.may_manage(request.actor, request.actor.organisation))
    form, link, row = InviteForm(request.POST or None, actor=request.actor), "", None
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            key = new_key()
            row = operations.invite(actor=request.actor, token=key, **form.cleaned_data)
            link = request.build_absolute_uri(reverse("accounts:invitation", args=[key]))
            send_invitation(request, row, link)
            form = InviteForm(actor=request.actor)
    return render(request, "accounts/invite.html", {"form": form, "link": link, "row": row})


@require_POST
def invitation_withdraw(request, pk):
    row = get_object_or_404(queries.open_invitations(request.actor), pk=pk)
    with told_to(request):
        operations.withdraw_invitation(actor=request.actor, invitation=row)
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("accounts:member_list")


@require_POST
def switch(request):
    """Act in another of one's roles."""
    wanted = request.POST.get("member", "")
    if any(str(m.pk) == wanted for m in request.members):
        request.session[MEMBER] = int(wanted)
    return redirect("home")
