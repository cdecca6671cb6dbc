"""The review of a programme: what changed, what was said about it, what waits for whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.models import WorkItem
from programs.diff import Difference, difference, spans
from programs.models import Comment, Program, Version
from programs.queries.page import programs
from programs.queries.words import BUDGET, COMPUTED, FIELDS, Words

DECIDING = ("confirm", "approve")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment and what became of it: draft, open, changed, answered or unchanged."""

    comment: Comment
    became: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One changed value in words; `parts` instead where a text was corrected."""

    label: str
    old: str = ""
    new: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class Entry:
    """One thing a reviewer reads and may comment on: a field (`name`) or a line (`line`)."""

    title: str
    kind: str = ""
    line: int | None = None
    name: str = ""
    category: str = ""
    category_id: int | None = None
    colour: str = ""
    cells: list[Cell] = field(default_factory=list)
    moved: bool = False
    remarks: list[Remark] = field(default_factory=list)
    draft: Comment | None = None

    @property
    def place(self) -> tuple[int | None, str]:
        """Where a comment about it hangs."""
        return self.line, self.name

    @property
    def key(self) -> str:
        """Its id in the page."""
        return f"line-{self.line}" if self.line else f"field-{self.name or 'all'}"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Entries under one heading."""

    key: str
    title: str
    entries: list[Entry]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A programme that waits for the actor's decision."""

    program: Program
    item: WorkItem
    days: int
    late: bool


def inbox(actor: Actor) -> list[Case]:
    """What waits for this actor's decision, the nearest deadline first; two statements."""
    work = accounts.open_work(actor).filter(verb__in=DECIDING, target__startswith="programs.pr")
    keys = {int(item.target.partition(":")[2]): item for item in work}
    rows = programs(actor).in_bulk(list(keys))
    today = timezone.localdate()
    return [
        Case(
            program=rows[pk],
            item=item,
            days=(today - timezone.localdate(item.opened_at)).days,
            late=item.due_on is not None and item.due_on < today,
        )
        for pk, item in keys.items()
        if pk in rows
    ]


def versions(actor: Actor, program: Program) -> list[Version]:
    """Everything that was submitted, the latest first; one statement."""
    rows = Version.objects.visible_to(actor).filter(program=program)
    return list(rows.select_related("member__user"))


def comments(actor: Actor, program: Program) -> list[Comment]:
    """What was said, and the actor's own drafts; one statement."""
    rows = Comment.objects.visible_to(actor).filter(program=program)
    rows = rows.select_related("member__user", "member__organisation", "answered_by__user")
    return [row for row in rows if row.sent or row.member_id == actor.member.pk]


def open_points(actor: Actor, program: Program) -> list[Entry]:
    """What the latest review asks the owner to settle, with the place it is about."""
    found = versions(actor, program)
    said = [c for c in comments(actor, program) if c.sent and c.version == program.version]
    latest = found[0].content if found else {"basics": {}, "lines": []}
    titles = _titles(latest)
    return [
        Entry(
            title=titles.get((c.line, c.field), _("The whole programme")),
            line=c.line,
            name=c.field,
            remarks=[Remark(comment=c, became="answered" if c.answer else "open")],
        )
        for c in said
    ]


def remarks(actor: Actor, program: Program, found: list[Version]) -> list[Remark]:
    """Every comment in order, each with what became of it."""
    contents = {version.number: version.content for version in found}
    return [
        Remark(comment=c, became=_became(c, program, contents)) for c in comments(actor, program)
    ]


def whole(actor: Actor, version: Version, said: list[Remark]) -> list[Group]:
    """A version in full, with the comments at their places."""
    content = version.content
    basics = [
        Entry(title=_name(name), name=name, cells=[Cell(label="", new=Words.field(name, value))])
        for name, value in content["basics"].items()
    ]
    lines = [_full(line) for line in content["lines"]]
    return _with_remarks(_grouped(basics, _coloured(actor, lines)), said)


