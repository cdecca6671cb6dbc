"""The way in: an invitation is sent, opened and accepted."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import joining
from accounts.forms import JoinForm
from accounts.middleware import MEMBER
from core.errors import Refusal

log = logging.getLogger(__name__)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def send_invitation(request, row, link) -> None:
    """Send the link where an address is known; a mail server that is down is told, not hidden."""
    if not row.email:
        return
    text = render_to_string("accounts/invitation.txt", {"row": row, "link": link})
    subject = _("Invitation to Train Portal")
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [row.email])
    except OSError:
        log.exception("invitation %s could not be sent", row.pk)
        messages.error(request, _("The e-mail could not be sent. Pass on the link yourself."))


@login_not_required
@never_cache
def invitation(request, token):
    row = joining.invitation_of(token)
    if row is None:
        return render(request, "accounts/invitation_over.html", status=410)
    known = request.user.is_authenticated
    form = None if known else JoinForm(request.POST or None, initial={"name": row.name})
    ready = request.method == "POST" and (known or form.is_valid())
    if ready and (joined := join(request, row, form)):
        request.session[MEMBER] = joined.pk
        return redirect("home")
    return render(request, "accounts/invitation.html", {"row": row, "form": form})


def join(request, row, form):
    """Make the account if there is none, and accept; None if the form has to be mended."""
    try:
        user = request.user if form is None else None
        joined = joining.accept(row, user) if user else joining.come_in(row, **form.cleaned_data)
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
        login(request, joined.user, backend=BACKEND)
    return joined
