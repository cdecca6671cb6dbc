"""The original database, the limits of an organisation, and what each kind of data consists of."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import record
from accounts.lists import list_page
from core.spreadsheets import kinds
from intake import operations, queries, rules, tables
from intake.forms import PolicyForm
from intake.views.pages import XLSX, download, must


def file_list(request):
    must(rules.may_browse(request.actor))
    rows = queries.counted_files(request.actor)
    may_limit = rules.may_set_limits(request.actor, queries.policy(request.actor))
    return list_page(request, tables.Files, rows, template="intake/files.html", may_limit=may_limit)


def file_rows(request, pk):
    file = get_object_or_404(queries.files(request.actor), pk=pk)
    must(rules.may_read(request.actor, file.batch))
    rows = queries.all_rows(request.actor, file)
    return list_page(
        request,
        tables.FileRows,
        rows,
        template="intake/file_rows.html",
        file=file,
        batch=file.batch,
    )


def row(request, pk):
    found = queries.row(request.actor, pk)
    if found is None:
        raise Http404
    must(rules.may_read(request.actor, found.file.batch))
    columns = {column.name: column for column in found.file.batch.declared.columns}
    cells = [
        (
            heading,
            tables.value_shown(columns.get(found.file.mapping.get(str(index))), value),
            columns.get(found.file.mapping.get(str(index))),
        )
        for index, (heading, value) in enumerate(
            zip(found.file.headings, found.values, strict=False)
        )
    ]
    more = {
        "row": found,
        "batch": found.file.batch,
        "cells": cells,
        "fate": tables.fate_of(found),
        "reasons": [tables.said(reason["text"]) for reason in found.reasons],
        "changes": tables.changes_of(request.actor, found),
        "story": queries.row_story(request.actor, found),
    }
    return render(request, "intake/row.html", more)


def limits(request):
    policy = queries.policy(request.actor)
    must(rules.may_set_limits(request.actor, policy))
    form = PolicyForm(request.POST or None, instance=policy)
    if request.method == "POST" and form.is_valid():
        operations.save_policy(actor=request.actor, policy=form.save(commit=False))
        messages.success(request, _("The limits are set."))
        return redirect("intake:file_list")
    return render(request, "intake/limits.html", {"form": form})


def kind(request, key):
    declared = _declared(request, key)
    fields = queries.fields(request.actor, declared)
    columns = [
        (column, [tables.word_shown(names, value) for value, names in fields[column.name].items()])
        if column.name in fields
        else (column, [])
        for column in declared.columns
    ]
    more = {
        "kind": declared,
        "columns": columns,
        "targets": declared.targets(request.actor),
        "keys": [declared.column(name).label for name in declared.natural_key],
        "languages": settings.LANGUAGES,
        "shown": 12,
        "is_exported": declared.read is not None,  # a template would call the function
    }
    return render(request, "intake/kind.html", more)


def export(request, key):
    declared = _declared(request, key)
    chosen = request.GET.get("target", "")
    targets = {str(target.pk): target for target in declared.targets(request.actor)}
    if chosen not in targets:
        raise Http404
    content = tables.export_of(request.actor, declared, targets[chosen], get_language() or "")
    reason = f"{key}: {targets[chosen]}"
    record(request.actor, "intake.export", request.actor.organisation, {}, None, reason=reason)
    moment = timezone.localtime().strftime("%Y%m%d-%H%M")
    return download(content, f"{declared.label}_{targets[chosen]}_{moment}.xlsx", XLSX)


def _declared(request, key):
    declared = kinds.kind(key)
    if declared is None or not declared.targets(request.actor):
        raise Http404
    return declared
