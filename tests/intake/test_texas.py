"""A real catalogue of 6,245 training programmes, imported by a person through the pages.

One file, four kinds of data: who offers, where, what as courses, what as ready programmes. The
second time nothing has to be said again, and nothing changes.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import CodeKind
from accounts.models import Organisation
from intake.choices import BatchState
from intake.models import Batch
from intake.views.reading import SURETY, columns_of, recall
from programs.models import Program
from resources.models import Base, Course
from tests.factories import intake as make
from tests.factories.accounts import CodeFactory

SHARED = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data"))
TEXAS = SHARED / "texas-etpl" / "texas_etpl_2024-03-20.xlsx"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared,
    pytest.mark.skipif(not TEXAS.is_file(), reason="needs the shared data beside the checkout"),
]
PROGRAMMES, PROVIDERS, CAMPUSES = 6_245, 611, 1_091
INVALID, TOO_LONG = 48, 1  # no such delivery; a name of more than 200 characters
DELIVERY = {"In-person": "classroom", "Hybrid": "mixed", "Distance Education": "online"}
COLUMNS = {
    "organisations": {"Provider ID": "code", "ProviderName": "name"},
    "bases": {
        "Provider ID": "organisation",
        "Campus ID": "code",
        "Campus Name": "name",
        "Campus Address": "address",
        "Campus City": "city",
    },
    "courses": {
        "Provider ID": "organisation",
        "Program ID": "code",
        "Program Name": "name",
        "Program Description": "summary",
        "Length: Contact Hours": "hours",
        "Delivery Method": "formats",
    },
    "programs": {
        "Provider ID": "institute",
        "Program ID": "number",
        "Program Name": "name",
        "Program Description": "aim",
        "Required Cost: Tuition & Fees": "budget_yuan",
    },
}
CONSTANTS = {
    "organisations": {"kind": "institute"},
    "bases": {"capacity": "200"},
    "courses": {"category": "skills"},
    "programs": {"places": "20"},
}


class Person:
    """Somebody at the pages: uploads, says what columns and words mean, confirms."""

    def __init__(self, client, actor, target):
        self.client, self.actor, self.target = client, actor, target

    def answer(self, step: str, batch: Batch, data: dict):
        response = self.client.post(reverse(f"intake:{step}", args=[batch.pk]), data)
        assert response.status_code == 302, response.content.decode()[:2000]
        return Batch.objects.get(pk=batch.pk)

    def upload(self, kind: str, *, again: bool) -> Batch:
        file = SimpleUploadedFile(TEXAS.name, TEXAS.read_bytes())
        data = {"file": file, "target": self.target.pk} | ({"again": "on"} if again else {})
        response = self.client.post(reverse("intake:batch_upload", args=[kind]), data)
        assert response.status_code == 302, response.content.decode()[:2000]
        batch = Batch.objects.latest("pk")
        sheet = batch.file.sheet
        return self.answer("batch_sheet", batch, {"sheet": sheet, "header_row": 1})

    def map(self, batch: Batch, columns: dict, constants: dict) -> Batch:
        """Choose every column by hand, the first row for each record."""
        said = {
            f"column_{index}": columns.get(heading, "")
            for index, heading in enumerate(batch.file.headings)
        }
        said |= {f"constant_{name}": cell for name, cell in constants.items()}
        return self.answer("batch_columns", batch, said | {"first_counts": "1"})

    def accept(self, batch: Batch) -> Batch:
        """Leave the columns as the page offers them."""
        recall(self.actor, batch)
        lines = columns_of(self.actor, batch)
        said = {f"column_{one['index']}": one["column"] for one in lines if one["column"]}
        assert {str(one["word"]) for one in lines} == {str(SURETY["remembered"][0])}
        said |= {f"constant_{name}": cell for name, cell in batch.constants.items()}
        more = {"first_counts": "1"} if batch.first_counts else {}
        return self.answer("batch_columns", batch, said | more)

    def match(self, batch: Batch, word: str, value: str) -> Batch:
        """Say what an unknown word means, for all rows at once."""
        index = next(i for i, cause in enumerate(batch.causes) if cause["word"] == word)
        return make.worked(
            self.answer("batch_match", batch, {"cause": index, f"value_{index}": value})
        )


@pytest.fixture
def person(cast, as_):
    for code in DELIVERY.values():
        CodeFactory(organisation=cast.city, kind=CodeKind.FORMAT, code=code, name=f"形式{code}")
    CodeFactory(organisation=cast.city, kind=CodeKind.CATEGORY, code="skills", name="技能")
    return Person(as_(cast.zhou), cast.zhou, cast.city)


def imported(person, kind: str, *, again: bool = False) -> Batch:
    """One of the imports of the file, from its upload to its end."""
    batch = person.upload(kind, again=again)
    if again:
        batch = make.worked(person.accept(batch))
    else:
        batch = make.worked(person.map(batch, COLUMNS[kind], CONSTANTS[kind]))
        for word, code in DELIVERY.items() if kind == "courses" else ():
            batch = person.match(batch, word, code)
    return make.worked(person.answer("batch_confirm", batch, {"how": "good"}))


def test_one_real_file_becomes_institutes_bases_courses_and_programmes(person):
    institutes = Organisation.objects.filter(kind="institute").exclude(code="school")
    first = {kind: imported(person, kind) for kind in COLUMNS}

    assert all(batch.state == BatchState.LOADED for batch in first.values())
    assert all(batch.total == PROGRAMMES for batch in first.values())
    assert first["organisations"].counts == {"new": PROVIDERS, "repeated": PROGRAMMES - PROVIDERS}
    assert first["bases"].counts == {"new": CAMPUSES, "repeated": PROGRAMMES - CAMPUSES}
    assert first["programs"].counts == {"new": PROGRAMMES - TOO_LONG, "error": TOO_LONG}
    assert [cause["column"] for cause in first["programs"].causes] == ["name"]
    assert (institutes.count(), Base.objects.count()) == (PROVIDERS, CAMPUSES)
    assert Program.objects.count() == PROGRAMMES - TOO_LONG
    courses = first["courses"]
    assert Course.objects.count() == courses.counts["new"]
    assert courses.counts["new"] + courses.counts["error"] == PROGRAMMES
    unknown = [cause for cause in courses.causes if cause["word"]]
    assert [(one["word"], one["count"]) for one in unknown] == [("INVALID CODE", INVALID)]

    second = {kind: imported(person, kind, again=True) for kind in COLUMNS}

    for kind, batch in second.items():
        assert batch.count("new", "updated") == 0, (kind, batch.counts)
        assert batch.count("unchanged") == first[kind].counts["new"]
        assert batch.count("error") == first[kind].count("error")
