from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvaluationState(TextChoices):
    OPEN = "open", _("To be answered")
    SENT = "sent", _("Sent")
    LAPSED = "lapsed", _("Ended without an answer")


class Party(TextChoices):
    TRAINEE = "trainee", _("Trainees")
    UNIT = "unit", _("Units")


ANSWER_DAYS = 14
FOLLOW_UP_MONTHS = 3
