from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    TRAINEE = "trainee", _("Evaluation by trainees")
    UNIT = "unit", _("Evaluation by the unit")
    FOLLOW_UP = "follow_up", _("Follow-up by the unit")
    NEED = "need", _("Need research")


class Kind(TextChoices):
    SCALE = "scale", _("Agreement from 1 to 5")
    SCORE = "score", _("Score from 0 to 100")
    CHOICE = "choice", _("One of several answers")
    TEXT = "text", _("Own words")


class About(TextChoices):
    WHOLE = "whole", _("The whole")
    COURSE = "course", _("Each course")
    TEACHER = "teacher", _("Each teacher")


SCALE = (1, 2, 3, 4, 5)
MAX_SCORE = 100
TEXT_LENGTH = 300
