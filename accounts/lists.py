"""The list page of every app: one call draws it, exports it and keeps its saved views.

    def program_list(request):
        return list_page(request, Programs, queries.programs(request.actor))

The template is `ui/list_page.html` or one that extends it; further keywords are its context.
"""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import queries
from accounts.access import record
from core.navigation import url_or_none

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LABELS = {"xlsx": _("Workbook (xlsx)"), "csv": _("Text (csv)")}


def list_page(request, table_class, rows, *, template="ui/list_page.html", bulk=(), **context):
    """Answer with the page, or with its export where the address says `format=csv|xlsx`."""
    views = list(queries.saved_views(request.actor, table_class.key))
    table = table_class(
        rows,
        request.GET,
        request.actor,
        views=views,
        save_url=url_or_none("accounts:view_save", table_class.key) or "",
        remove_url=url_or_none("accounts:view_remove", table_class.key) or "",
        bulk=bulk,
    )
    for view in views:
        view.is_current = view.query == table.query
    if request.GET.get("format") in TYPES:
        return exported(request, table, request.GET["format"])
    leaving = {"exports": exports(table), "export_label": export_label(table)}
    return render(request, template, {"table": table, **leaving, **context})


def export_label(table) -> str:
    """Say how many rows an export holds."""
    text = ngettext("Export this row", "Export these %(rows)s rows", table.count)
    return text % {"rows": number_format(table.count)}


def exports(table) -> list[dict]:
    """The files in which the rows that are found can leave; none while there are no rows."""
    if not table.count:
        return []
    return [{"label": label, "url": table.url(format=kind)} for kind, label in LABELS.items()]


def exported(request, table, kind: str) -> HttpResponse:
    """Answer with exactly the current filter and columns; who took what is in the audit trail."""
    organisation = request.actor.organisation
    record(
        request.actor,
        "accounts.export",
        organisation,
        {},
        None,
        reason=f"{table.key} {kind} ?{table.query}"[:500],
    )
    response = HttpResponse(table.export(kind), content_type=TYPES[kind])
    name = quote(table.filename(kind))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
