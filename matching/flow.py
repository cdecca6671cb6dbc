"""The life of a matching model: one is in use, earlier ones can be taken back."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Organisation
from accounts.process import Process, Waiting
from core.flow import Flow
from matching.choices import ModelState as S
from matching.rules import may_keep_model
from programs.flow import department

MODEL = Process(
    Flow(
        ("promote", {S.TRAINING}, S.CHAMPION, may_keep_model, _("Take into use")),
        ("keep", {S.TRAINING}, S.RETIRED, may_keep_model, _("Keep without using it")),
        ("fail", {S.TRAINING}, S.FAILED, may_keep_model, _("Stop the training")),
        ("retire", {S.CHAMPION}, S.RETIRED, may_keep_model, _("Take out of use")),
        ("restore", {S.RETIRED}, S.CHAMPION, may_keep_model, _("Use this model again")),
        tones={
            S.TRAINING: "waiting",
            S.CHAMPION: "approved",
            S.RETIRED: "draft",
            S.FAILED: "refused",
        },
    ),
    url="matching:model",
    waits={},
)


def reviewer(choice) -> list[Organisation]:
    """The department nearest above the trainee's organisation."""
    return department(choice)


# A unit takes a suggestion up; the places of the programme are the owner's to give.
NAME = Waiting(
    "name_suggested", _("Name a suggested trainee"), to=lambda c: [c.program.organisation], days=5
)
REVIEW = Waiting(
    "review_suggestion",
    _("Review a suggestion"),
    to=reviewer,
    role=Role.MANAGER,
    days=5,
)
