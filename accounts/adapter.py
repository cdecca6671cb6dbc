"""How people come in: by invitation only, and with words that help."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up by himself; a member invites him (`accounts.operations.invite`)."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Sign-in name or password is not right."),
        "email_password_mismatch": _("Sign-in name or password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts. To protect the account, try again in five minutes."
        ),
    }

    def is_open_for_signup(self, request):
        """Return no: the sign-up page answers that it is closed."""
        return False
