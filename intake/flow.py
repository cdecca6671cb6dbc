"""How an import moves on, and who has to act when rows were left behind."""

from django.utils.translation import gettext_lazy as _

from accounts.process import Process, Waiting
from core.flow import Flow
from intake import rules
from intake.choices import TONES
from intake.choices import BatchState as S

FLOW = Flow(
    (
        "reopen",
        {S.UPLOADED, S.MAPPED, S.CHECKED, S.FAILED},
        S.UPLOADED,
        rules.may_import,
        _("Choose the sheet"),
    ),
    (
        "map",
        {S.UPLOADED, S.MAPPED, S.CHECKED, S.FAILED},
        S.MAPPED,
        rules.may_import,
        _("Map the columns"),
    ),
    ("correct", {S.CHECKED, S.LOADED}, S.MAPPED, rules.may_import, _("Correct rows")),
    ("check", {S.MAPPED}, S.CHECKED, rules.may_import, _("Finish the check")),
    ("load", {S.CHECKED}, S.LOADING, rules.may_import, _("Import")),
    ("finish", {S.LOADING}, S.LOADED, rules.may_import, _("Finish the import")),
    ("fail", {S.MAPPED, S.LOADING}, S.FAILED, rules.may_import, _("Stop")),
    ("undo", {S.LOADING, S.LOADED}, S.UNDOING, rules.may_undo, _("Undo the import")),
    ("take_back", {S.UNDOING}, S.UNDONE, rules.may_undo, _("Finish undoing")),
    tones=TONES,
)
PROCESS = Process(FLOW, url="intake:batch", waits={})
FIX_ROWS = Waiting("fix_rows", _("Fix the rows with errors"), to=lambda batch: [batch.organisation])
