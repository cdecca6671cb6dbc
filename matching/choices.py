from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ModelState(TextChoices):
    TRAINING = "training", _("Training")
    CHAMPION = "champion", _("In use")
    RETIRED = "retired", _("Not in use")
    FAILED = "failed", _("Not finished")


class Decision(TextChoices):
    ACCEPT = "accept", _("Taken up")
    UNSUITABLE = "unsuitable", _("Not suitable")
    HUMAN = "human", _("Review by a person asked for")


class Reason(TextChoices):
    """Why a suggestion does not suit."""

    KNOWN = "known", _("Already masters the content")
    NOT_NEEDED = "not_needed", _("The work does not need it")
    LEVEL = "level", _("Too easy or too hard")
    DATES = "dates", _("The dates do not suit")
    OTHER_FIRST = "other_first", _("Another programme comes first")
    PERSONAL = "personal", _("Personal reasons")


# Judgements about the theme and the person: the next training learns from them. The others
# say nothing about whom the theme suits.
LEARNED = (Reason.KNOWN, Reason.NOT_NEEDED, Reason.LEVEL)
