from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.spreadsheets import layout
from core.spreadsheets.read import BadFile
from intake import operations, queries, rules
from intake.engine.suggest import fingerprint, suggest
from intake.views.pages import context, find, must

SHOWN = 10
SURETY = {
    "remembered": (_("as last time"), "approved"),
    "same": (_("certain"), "approved"),
    "near": (_("similar, please check"), "waiting"),
    "": (_("not known"), "draft"),
}


def batch_sheet(request, pk):
    batch = find(request, pk)
    must(rules.may_import(request.actor, batch))
    chosen = {
        name: request.POST.get(name) or request.GET.get(name, "") for name in ("sheet", "encoding")
    }
    fault = ""
    try:
        preview = queries.preview(request.actor, batch.file, **chosen)
        if request.method == "POST":
            return _choose(request, batch, preview)
    except BadFile as refusal:
        preview, fault = queries.preview(request.actor, batch.file), str(refusal)
    except Refusal as refusal:
        fault = str(refusal)
    now = batch.file.header_row if preview.sheet == batch.file.sheet else 0
    width = max((len(row.values) for row in preview.rows[:SHOWN]), default=0)
    return render(
        request,
        "intake/sheet.html",
        context(
            request,
            batch,
            "sheet",
            preview=preview,
            lines=[(row.number, padded(row.values, width)) for row in preview.rows[:SHOWN]],
            letters=range(1, width + 1),
            header_row=now or preview.header_row,
            fault=fault,
        ),
    )


def padded(values, width):
    return [*values, *[None] * (width - len(values))]


def _choose(request, batch, preview):
    number = request.POST.get("header_row", "")
    operations.choose_sheet(
        actor=request.actor,
        batch=batch,
        preview=preview,
        header_row=int(number) if number.isdecimal() else 0,
    )
    return redirect("intake:batch_columns", batch.pk)


def batch_columns(request, pk):
    batch = find(request, pk)
    must(rules.may_import(request.actor, batch))
    if not batch.file.headings:
        return redirect("intake:batch_sheet", pk)
    fault = ""
    if request.method == "POST":
        said = {k.removeprefix("column_"): v for k, v in request.POST.items() if k[:7] == "column_"}
        known = {column.name for column in batch.declared.columns}
        said = {k: v for k, v in said.items() if k.isdecimal() and v in known}
        try:
            operations.map_columns(actor=request.actor, batch=batch, mapping=said)
            return redirect(batch)
        except Refusal as refusal:
            fault = str(refusal)
            batch.file.mapping = said
    lines = columns_of(request.actor, batch, said=request.method == "POST")
    mapped = {line["column"] for line in lines}
    missing = [c for c in batch.declared.columns if c.required and c.name not in mapped]
    more = {"lines": lines, "missing": missing, "fault": fault}
    return render(request, "intake/columns.html", context(request, batch, "columns", **more))


def columns_of(actor, batch, *, said=False) -> list[dict]:
    """Each column of the file with samples, and what it means: as said, else as suggested."""
    file = batch.file
    headings = [layout.fold(name) for name in file.headings]
    memory = queries.remembered(actor, batch.kind, fingerprint(headings))
    known = {column.name: column.headings for column in batch.declared.columns}
    suggested = suggest(headings, known, memory.mapping if memory else {})
    samples = queries.samples(actor, file)
    lines = []
    for index, heading in enumerate(file.headings):
        guess = suggested[index]
        name = file.mapping.get(str(index), "") if said or file.mapping else guess.column
        word, tone = SURETY[guess.surety if name == guess.column else "remembered"]
        if heading or samples[index]:
            lines.append(
                {
                    "index": index,
                    "heading": heading,
                    "samples": samples[index],
                    "column": name,
                    "word": word,
                    "tone": tone,
                }
            )
    return lines
