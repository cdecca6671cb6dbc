"""Files are attached, and taken off again."""

from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from accounts import background
from accounts.access import Actor, operation
from core import documents
from core.digest import of_file
from core.disk import on_disk
from core.errors import Refusal
from intake import queries, rules
from intake.models import Attachment

READ = "intake.read_attachment"
MOST_BYTES, MOST_FILES = 50 * 1024 * 1024, 50


class TooMany(Refusal):
    """There are so many files that nobody finds anything among them."""

    code = "too_many_files"
    message = _("{most} files are attached already. Take one off first.")


@operation(rules.may_attach, on="thing")
def attach(*, actor: Actor, thing, upload: File) -> Attachment:
    """Attach a file to a trainee, course or programme. Raises `BadDocument`, `TooMany`.

    The same content is attached once.
    """
    if upload.size > MOST_BYTES:
        raise documents.BadDocument("too_big", megabytes=MOST_BYTES // 1024 // 1024)
    there = queries.attached(actor, thing)
    if there.count() >= MOST_FILES:
        raise TooMany(most=MOST_FILES)
    name = Path(upload.name or "").name[-200:]
    with on_disk(upload) as path:
        kind = documents.type_of(path, name).key
        digest = of_file(path)
    if known := there.filter(sha256=digest).first():
        return known
    made = Attachment(
        **{queries.TARGETS[type(thing)]: thing},
        organisation=thing.organisation,
        name=name,
        sha256=digest,
        size_bytes=upload.size,
        kind=kind,
        added_by=actor.member,
    )
    upload.seek(0)
    made.content.save(name, upload, save=False)
    made.save()
    background.enqueue(actor, READ, label=name, attachment=made.pk)
    return made


@operation(rules.may_detach, on="attachment")
def detach(*, actor: Actor, attachment: Attachment) -> None:
    """Take a file off for good."""
    attachment.content.delete(save=False)
    attachment.delete()


class Words:
    """The words in a file, for the search; found by a worker."""

    def __init__(self, attachment: Attachment):
        self.attachment = attachment

    def find(self) -> int:
        """Keep them; returns how many characters there are."""
        one = self.attachment
        text = documents.text_of(one.content.path, one.kind)
        Attachment._base_manager.filter(pk=one.pk).update(text=text)
        return len(text)
