from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from accounts.access import Answer, Denied
from intake import queries, rules
from intake.choices import TONES, BatchState, Fate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEFORE_CHECK = (BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
STEPS = (
    ("upload", _("1 Upload"), ""),
    ("sheet", _("2 Sheet"), "intake:batch_sheet"),
    ("columns", _("3 Columns"), "intake:batch_columns"),
    ("check", _("4 Check"), "intake:batch_check"),
    ("confirm", _("5 Confirm"), "intake:batch_confirm"),
    ("load", _("6 Import"), ""),
    ("result", _("7 Result"), ""),
)


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    url: str


def steps(batch, now: str) -> list[Step]:
    """The steps of an import; one may go back to each, as long as nothing is loaded."""
    place = [name for name, _label, _url in STEPS].index(now)
    open_ = batch is not None and batch.state in BEFORE_CHECK and not batch.is_busy
    return [
        Step(
            label,
            "done" if index < place else "now" if index == place else "next",
            reverse(url, args=[batch.pk]) if open_ and url and index < place else "",
        )
        for index, (_name, label, url) in enumerate(STEPS)
    ]


def must(answer: Answer) -> None:
    """Stop the page with the reason if the answer is no. Raises `Denied`."""
    if not answer:
        raise Denied(answer.reason)


def find(request, pk: int):
    """Return an import whose rows the person may look at; another tenant's is not found."""
    batch = get_object_or_404(queries.batches(request.actor), pk=pk)
    must(rules.may_read(request.actor, batch))
    return batch


def context(request, batch, step: str, **more) -> dict:
    """What every page of an import shows."""
    return {
        "batch": batch,
        "steps": steps(batch, step),
        "figures": batch.figures,
        "tone": TONES[batch.state],
        "may_import": rules.may_import(request.actor, batch),
        **more,
    }


def tabs(batch, now: str = "") -> list[dict]:
    """The rows of an import by what becomes of them; each tab is an address."""
    return [
        {
            "label": Fate(fate).label,
            "url": reverse("intake:batch_rows", args=[batch.pk, fate]),
            "count": batch.count(fate),
            "current": fate == now,
        }
        for fate in (Fate.UPDATED, Fate.NEW, Fate.UNCHANGED, Fate.REPEATED, Fate.SKIPPED)
        if batch.count(fate) or fate == now
    ]


def download(content, name: str, content_type: str = "application/octet-stream") -> HttpResponse:
    """Answer with a file that no browser shows by itself."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
