from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TrainingResult(TextChoices):
    COMPLETED = "completed", _("Training completed")
    FAILED = "failed", _("Training not completed")
