"""Received files and what became of their rows."""

from django.core.files.uploadedfile import SimpleUploadedFile

from intake.choices import Way
from intake.models import Feed
from intake.operations import attach
from tests.architecture.access.words import (
    ALL_KEEPERS,
    ALL_MANAGERS,
    DEPARTMENT,
    EVERYBODY,
    INSTITUTE,
    api,
    page,
    post,
    read,
    who,
)
from tests.core.documents import docx
from tests.factories import intake as make
from trainportal.demo.sheets import rooms_rows


def furnish(side):
    rows = rooms_rows()[:3]
    rows[1] = rows[1] | {"最大上课容纳人数": "60-80"}
    batch = make.received(side.he, side.base, make.uploaded(rows))
    side.batch = make.worked(make.read(side.he, batch))
    side.file = side.batch.file
    side.row = side.batch.rows.first()
    side.source = Feed.objects.create(
        organisation=side.he.organisation,
        name="教务系统",
        way=Way.PUSH,
        kind="rooms",
        target_pk=side.base.pk,
        created_by=side.he.member,
    )
    side.attached = attach(
        actor=side.he,
        thing=side.course,
        upload=SimpleUploadedFile("方案.docx", docx("甲")),
    )


THINGS = dict.fromkeys(("batch", "file", "row", "source"), DEPARTMENT | INSTITUTE) | {
    "attached": EVERYBODY
}
WORD = {"cause": "0", "value_0": "x"}
KEEPING = who("department_manager administrator institute_manager")
ROUTES = {
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
    "intake:kind": read(INSTITUTE, key="rooms", refusal="404"),
    "intake:export": read(
        INSTITUTE, key="rooms", query=lambda side: {"target": side.base.pk}, refusal="404"
    ),
    "intake:file_list": read(ALL_KEEPERS),
    "intake:file_rows": read(KEEPING, on="file"),
    "intake:row": read(KEEPING, on="row"),
    "intake:limits": page(ALL_MANAGERS),
    "intake:batch_duplicates": page(KEEPING, post=INSTITUTE, on="batch"),
    "intake:batch_cells": page(INSTITUTE, on="batch"),
    "intake:trainee_files": read(on="trainee"),
    "intake:course_files": read(on="course"),
    "intake:program_files": read(on="program"),
    "intake:attach": post(INSTITUTE, on="course", what="courses"),
    "intake:attachment": read(on="attached"),
    "intake:detach": post(INSTITUTE, on="attached"),
    "intake:feed_list": read(ALL_KEEPERS),
    "intake:feed_add": page(ALL_KEEPERS),
    "intake:feed": read(on="source", gate=ALL_KEEPERS),
    "intake:feed_edit": page(INSTITUTE, on="source", gate=ALL_KEEPERS),
    "intake:feed_ask": post(INSTITUTE, on="source", gate=ALL_KEEPERS),
    "api:intake-imports-list": api(GET=ALL_KEEPERS, POST=ALL_KEEPERS),
    "api:intake-imports-detail": api(on="batch", GET=None, gate=ALL_KEEPERS),
    "api:intake-imports-errors": api(on="batch", GET=None, gate=ALL_KEEPERS),
    "api:intake-imports-confirm": api(on="batch", POST=INSTITUTE, gate=ALL_KEEPERS),
    "api:intake-imports-undo": api(  # begun, and taken back at once: nothing had been loaded
        on="batch", POST=INSTITUTE, gate=ALL_KEEPERS, keeps=True
    ),
    "api:intake-feeds-list": api(GET=ALL_KEEPERS),
    "api:intake-feeds-detail": api(on="source", GET=None, gate=ALL_KEEPERS),
    "api:intake-feeds-rows": api(
        on="source", POST=INSTITUTE, gate=ALL_KEEPERS, data={"rows": [{"code": "1"}]}
    ),
}
