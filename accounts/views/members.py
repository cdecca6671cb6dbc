from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import joining, operations, queries, rules
from accounts.forms import InviteForm, JoinForm, RoleForm
from accounts.lists import list_page
from accounts.middleware import MEMBER
from accounts.tables import Members
from accounts.tokens import new_key
from accounts.views.people import must
from core.errors import Refusal, added_to, told_to

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def member_list(request):
    actor = request.actor
    must(rules.may_see_people(actor, actor.organisation))
    return list_page(
        request,
        Members,
        queries.members(actor),
        template="accounts/member_list.html",
        may_invite=rules.may_manage(actor, actor.organisation),
        invitations=queries.open_invitations(actor),
    )


def member(request, pk):
    row = get_object_or_404(queries.members(request.actor), pk=pk)
    must(rules.may_see_people(request.actor, row.organisation))
    form = RoleForm(request.POST or None, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.set_role(actor=request.actor, member=row, role=form.cleaned_data["role"])
            messages.success(request, _("Saved. It holds from the next page on."))
            return redirect("accounts:member_list")
    may = rules.may_manage_row(request.actor, row)
    return render(request, "accounts/member.html", {"row": row, "form": form, "may": may})


@require_POST
def member_end(request, pk):
    row = get_object_or_404(queries.members(request.actor), pk=pk)
    with told_to(request):
        operations.set_member_active(
            actor=request.actor, member=row, active="restore" in request.POST
        )
        messages.success(request, _("Saved. It holds from the next page on."))
    return redirect("accounts:member", pk=pk)


@never_cache
def invite(request):
    must(rules.may_manage(request.actor, request.actor.organisation))
    form = InviteForm(request.POST or None, actor=request.actor)
    link = ""
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            key = new_key()
            row = operations.invite(actor=request.actor, token=key, **form.cleaned_data)
            link = request.build_absolute_uri(f"/invitation/{key}/")
            if row.email:
                send_mail(
                    _("Invitation to Train Portal"),
                    _("%(name)s, you are invited to Train Portal: %(link)s")
                    % {"name": row.name, "link": link},
                    settings.DEFAULT_FROM_EMAIL,
                    [row.email],
                    fail_silently=True,
                )
    return render(request, "accounts/invite.html", {"form": form, "link": link})


@require_POST
def invitation_withdraw(request, pk):
    row = get_object_or_404(queries.open_invitations(request.actor), pk=pk)
    with told_to(request):
        operations.withdraw_invitation(actor=request.actor, invitation=row)
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("accounts:member_list")


@login_not_required
@never_cache
def invitation(request, token):
    row = joining.invitation_of(token)
    if row is None:
        return render(request, "accounts/invitation_over.html", status=410)
    known = request.user.is_authenticated
    form = None if known else JoinForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and (known or form.is_valid()):
        if joined := join(request, row, form):
            request.session[MEMBER] = joined.pk
            return redirect("home")
    return render(request, "accounts/invitation.html", {"row": row, "form": form})


def join(request, row, form):
    """Make the account if there is none, and accept; None if the form has to be mended."""
    try:
        user = request.user if form is None else joining.new_user(**form.cleaned_data)
        joined = joining.accept(row, user)
    except ValidationError as fault:
        form.add_error("password", fault)
        return None
    except joining.NameTaken as fault:
        form.add_error("username", str(fault))
        return None
    except Refusal as fault:
        messages.error(request, str(fault))
        return None
    if form is not None:
        login(request, user, backend=BACKEND)
    return joined


@require_POST
def switch(request):
    """Act in another of one's roles."""
    wanted = request.POST.get("member", "")
    if any(str(m.pk) == wanted for m in request.members):
        request.session[MEMBER] = int(wanted)
    return redirect("home")
