"""Regular sources: new files and rows become imports by themselves, each once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, Job, WorkItem
from accounts.tokens import hash_of
from core import jobs, outbound
from core.errors import Refusal
from core.spreadsheets.write import write_csv
from intake import operations
from intake.choices import BatchState, Source, Way
from intake.models import Batch, Feed, ReceivedFile
from resources.models import Room
from trainportal.demo.sheets import rooms_rows

pytestmark = pytest.mark.django_db
ROWS = rooms_rows()[:12]


def table(rows=ROWS) -> bytes:
    return write_csv(list(rows[0]), [list(row.values()) for row in rows])


@pytest.fixture
def folder(school, settings, tmp_path):
    """The folder of the school on the server."""
    settings.INTAKE_FOLDER = tmp_path / "incoming"
    made = settings.INTAKE_FOLDER / school.organisation.code / "rooms"
    made.mkdir(parents=True)
    return made


def feed_of(school, base, way=Way.FOLDER, address="rooms", **more) -> Feed:
    feed = Feed(
        organisation=school.organisation,
        name="教务系统",
        way=way,
        kind="rooms",
        target_pk=base.pk,
        address=address,
        **more,
    )
    return operations.save_feed(actor=school, feed=feed)


def work() -> None:
    """Let a worker do all that waits."""
    while waiting := Job.objects.filter(state="queued").first():
        jobs.run(waiting.pk)


def visit(feed) -> Feed:
    """The clock comes round, and a worker does what is due."""
    Feed.objects.filter(pk=feed.pk).update(next_at=timezone.now() - timedelta(minutes=1))
    operations.Due(timezone.now()).go()
    work()
    return Feed.objects.get(pk=feed.pk)


def test_a_folder_brings_each_file_once_and_loads_it_by_itself(school, base, folder):
    feed = feed_of(school, base, loads=True)
    (folder / "一月.csv").write_bytes(table())
    (folder / "说明.txt.bak").write_text("no table")

    feed = visit(feed)

    batch = Batch.objects.get()
    assert (batch.state, batch.counts, batch.feed) == (BatchState.LOADED, {"new": 12}, feed)
    assert ReceivedFile.objects.get().source == Source.FEED
    assert Room.objects.count() == 12
    visit(feed)
    assert Batch.objects.count() == 1

    changed = [dict(row) for row in ROWS]
    changed[0]["最大上课容纳人数"] = "77"
    (folder / "二月.csv").write_bytes(table(changed))
    visit(feed)

    assert Batch.objects.latest("pk").counts == {"updated": 1, "unchanged": 11}
    assert Room.objects.count() == 12


def test_what_is_to_be_asked_waits_for_a_person(school, base, folder):
    feed = feed_of(school, base, loads=True)
    bad = [dict(row) for row in ROWS]
    bad[3]["最大上课容纳人数"] = "60-80"
    (folder / "一月.csv").write_bytes(table(bad))

    visit(feed)

    batch = Batch.objects.get()
    assert (batch.state, Room.objects.count()) == (BatchState.CHECKED, 0)
    assert WorkItem.objects.filter(url=batch.get_absolute_url(), closed_at=None).count() == 1


def test_without_leave_to_load_it_waits(school, base, folder):
    (folder / "一月.csv").write_bytes(table())
    visit(feed_of(school, base))
    assert Batch.objects.get().state == BatchState.CHECKED
    assert Room.objects.count() == 0


def test_a_table_that_nobody_has_mapped_is_named_as_the_fault_and_tried_again(school, base, folder):
    feed = feed_of(school, base)
    rows = [{"甲": "1", "乙": "2"}] * 3
    (folder / "未知.csv").write_bytes(table(rows))

    feed = visit(feed)

    assert feed.fault
    assert feed.fault_en.startswith("No column of the file is mapped")
    assert Batch.objects.get().state == BatchState.UPLOADED
    Batch.objects.all().delete()
    assert visit(feed).fault == ""


@pytest.mark.parametrize("address", ["../..", "/etc", "nowhere", "rooms/../../elsewhere"])
def test_only_the_folder_of_the_organisation_is_read(school, base, folder, address):
    (folder.parents[1] / "elsewhere").mkdir()
    with pytest.raises(Refusal) as refused:
        feed_of(school, base, address=address)
    assert refused.value.code == "no_such_folder"


def test_a_link_in_the_folder_leads_nowhere(school, base, folder, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(table())
    (folder / "link.csv").symlink_to(secret)
    visit(feed_of(school, base))
    assert Batch.objects.count() == 0


def test_an_address_is_asked_and_what_fails_is_told(school, base, settings, monkeypatch):
    settings.OUTBOUND_HOSTS = ["example.org"]
    feed = feed_of(school, base, Way.HTTP, "https://example.org/rooms.csv", loads=True)
    answers = [outbound.Fetched(table(), "rooms.csv")]
    monkeypatch.setattr(outbound, "fetch", lambda *_w, **_k: answers[0])
    feed = visit(feed)
    assert (Room.objects.count(), feed.fault) == (12, "")

    def away(*_words, **_more):
        raise outbound.Unreachable("no_answer", host="example.org")

    monkeypatch.setattr(outbound, "fetch", away)
    feed = visit(feed)
    assert "example.org" in feed.fault_en
    assert Room.objects.count() == 12


def test_an_address_outside_the_list_is_refused_when_it_is_typed(school, base, settings):
    settings.OUTBOUND_HOSTS = ["example.org"]
    with pytest.raises(outbound.Unreachable):
        feed_of(school, base, Way.HTTP, "http://169.254.169.254/latest/")


def test_two_clocks_ask_once(school, base, folder):
    feed_of(school, base)
    now = timezone.now() + timedelta(seconds=1)
    assert [operations.Due(now).go(), operations.Due(now).go()] == [1, 0]


@pytest.fixture
def token(school):
    return ApiToken.objects.create(
        organisation=school.organisation,
        member=school.member,
        name="教务系统",
        key_hash=hash_of("key"),
        scopes=["intake:read", "intake:write"],
        expires_at=timezone.now() + timedelta(days=1),
    )


def send(client, feed, rows, key="key"):
    return client.post(
        f"/api/v1/intake/feeds/{feed.pk}/rows",
        json.dumps({"rows": rows}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def test_another_system_sends_rows_and_only_what_differs_is_written(school, base, client, token):
    feed = feed_of(school, base, Way.PUSH, "", loads=True)
    kind = Room.objects.none().model.kind.field.related_model.objects.filter(kind="room_kind")
    word = kind.first().code
    rows = [{"code": f"S{n}", "name": f"教室 {n}", "kind": word, "capacity": 40} for n in range(5)]

    answer = send(client, feed, rows)
    work()

    assert (answer.status_code, answer.json()["kind"]) == (202, "rooms")
    assert Room.objects.count() == 5
    assert send(client, feed, rows).status_code == 204
    rows[0]["capacity"] = 60
    send(client, feed, rows)
    work()
    assert Batch.objects.latest("pk").counts == {"updated": 1, "unchanged": 4}
    assert send(client, feed, [{"foreign": "1"}]).status_code == 422


def test_a_token_without_the_scope_sends_nothing(school, base, client, token):
    feed = feed_of(school, base, Way.PUSH, "")
    ApiToken.objects.update(scopes=["intake:read", "people:write"])
    assert send(client, feed, [{"code": "1"}]).status_code == 403
    assert send(client, feed, [{"code": "1"}], key="other").status_code == 401
    assert Batch.objects.count() == 0


def test_an_import_through_the_api(school, base, client, token, tmp_path):
    path = Path(tmp_path / "教室.csv")
    bad = [dict(row) for row in ROWS]
    bad[3]["最大上课容纳人数"] = "60-80"
    path.write_bytes(table(bad))
    headers = {"Authorization": "Bearer key"}
    where = "/api/v1/intake/imports"
    with path.open("rb") as file:
        data = {"kind": "rooms", "target": base.pk, "file": file}
        begun = client.post(where, data, headers=headers)
    assert begun.status_code == 201, begun.content
    work()
    one = f"{where}/{begun.json()['id']}"

    told = client.get(one, headers=headers).json()
    assert (told["state"], told["figures"]["new"], told["figures"]["error"]) == ("checked", 11, 1)
    errors = client.get(f"{one}/errors", headers=headers).json()["results"]
    assert [(e["row"], e["column"], e["value"]) for e in errors] == [(5, "capacity", "60-80")]
    client.post(f"{one}/confirm", {}, content_type="application/json", headers=headers)
    work()
    assert client.get(one, headers=headers).json()["state"] == "loaded"
    client.post(f"{one}/undo", {}, content_type="application/json", headers=headers)
    work()
    assert (client.get(one, headers=headers).json()["state"], Room.objects.count()) == ("undone", 0)


def test_a_source_is_set_up_and_asked_through_the_pages(school, base, folder, as_):
    client = as_(school)
    (folder / "一月.csv").write_bytes(table())
    form = {
        "name": "教务系统", "into": f"rooms:{base.pk}", "way": "folder", "address": "missing",
        "every_minutes": "60", "active": "on",
    }  # fmt: skip
    page = client.post(reverse("intake:feed_add"), form)
    assert "missing" in page.content.decode()
    assert Feed.objects.count() == 0

    page = client.post(reverse("intake:feed_add"), form | {"address": "rooms"}, follow=True)

    feed = Feed.objects.get()
    assert feed.name in page.content.decode()
    client.post(reverse("intake:feed_ask", args=[feed.pk]))
    work()
    page = client.get(feed.get_absolute_url()).content.decode()
    assert "一月.csv" in page
    assert feed.name in client.get(reverse("intake:feed_list")).content.decode()