def changes(
    actor: Actor, old: Version, new: Version, said: list[Remark]
) -> tuple[Difference, list[Group]]:
    """What tells the newer version from the older one, grouped, with the comments."""
    diff = difference(old.content, new.content)
    basics = [
        Entry(title=_name(c.name), kind="changed", name=c.name, cells=[_field_cell(c)])
        for c in diff.basics
    ]
    computed = [
        _computed(name, old.content, new.content) for name in COMPUTED if "meter" in new.content
    ]
    lines = [line_entry(actor, change) for change in diff.lines]
    basics += [entry for entry in computed if entry]
    groups = _grouped(basics, _coloured(actor, lines))
    return diff, [group for group in _with_remarks(groups, said) if group.entries]


def _became(comment, program, contents) -> str:
    if not comment.sent:
        return "draft"
    then, now = contents.get(comment.version), contents.get(program.version)
    if comment.version < program.version and then and now and _differs(comment, then, now):
        return "changed"
    if comment.answer:
        return "answered"
    return "unchanged" if comment.version < program.version else "open"


def _differs(comment, then: dict, now: dict) -> bool:
    if comment.line:
        return _line_of(then, comment.line) != _line_of(now, comment.line)
    if comment.field:
        return then["basics"].get(comment.field) != now["basics"].get(comment.field)
    return bool(difference(then, now))


def _line_of(content: dict, key: int) -> dict | None:
    return next((line for line in content["lines"] if line["id"] == key), None)


def _titles(content: dict) -> dict[tuple, str]:
    """What each place is called, to say what a comment is about."""
    titles = {(None, name): _name(name) for name in content["basics"]}
    return titles | {(line["id"], ""): Words.cell("course", line) for line in content["lines"]}


def _grouped(basics: list[Entry], lines: list[Entry]) -> list[Group]:
    money = [entry for entry in basics if entry.name in BUDGET]
    return [
        Group(key="basics", title=_("Basics"), entries=[e for e in basics if e.name not in BUDGET]),
        Group(key="lines", title=_("Courses and times"), entries=lines),
        Group(key="budget", title=_("Budget"), entries=money),
    ]


def _coloured(actor: Actor, lines: list[Entry]) -> list[Entry]:
    """Give each line the colour that its category has on every page."""
    colours = {c.pk: f"c{c.order % 6 + 1}" for c in accounts.codes(actor, CodeKind.CATEGORY)}
    for entry in lines:
        entry.colour = colours.get(entry.category_id, "")
    return lines


def _with_remarks(groups: list[Group], said: list[Remark]) -> list[Group]:
    hanging: dict[Any, list[Remark]] = defaultdict(list)
    for remark in said:
        hanging[remark.comment.line, remark.comment.field].append(remark)
    for group in groups:
        for entry in group.entries:
            found = hanging[entry.place]
            entry.remarks = [remark for remark in found if remark.became != "draft"]
            entry.draft = next((r.comment for r in found if r.became == "draft"), None)
    return groups


def _name(name: str) -> str:
    return str(FIELDS.get(name, name))


def _field_cell(change) -> Cell:
    old, new = Words.field(change.name, change.old), Words.field(change.name, change.new)
    if change.name == "aim":
        return Cell(label="", parts=spans(change.old or "", change.new or ""))
    return Cell(label="", old=old, new=new)


def _computed(name: str, old: dict, new: dict) -> Entry | None:
    """A figure of the meter that changed with the lines."""
    before, after = Words.field(name, COMPUTED[name](old)), Words.field(name, COMPUTED[name](new))
    if before == after:
        return None
    return Entry(
        title=_name(name), kind="changed", name=name, cells=[Cell(label="", old=before, new=after)]
    )


def line_entry(actor: Actor, change) -> Entry:
    """Say one changed line in words."""
    shown = change.new or change.old
    entry = Entry(
        title=Words.cell("course", shown),
        kind=change.kind,
        line=change.id,
        category=Words.cell("category", shown),
        category_id=shown["category"]["id"],
        moved=change.moved,
    )
    if change.kind in ("added", "removed"):
        entry.cells = _full(shown).cells
    else:
        entry.cells = [
            Cell(label=label, old=Words.cell(name, change.old), new=Words.cell(name, change.new))
            for name, label in Words.headings({cell.name for cell in change.cells})
        ]
    return entry


def _full(line: dict) -> Entry:
    return Entry(
        title=Words.cell("course", line),
        line=line["id"],
        category=Words.cell("category", line),
        category_id=line["category"]["id"],
        cells=[
            Cell(label=label, new=Words.cell(name, line))
            for name, label in Words.headings({*line} - {"course", "category"})
        ],
    )
