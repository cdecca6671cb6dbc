"""Files on trainees, courses and programmes: kept, found, given only to those who see the thing."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Job, Trainee
from core import jobs
from core.documents import BadDocument
from core.search import find
from intake.models import Attachment
from tests.core import documents as made
from tests.factories.accounts import TraineeFactory
from tests.factories.resources import CourseFactory

pytestmark = pytest.mark.django_db
WORDS = "变电站 安全管理"
DOCX = made.docx(WORDS)


@pytest.fixture
def person(cast):
    return TraineeFactory(organisation=cast.north)


def add(client, on, thing, content=None, name="方案.docx"):
    url = reverse("intake:attach", args=[on, thing.pk])
    file = SimpleUploadedFile(name, content or DOCX)
    return client.post(url, {"file": file}, follow=True)


def work():
    while waiting := Job.objects.filter(state="queued").first():
        jobs.run(waiting.pk)


def test_a_file_is_attached_found_by_its_words_downloaded_and_taken_off(cast, person, as_):
    client = as_(cast.steward)
    page = add(client, "trainees", person).content.decode()
    assert "方案.docx" in page
    work()
    file = Attachment.objects.get()
    assert (file.kind, file.text, file.organisation) == ("docx", WORDS, cast.north)

    panel = client.get(reverse("intake:trainee_files", args=[person.pk])).content.decode()
    assert "方案.docx" in panel
    hits = [hit for group in find(cast.steward, "安全管理") for hit in group.hits]
    assert [(hit.title, hit.url) for hit in hits] == [
        ("方案.docx", reverse("accounts:trainee", args=[person.pk]))
    ]

    answer = client.get(file.get_absolute_url())
    assert b"".join(answer.streaming_content) == DOCX
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] == "application/octet-stream"

    client.post(reverse("intake:detach", args=[file.pk]))
    assert not Attachment.objects.exists()
    assert not file.content.storage.exists(file.content.name)


def test_whoever_does_not_see_the_person_gets_neither_file_nor_hit(cast, person, as_):
    add(as_(cast.steward), "trainees", person)
    work()
    file = Attachment.objects.get()
    for other in (cast.wang, cast.stranger, cast.he):
        client = as_(other)
        assert client.get(file.get_absolute_url()).status_code == 404
        assert client.post(reverse("intake:detach", args=[file.pk])).status_code == 404
        assert client.get(reverse("intake:trainee_files", args=[person.pk])).status_code == 404
        assert add(client, "trainees", person).status_code == 404
        assert find(other, "安全管理") == []
    assert Attachment.objects.count() == 1


def test_a_viewer_reads_and_does_not_attach(cast, person, as_):
    add(as_(cast.steward), "trainees", person)
    client = as_(cast.viewer)
    assert client.get(Attachment.objects.get().get_absolute_url()).status_code == 200
    add(client, "trainees", person, made.docx("另一个"))
    client.post(reverse("intake:detach", args=[Attachment.objects.get().pk]))
    assert Attachment.objects.count() == 1


def test_what_is_no_document_is_refused_with_a_sentence_and_nothing_is_kept(cast, person, as_):
    page = add(as_(cast.steward), "trainees", person, b"<script>alert(1)</script>", "a.html")
    assert str(BadDocument("not_kept")) in html.unescape(page.content.decode())
    assert not Attachment.objects.exists()


def test_the_same_content_is_attached_once(cast, person, as_):
    client = as_(cast.steward)
    add(client, "trainees", person)
    add(client, "trainees", person, name="又.docx")
    assert Attachment.objects.count() == 1


def test_an_institute_attaches_to_its_course(cast, as_):
    course = CourseFactory(organisation=cast.school)
    client = as_(cast.he)
    add(client, "courses", course, made.pdf("Safety"), "safety.pdf")
    work()
    assert Attachment.objects.get().text == "Safety"
    assert (
        "safety.pdf"
        in client.get(reverse("intake:course_files", args=[course.pk])).content.decode()
    )


def test_files_go_with_a_person_that_is_merged(cast, person):
    from accounts.references import references

    assert Attachment in {field.model for field in references(Trainee)}
