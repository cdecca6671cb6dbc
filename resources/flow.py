"""Quality reviews and who judges; changes of a course and who decides about them."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation
from accounts.process import Process, Waiting
from core.flow import Flow
from resources import rules
from resources.choices import AdoptionState, SameState
from resources.choices import ReviewState as S


def reviewers(review) -> list[Organisation]:
    """Every department above the owner judges; an owner without one judges himself."""
    own = review.organisation
    rows = Organisation.objects.unscoped(reason="everyone may know his own superiors")
    above = rows.filter(pk__in=own.ancestors[:-1], kind=OrganisationKind.DEPARTMENT)
    return list(above.order_by("path")) or [own]


# Pass and return follow from verdicts that concur; nobody presses them.
REVIEW = Process(
    Flow(
        ("pass", {S.OPEN}, S.PASSED, rules.may_judge, _("Passed"), "primary"),
        ("return", {S.OPEN}, S.RETURNED, rules.may_judge, _("Returned")),
        ("recall", {S.PASSED}, S.RECALLED, rules.may_recall_review, _("Recall"), "danger"),
        tones={
            S.OPEN: "waiting",
            S.PASSED: "approved",
            S.RETURNED: "returned",
            S.RECALLED: "refused",
        },
    ),
    url="resources:review",
    waits={
        S.OPEN: tuple(  # whoever may judge
            Waiting("judge", _("Judge the quality"), to=reviewers, role=role, days=10)
            for role in (Role.APPROVER, Role.MANAGER)
        )
    },
)

AGAIN = Waiting("review_again", _("Review it again, or retire it"), to=lambda r: [r.organisation])

IMPROVE = Waiting(
    "improve", _("Improve it and ask for a new review"), to=lambda r: [r.organisation]
)

A = AdoptionState
CHANGE = Process(
    Flow(
        ("take", {A.OPEN}, A.TAKEN, rules.may_decide_change, _("Take over"), "primary"),
        ("decline", {A.OPEN}, A.DECLINED, rules.may_decide_change, _("Leave as it is")),
        ("lapse", {A.OPEN}, A.LAPSED, rules.may_end_change, _("Ended")),
        tones={A.OPEN: "waiting", A.TAKEN: "approved", A.DECLINED: "closed", A.LAPSED: "closed"},
    ),
    url="resources:change",
    waits={
        A.OPEN: Waiting(
            "follow", _("Decide about a change"), to=lambda c: [c.organisation], days=14
        )
    },
)

P = SameState
SAME = Flow(
    ("keep", {P.OPEN}, P.KEPT, rules.may_decide_same, _("Keep both")),
    ("take_left", {P.OPEN}, P.MERGED, rules.may_decide_same, _("The first replaces the other")),
    ("take_right", {P.OPEN}, P.MERGED, rules.may_decide_same, _("The second replaces the other")),
    tones={P.OPEN: "waiting", P.KEPT: "closed", P.MERGED: "approved"},
)
