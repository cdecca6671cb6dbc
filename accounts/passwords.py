"""Password rules beyond Django's, for installations that must follow them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())


class ThreeKindsOfCharacters:
    """The graded-protection profile asks for three of four kinds of characters."""

    def validate(self, password, user=None):
        """Raise `ValidationError` if the password has fewer than three kinds."""
        if sum(any(kind(c) for c in password) for kind in KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self):
        """Say the rule in words."""
        return _("Use at least three of: small letters, capital letters, digits, other signs.")
