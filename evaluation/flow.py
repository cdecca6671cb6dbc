"""The life of an evaluation, and who is asked to act."""

from django.utils.translation import gettext_lazy as _

from accounts.process import Waiting
from core.flow import Flow
from evaluation import rules
from evaluation.choices import EvaluationState as S
from surveys.choices import Purpose

EVALUATION = Flow(
    # move   from      to      asks              button
    ("send", {S.OPEN}, S.SENT, rules.may_answer, _("Send the evaluation"), "primary"),
    ("lapse", {S.OPEN}, S.LAPSED, rules.may_end, _("End without an answer")),
    tones={S.OPEN: "waiting", S.SENT: "approved", S.LAPSED: "closed"},
)


def respondent(evaluation) -> list:
    """The person, or the unit, that is asked."""
    return [evaluation.user or evaluation.unit]


# Not a `Process`: its time line would say by name who has answered and when.
EVALUATE = Waiting("evaluate", _("Evaluate"), to=respondent)
FOLLOW_UP = Waiting("follow_up", _("Follow up"), to=respondent)
WAITS = {Purpose.TRAINEE: EVALUATE, Purpose.UNIT: EVALUATE, Purpose.FOLLOW_UP: FOLLOW_UP}
