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
    MULTI = "multi", _("Several of the answers")
    NUMBER = "number", _("A number")
    TEXT = "text", _("Own words")


class About(TextChoices):
    WHOLE = "whole", _("The whole")
    COURSE = "course", _("Each course")
    TEACHER = "teacher", _("Each teacher")
    CATEGORY = "category", _("Each category of courses")


class Audience(TextChoices):
    PEOPLE = "people", _("Leaders and other trainees, each for himself")
    UNITS = "units", _("Units, one answer in the name of each")
    TEACHERS = "teachers", _("Teachers, each for himself")


class InquiryState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Being answered")
    CLOSED = "closed", _("Closed")


class AskedState(TextChoices):
    OPEN = "open", _("To be answered")
    SENT = "sent", _("Sent")


SCALE = (1, 2, 3, 4, 5)
MAX_SCORE = 100
MAX_NUMBER = 30_000
MOST_OPTIONS = 12  # a bit each in the stored number
TEXT_LENGTH = 300
