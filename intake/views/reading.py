from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.spreadsheets import layout
from core.spreadsheets.read import BadFile
from intake import operations, queries, rules, tables
from intake.engine.suggest import fingerprint, suggest
from intake.flow import FLOW
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
    if batch.state not in FLOW["reopen"].source:  # a step back in the browser
        return redirect(batch)
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
    if batch.state not in FLOW["map"].source:
        return redirect(batch)
    if not batch.file.headings:
        return redirect("intake:batch_sheet", pk)
    fault = ""
    if request.method == "POST":
        said = {k.removeprefix("column_"): v for k, v in request.POST.items() if k[:7] == "column_"}
        known = {column.name for column in batch.declared.columns}
        said = {k: v for k, v in said.items() if k.isdecimal() and v in known}
        batch.constants = {name: request.POST.get(f"constant_{name}", "") for name in known}
        batch.first_counts = "first_counts" in request.POST
        fault = _mapped(request, batch, said)
        if not fault:
            return redirect(batch)
        batch.file.mapping = said
    elif not batch.file.mapping:
        recall(request.actor, batch)
    lines = columns_of(request.actor, batch, said=request.method == "POST")
    mapped = {line["column"] for line in lines}
    lacking = lacking_of(request.actor, batch, mapped)
    missing = [one for one in lacking if one["required"] and not one["value"]]
    more = {"lines": lines, "absent": lacking, "missing": missing, "fault": fault}
    return render(request, "intake/columns.html", context(request, batch, "columns", **more))


def _mapped(request, batch, said: dict[str, str]) -> str:
    """Go on with what was said; a refusal is returned in words.

    Where a column that new records need has just been left out, the page offers one value for all
    rows first.
    """
    lost = unfilled(batch, said)
    if lost.keys() - set(request.POST.getlist("missing")):
        labels = gettext(", ").join(map(str, lost.values()))
        return gettext("New records need: {columns}.").format(columns=labels)
    try:
        operations.map_columns(
            actor=request.actor,
            batch=batch,
            mapping=said,
            constants=batch.constants,
            first_counts=batch.first_counts,
        )
    except Refusal as refusal:
        return str(refusal)
    return ""


def unfilled(batch, mapping: dict[str, str]) -> dict:
    """Columns that new records need, and that nothing fills: {name: label}."""
    filled = {*mapping.values(), *(name for name, cell in batch.constants.items() if cell)}
    filled.add(batch.declared.parent.name)
    return {
        column.name: column.label
        for column in batch.declared.columns
        if column.required and column.name not in filled
    }


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


def recall(actor, batch) -> None:
    """Offer the values for all rows that were given with the same headings before."""
    headings = [layout.fold(name) for name in batch.file.headings]
    if memory := queries.remembered(actor, batch.kind, fingerprint(headings)):
        batch.constants, batch.first_counts = memory.constants, memory.first_counts


def lacking_of(actor, batch, mapped: set[str]) -> list[dict]:
    """Our columns that no column of the file fills: each can get one value for all rows."""
    fields = queries.fields(actor, batch.declared)
    return [
        {
            "name": column.name,
            "label": column.label,
            "required": column.required,
            "value": batch.constants.get(column.name, ""),
            "example": column.example,
            "options": [
                (value, tables.word_shown(names, value))
                for value, names in fields.get(column.name, {}).items()
            ],
        }
        for column in batch.declared.columns
        if column.name not in mapped and column.name != batch.declared.parent.name
    ]
