"""Received files and what became of their rows."""

from tests.architecture.access.words import (
    ALL_KEEPERS,
    ALL_MANAGERS,
    DEPARTMENT,
    INSTITUTE,
    page,
    post,
    read,
    who,
)
from tests.factories import intake as make
from trainportal.demo.sheets import rooms_rows


def furnish(side):
    rows = rooms_rows()[:3]
    rows[1] = rows[1] | {"最大上课容纳人数": "60-80"}
    batch = make.received(side.he, side.base, make.uploaded(rows))
    side.batch = make.worked(make.read(side.he, batch))
    side.file = side.batch.file
    side.row = side.batch.rows.first()


THINGS = {
    "row": DEPARTMENT | INSTITUTE,
    "batch": DEPARTMENT | INSTITUTE,
    "file": DEPARTMENT | INSTITUTE,
}
WORD = {"cause": "0", "value_0": "x"}
KEEPING = who("department_manager administrator institute_manager")
ROUTES = {
    "intake:kind": read(INSTITUTE, key="rooms", refusal="404"),
    "intake:export": read(
        INSTITUTE, key="rooms", refusal="404", query=lambda side: {"target": side.base.pk}
    ),
    "intake:file_list": read(ALL_KEEPERS),
    "intake:file_rows": read(KEEPING, on="file"),
    "intake:row": read(KEEPING, on="row"),
    "intake:limits": page(ALL_MANAGERS),
    "intake:batch_duplicates": page(KEEPING, post=INSTITUTE, on="batch"),
    "intake:batch_cells": page(INSTITUTE, on="batch"),
    "intake:batch_list": read(ALL_KEEPERS),
    "intake:batch_add": read(ALL_KEEPERS),
    "intake:batch_upload": page(INSTITUTE, kind="rooms", refusal="404"),
    "intake:template": read(INSTITUTE, kind="rooms", language="en", refusal="404"),
    "intake:file": read(KEEPING, on="file"),
    "intake:batch": read(KEEPING, on="batch"),
    "intake:batch_sheet": page(INSTITUTE, on="batch"),
    "intake:batch_columns": page(INSTITUTE, on="batch"),
    "intake:batch_check": read(KEEPING, on="batch"),
    "intake:batch_rows": read(KEEPING, on="batch", fate="new"),
    "intake:batch_match": post(INSTITUTE, on="batch", data=WORD),
    "intake:batch_errors": read(KEEPING, on="batch"),
    "intake:batch_correct": page(INSTITUTE, on="batch"),
    "intake:batch_confirm": page(INSTITUTE, on="batch"),
    "intake:batch_skip": post(INSTITUTE, on="batch"),
    "intake:batch_stop": post(INSTITUTE, on="batch"),
    "intake:batch_resume": post(INSTITUTE, on="batch"),
    "intake:batch_undo": page(INSTITUTE, on="batch"),
}
