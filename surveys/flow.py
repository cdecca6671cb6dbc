"""The life of a need research and of each request to answer it."""

from django.utils.translation import gettext_lazy as _

from accounts.process import Process, Waiting
from core.flow import Flow
from surveys import rules
from surveys.choices import AskedState as A
from surveys.choices import InquiryState as S

INQUIRY = Process(
    Flow(
        # move    from        to        asks                      button
        ("open", {S.DRAFT}, S.OPEN, rules.may_keep_inquiry, _("Send it out"), "primary"),
        ("close", {S.OPEN}, S.CLOSED, rules.may_keep_inquiry, _("End the answering")),
        tones={S.DRAFT: "draft", S.OPEN: "running", S.CLOSED: "closed"},
    ),
    url="surveys:inquiry",
    waits={},
)
# Not a `Process`: its time line would say by name who has answered and when.
ASKED = Flow(
    ("send", {A.OPEN}, A.SENT, rules.may_answer_asked, _("Send the answers"), "primary"),
    tones={A.OPEN: "waiting", A.SENT: "approved"},
)
ANSWER = Waiting("answer", _("Answer the questions"), to=lambda asked: [asked.user or asked.unit])
