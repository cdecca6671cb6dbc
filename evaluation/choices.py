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


ARRANGEMENTS, OVERALL = "arrangements", "overall"
WHOLE_WORDS = {
    ARRANGEMENTS: ("组织保障", "组织管理", "后勤保障", "培训组织", "arrangements", "services"),
    OVERALL: ("总体评价", "整体评价", "综合评价", "总体", "overall", "overall effect"),
}

# Where a questionnaire for answers brought in asks about what: the places of score and words.
SLOTS = {"course": (1, 2), "teacher": (3, 4), ARRANGEMENTS: (5, 6), OVERALL: (7, 8)}
