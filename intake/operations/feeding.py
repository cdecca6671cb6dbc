"""Regular sources: asked on schedule, or sending by themselves; what is new becomes an import."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import background, process
from accounts.access import Actor, operation
from core import outbound
from core.digest import of_rows, sha256
from core.errors import Refusal
from core.jobs import Run
from core.spreadsheets.faults import MAX_FILE_BYTES
from core.spreadsheets.write import write_csv
from intake import queries, rules
from intake.choices import GOOD, BatchState, Fate, Source, Way
from intake.flow import FIX_ROWS
from intake.models import Batch, Feed
from intake.operations.automatic import map_as_known
from intake.operations.deciding import confirm
from intake.operations.receiving import SUFFIXES, AlreadyReceived, Arrival, receive

POLL = "intake.poll"
MOST_FILES = 50
PUSHED = "pushed"  # under this name a source that sends remembers what it sent last


class NoSuchFolder(Refusal):
    """The folder is missing, or lies outside the one that may be read."""

    code = "no_such_folder"
    message = _("There is no folder “{folder}” in the folder of your organisation on the server.")
    status = 422


class NothingSent(Refusal):
    """A push without a row that has a column of the kind."""

    code = "nothing_sent"
    message = _("None of the fields sent is a column of this kind of data.")
    status = 422


class Document(NamedTuple):
    """Something a source holds: its name there, and its content."""

    name: str
    content: bytes


@operation(rules.may_keep_feed, on="feed")
def save_feed(*, actor: Actor, feed: Feed) -> Feed:
    """Keep a source; it is asked at the next turn. Raises `NoSuchFolder`, `Unreachable`."""
    if feed.way == Way.FOLDER:
        _folder_of(feed)
    elif feed.way == Way.HTTP:
        outbound.checked(feed.address)
    else:
        feed.address = ""
    feed.created_by, feed.next_at = actor.member, timezone.now()
    feed.fault = feed.fault_en = ""
    feed.save()
    return feed


@operation(rules.may_keep_feed, on="feed")
def ask_now(*, actor: Actor, feed: Feed) -> Feed:
    """Let a worker ask the source at once."""
    _enqueue(actor, feed)
    return feed


@operation(rules.may_keep_feed, on="feed")
def push(*, actor: Actor, feed: Feed, rows: list[dict]) -> Batch | None:
    """Take rows that another system sends; None if they are those that it sent last.

    Raises `NothingSent`, `AlreadyReceived`.
    """
    digest = of_rows(rows)
    if feed.seen.get(PUSHED) == digest:
        return None
    known = [column.name for column in feed.declared.columns]
    names = [name for name in known if any(name in row for row in rows)]
    if not names:
        raise NothingSent
    content = write_csv(names, [[_cell(row.get(name)) for name in names] for row in rows])
    moment = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    batch = _received(actor, feed, Document(f"{feed.name} {moment}.csv", content), Source.API)
    _remember(feed, {**feed.seen, PUSHED: digest}, timezone.now())
    return map_as_known(actor=actor, batch=batch)


def _cell(value) -> str:
    return "" if value is None else str(value)


class Due:
    """The sources whose time has come, of every organisation."""

    def __init__(self, now: datetime):
        self.now = now

    def go(self) -> int:
        """Queue the work for each, in the name of who set it up; returns how many."""
        due = Feed._base_manager.filter(active=True, next_at__lte=self.now).exclude(way=Way.PUSH)
        parties = ("organisation", "created_by__organisation", "created_by__user")
        return sum(map(self._take, due.select_related(*parties)))

    def _take(self, feed: Feed) -> bool:
        mine = Feed._base_manager.filter(pk=feed.pk, next_at=feed.next_at)
        following = self.now + timedelta(minutes=feed.every_minutes)
        if not mine.update(next_at=following):
            return False  # another clock was quicker
        _enqueue(Actor(feed.created_by), feed)
        return True


def _enqueue(actor: Actor, feed: Feed) -> None:
    url = feed.get_absolute_url()
    background.enqueue(actor, POLL, dedupe=str(feed.pk), label=feed.name, url=url, feed=feed.pk)


class Polling:
    """One visit to a source."""

    def __init__(self, run: Run, actor: Actor, feed: Feed):
        self.run, self.actor, self.feed = run, actor, feed

    def go(self) -> dict:
        """Bring what is new; a refusal stays with the source, for its page."""
        begun = timezone.now()
        try:
            brought = sum(map(self._bring, self._documents()))
            self._go_on()
        except Refusal as refusal:
            self._told(refusal, begun)
            raise
        with self.run.chunk():
            Feed._base_manager.filter(pk=self.feed.pk).update(asked_at=begun, fault="", fault_en="")
        return {"files": brought}

    def _documents(self) -> Iterator[Document]:
        if self.feed.way == Way.HTTP:
            found = outbound.fetch(self.feed.address, most_bytes=MAX_FILE_BYTES)
            name = found.name if Path(found.name).suffix.lower() in SUFFIXES else "data.csv"
            yield Document(name, found.content)
        if self.feed.way == Way.FOLDER:
            paths = sorted(_folder_of(self.feed).iterdir())
            for path in [one for one in paths if _is_file(one)][:MOST_FILES]:
                self.run.report()
                yield Document(path.name, path.read_bytes())

    def _bring(self, document: Document) -> bool:
        """Begin an import, unless this content has come before; both or neither are kept."""
        digest = sha256(document.content)
        if digest in self.feed.seen.values():
            return False
        seen = {**self.feed.seen, document.name: digest}
        arrival = _arrival(document)
        with self.run.chunk():
            try:
                _receive(self.actor, self.feed, arrival, Source.FEED)
            except AlreadyReceived:
                _remember(self.feed, seen)  # a person was quicker
                return False
            _remember(self.feed, seen, timezone.now())
        return True

    def _go_on(self) -> None:
        """Map what came, now or at an earlier visit that did not get so far."""
        for batch in queries.unmapped(self.actor, self.feed):
            map_as_known(actor=self.actor, batch=batch)

    def _told(self, refusal: Refusal, begun: datetime) -> None:
        said = {}
        for language in ("zh-hans", "en"):
            with override(language):
                said[language] = str(refusal)[:300]
        with self.run.chunk():
            Feed._base_manager.filter(pk=self.feed.pk).update(
                asked_at=begun, fault=said["zh-hans"], fault_en=said["en"]
            )


def _folder_of(feed: Feed) -> Path:
    """The folder of a source, inside that of its organisation. Raises `NoSuchFolder`."""
    root = (settings.INTAKE_FOLDER / feed.organisation.code).resolve()
    folder = (root / feed.address).resolve()
    if not folder.is_relative_to(root) or not folder.is_dir():
        raise NoSuchFolder(folder=feed.address)
    return folder


def _is_file(path: Path) -> bool:
    """Whether it is a table of a size that is taken; nothing behind a link."""
    if path.is_symlink() or not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    return path.stat().st_size <= MAX_FILE_BYTES


def _arrival(document: Document) -> Arrival:
    return Arrival.of(File(io.BytesIO(document.content), name=document.name))


def _received(actor: Actor, feed: Feed, document: Document, source: Source) -> Batch:
    return _receive(actor, feed, _arrival(document), source)


def _receive(actor: Actor, feed: Feed, arrival: Arrival, source: Source) -> Batch:
    batch = Batch(
        organisation=feed.organisation, kind=feed.kind, target_pk=feed.target_pk, feed=feed
    )
    return receive(actor=actor, batch=batch, arrival=arrival, source=source)


def _remember(feed: Feed, seen: dict, changed_at: datetime | None = None) -> None:
    feed.seen = seen
    feed.changed_at = changed_at or feed.changed_at
    feed.save(update_fields=["seen", "changed_at"])


@operation(rules.may_import, on="batch")
def load_by_itself(*, actor: Actor, batch: Batch) -> Batch:
    """Import what a source brought, if it may and nothing is to be asked; else ask somebody."""
    if not (batch.feed and batch.feed.loads and batch.state == BatchState.CHECKED):
        return batch
    questions = batch.count(Fate.ERROR, Fate.PROBABLE) or queries.over_limit(actor, batch)
    if not questions and batch.count(*GOOD):
        return confirm(actor=actor, batch=batch)
    wait = replace(FIX_ROWS, role=batch.created_by.role)
    process.ask(wait, batch, batch.organisation, actor=actor, url=batch.get_absolute_url())
    return batch
