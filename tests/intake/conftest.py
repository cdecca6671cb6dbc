"""A school with its bases and the code tables that its room list needs."""

import io

import openpyxl
import pytest

from accounts.choices import CodeKind
from intake import tables
from resources.models import Base
from tests.factories.accounts import CodeFactory
from tests.factories.intake import as_file
from tests.factories.resources import BaseFactory
from trainportal.demo.sheets import WINGS, rooms_rows


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Received files of a test go where nobody else looks."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school(cast):
    """The manager of the school; its campuses and code tables exist."""
    for place, campus in enumerate(dict.fromkeys(wing.campus for wing in WINGS)):
        BaseFactory(organisation=cast.school, name=campus, name_en=f"Campus {place}")
    kinds = dict.fromkeys(row["教室类型"] for row in rooms_rows())
    for place, kind in enumerate(kinds):
        CodeFactory(
            organisation=cast.city,
            kind=CodeKind.ROOM_KIND,
            code=f"kind{place}",
            name=kind,
            name_en=f"Kind {place}",
        )
    CodeFactory(
        organisation=cast.city, kind=CodeKind.FACILITY, code="air_conditioning", name="空调"
    )
    return cast.he


@pytest.fixture
def base(school):
    """The first of its bases."""
    return Base.objects.filter(organisation=school.organisation).first()


@pytest.fixture
def error_table():
    """The error table of an import as a person sends it back, some cells corrected."""

    def corrected(actor, batch, cells):
        book = openpyxl.load_workbook(io.BytesIO(tables.errors(actor, batch, "zh-hans")))
        page = book.worksheets[0]
        names = [column.name for column in batch.declared.columns]
        for line in page.iter_rows(min_row=2):
            for (number, name), value in cells.items():
                if line[0].value == number:
                    line[names.index(name) + 2].value = value
        buffer = io.BytesIO()
        book.save(buffer)
        return as_file(buffer.getvalue(), "错误表.xlsx")

    return corrected
