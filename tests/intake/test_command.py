import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from resources.models import Room
from tests.factories import intake as make
from tests.factories.resources import BaseFactory
from trainportal.demo.sheets import rooms_rows

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data"))
ROOMS = SHARED / "cn-rooms"


def told(path, *more, base) -> dict:
    out = StringIO()
    where = ("--kind", "rooms", "--organisation", "school", "--base", base.code)
    call_command("intake", str(path), *where, "--json", *more, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "教室信息.xlsx"
    path.write_bytes(make.uploaded(rooms_rows()).read())
    return path


def test_a_dry_run_says_what_the_import_then_does(school, base, sheet):
    said = told(sheet, "--dry-run", base=base)
    assert (said["state"], said["new"], Room.objects.count()) == ("checked", said["total"], 0)

    done = told(sheet, base=base)

    assert done == said | {"state": "loaded"}
    assert Room.objects.count() == done["new"]


def test_the_second_run_changes_nothing(school, base, sheet):
    first = told(sheet, base=base)

    again = told(sheet, base=base)

    assert (again["unchanged"], again["new"], again["updated"]) == (first["total"], 0, 0)


def test_the_command_says_what_is_wrong_with_the_file(school, base, tmp_path):
    path = tmp_path / "教室信息.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(CommandError, match="text document"):
        told(path, base=base)


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "cn-rooms").is_dir(), reason="needs the shared data beside the checkout"
)
def test_a_real_room_list_is_the_same_in_every_encoding(school):
    bases = []
    for path in sorted([*(SHARED / "cn-rooms").glob("*.xlsx"), *(SHARED / "cn-rooms").glob("*/*")]):
        base = BaseFactory(organisation=school.organisation)
        told(path, "--dry-run", base=base)
        bases.append(base)
    assert len(bases) == 6
