"""How people come in: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up by himself; a member invites him (`accounts.operations.invite`)."""

    def is_open_for_signup(self, request):
        """Return no: the sign-up page answers that it is closed."""
        return False
