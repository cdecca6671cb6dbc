"""A flow, and for each state who has to act: one place keeps state, history and to-do list.

    PROCESS = Process(FLOW, url="programs:detail", waits={
        S.SUBMITTED: Waiting("decide", _("Decide"), to=superior, role=Role.APPROVER, days=5),
    })

`move` writes the new state, the step of the time line, closes what waited and opens what waits
now, all in one transaction: the to-do list is always exactly the set of open decisions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from accounts.access import Actor, key
from accounts.choices import Role
from accounts.models import Organisation, Step, User, WorkItem
from core import events
from core.flow import Flow, Move

VERBS: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Waiting:
    """What has to be done in a state, by whom, within how many days.

    `to` gives the organisations (or users) that an object waits for.
    """

    verb: str
    label: str | Promise
    to: Callable[[object], Iterable[Organisation | User]]
    role: str = Role.MANAGER
    days: int | None = None

    def __post_init__(self):
        VERBS[self.verb] = self.label


class Process:
    """A flow with its open work; every move of an object goes through here."""

    def __init__(self, flow: Flow, *, url: str, waits: dict[str, Waiting | tuple[Waiting, ...]]):
        self.flow = flow
        self.url = url
        self.waits = {s: w if isinstance(w, tuple) else (w,) for s, w in waits.items()}

    def start(self, obj, *, actor: Actor, label: str | Promise) -> None:
        """Write the first step of a new object and open its first work."""
        _step(obj, actor, "start", label, "", "")
        self._open(obj, actor)

    def move(self, obj, name: str, *, actor: Actor, note: str = "", **values) -> Move:
        """Move the object: state, history and to-do list in one transaction.

        Raises `WrongState`.
        """
        source = obj.state
        with transaction.atomic():
            move = self.flow.move(obj, name, **values)
            close(obj, actor=actor)
            _step(obj, actor, name, move.label, source, note)
            self._open(obj, actor)
        events.publish(f"{obj._meta.label_lower}.{name}", pk=obj.pk, member_id=actor.member.pk)
        return move

    def open_to(self, actor: Actor, obj) -> list[Move]:
        """The buttons of the page."""
        return self.flow.open_to(actor, obj)

    def _open(self, obj, actor):
        for wait in self.waits.get(obj.state, ()):
            for party in wait.to(obj):
                ask(wait, obj, party, actor=actor, url=reverse(self.url, args=[obj.pk]))


def _step(obj, actor, name, label, source, note):
    with override("en"):
        words = str(label)
    Step.objects.create(
        organisation=obj.organisation,
        target=key(obj),
        move=name,
        label=words,
        source=source,
        state=obj.state,
        member=actor.member,
        note=note,
    )


def ask(
    wait: Waiting, obj, party: Organisation | User, *, actor: Actor, url: str, due_on=None
) -> WorkItem:
    """Open one item on the to-do list of a role of an organisation, or of one person."""
    person = party if isinstance(party, User) else None
    organisation = obj.organisation if person else party
    open_key = (
        f"{key(obj)}|{wait.verb}|{'u' if person else 'o'}{party.pk}|{'' if person else wait.role}"
    )
    with override("zh-hans"):
        title = str(obj)
    with override("en"):
        title_en = str(obj)
    if due_on is None and wait.days is not None:
        due_on = timezone.localdate() + timedelta(days=wait.days)
    rows = WorkItem.objects.unscoped(reason="the open key names the one item that is asked for")
    item, _new = rows.get_or_create(
        open_key=open_key,
        defaults={
            "organisation": organisation,
            "role": "" if person else wait.role,
            "user": person,
            "verb": wait.verb,
            "target": key(obj),
            "title": title[:200],
            "title_en": title_en[:200],
            "url": url,
            "source": actor.organisation,
            "due_on": due_on,
        },
    )
    return item


def close(obj, *, actor: Actor, verb: str | None = None, user: User | None = None) -> int:
    """Close what waits on an object: all of it, one verb, or one person's item."""
    items = WorkItem._base_manager.filter(target=key(obj), closed_at=None)
    if verb:
        items = items.filter(verb=verb)
    if user:
        items = items.filter(user=user)
    return items.update(closed_at=timezone.now(), closed_by=actor.member, open_key=None)
