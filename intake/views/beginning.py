from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.lists import list_page
from core.navigation import url_or_none
from core.spreadsheets import kinds
from core.spreadsheets import template as templates
from core.spreadsheets.read import BadFile
from intake import operations, queries, rules, tables
from intake.forms import UploadForm
from intake.models import Batch
from intake.views.pages import XLSX, download, must, steps

ADDING = {"base": "resources:base_add"}  # where a missing target can be made


def batch_list(request):
    must(rules.may_browse(request.actor))
    may_begin = rules.may_begin(request.actor)
    rows = queries.batches(request.actor)
    return list_page(
        request, tables.Batches, rows, template="intake/list.html", may_begin=may_begin
    )


def batch_add(request):
    must(rules.may_begin(request.actor))
    offered = kinds.kinds(request.actor)
    begun = queries.unfinished(request.actor)[:5]
    return render(
        request,
        "intake/start.html",
        {"kinds": offered, "unfinished": begun, "languages": settings.LANGUAGES},
    )


def batch_upload(request, kind):
    declared, targets = _open(request, kind)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        kind=declared,
        targets=targets,
        again="again" in request.POST,
    )
    earlier = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(*_next(request, _receive(request, declared, form)))
        except operations.AlreadyReceived as refusal:
            earlier = refusal.batch
            form = UploadForm(request.POST, kind=declared, targets=targets, again=True)
            form.errors.clear()
        except BadFile as refusal:
            form.add_error("file", str(refusal))
    return render(
        request,
        "intake/upload.html",
        {
            "kind": declared,
            "form": form,
            "earlier": earlier,
            "targets": targets,
            "required": [column.label for column in declared.columns if column.required],
            "add_url": url_or_none(ADDING.get(declared.parent.name, "")),
            "languages": settings.LANGUAGES,
            "steps": steps(None, "upload"),
        },
    )


def _open(request, kind):
    """A kind that this person has somewhere to load into; any other does not exist for him."""
    declared = kinds.kind(kind)
    targets = declared.targets(request.actor) if declared else []
    if not targets:
        raise Http404
    return declared, targets


def _receive(request, declared, form):
    batch = Batch(
        organisation=request.actor.organisation, kind=declared.key, target_pk=form.target.pk
    )
    arrival = operations.Arrival.of(form.cleaned_data["file"])
    again = form.cleaned_data.get("again", False)
    return operations.receive(actor=request.actor, batch=batch, arrival=arrival, again=again)


def _next(request, batch) -> tuple[str, int]:
    """A template of ours needs no questions about sheet and header."""
    preview = queries.preview(request.actor, batch.file)
    meta = templates.Meta(**batch.file.meta) if batch.file.meta else None
    if meta and meta.kind == batch.kind and preview.header_row:
        operations.choose_sheet(
            actor=request.actor, batch=batch, preview=preview, header_row=preview.header_row
        )
        messages.info(request, _("The template was recognised: the columns are mapped already."))
        return "intake:batch_columns", batch.pk
    return "intake:batch_sheet", batch.pk


def template(request, kind, language):
    declared, _targets = _open(request, kind)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    content = tables.template_of(request.actor, declared, language)
    return download(content, f"{declared.label}.xlsx", XLSX)


def file(request, pk):
    file = get_object_or_404(queries.files(request.actor), pk=pk)
    must(rules.may_read(request.actor, file.batch))
    if not file.content:
        raise Http404
    with file.content.open("rb") as content:
        return download(content.read(), file.name)
