from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """How far a resource is shared: read from its grants, never stored."""

    PRIVATE = "private", _("Only us")
    NAMED = "named", _("Named organisations")
    ALL = "all", _("All organisations")
