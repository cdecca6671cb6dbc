"""The past that models learn from: who went to what, as he was then, and what came of it.

Particulars are taken as they stood on the first day of the programme: what the audit trail says
was changed later is undone first. Where no change was recorded, today's value counts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.models import AuditEntry, Code, Organisation, Trainee
from accounts.queries import partners
from core.models import in_language
from matching.choices import LEARNED, Decision
from matching.engine.features import Record
from matching.engine.labels import Outcome
from matching.facts import Past, Profile, record
from matching.models import Choice
from matching.vault import person_key
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment

GOOD_RESULT = 80.0  # of 100: to have passed is not yet to have gained
DISLIKED = 2.0  # of 5: what a person's "not suitable" counts as
KINDS = (CodeKind.LEVEL, CodeKind.AREA, CodeKind.FORMAT, CodeKind.THEME)
TRACKED = ("level_id", "area_id", "preferences")
ENDED = (EnrolmentState.COMPLETED, EnrolmentState.FAILED, EnrolmentState.NOMINATED)
PAST = ("program__theme__code", "program__starts_on", "program__ends_on")
FACTS = ("pk", "born_on", "sex", "level_id", "area_id", "preferences", "organisation__region")


@dataclass(frozen=True)
class Tables:
    """Codes by key, and what was changed of whom: what turns rows into profiles."""

    rows: tuple[Code, ...]
    regions: tuple[tuple[str, str], ...] = ()
    changes: dict[int, list[tuple[date, dict]]] = field(default_factory=dict)

    @cached_property
    def codes(self) -> dict[int, str]:
        """Key of the row to code."""
        return {row.pk: row.code for row in self.rows}

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """Kind and code to the name in the language of the page."""
        names = {(row.kind, row.code): row.label for row in self.rows}
        return names | {("region", r): in_language(r, e) for r, e in self.regions}

    @property
    def themes(self) -> tuple[str, ...]:
        """The codes of the themes on offer, in the order of the table."""
        return tuple(r.code for r in self.rows if r.kind == CodeKind.THEME and r.active)

    def today(self, trainee: Trainee, on: date) -> Profile:
        """A loaded trainee as he stands now."""
        row = {name: getattr(trainee, name) for name in FACTS[:-1]}
        return self.profile(row | {FACTS[-1]: trainee.organisation.region}, on)

    def profile(self, row: dict, on: date) -> Profile:
        """A trainee's row as it stood on a day."""
        then = dict(row)
        for day, before in self.changes.get(row["pk"], ()):  # the latest first
            if day > on:
                then |= {name: before[name] for name in TRACKED if name in before}
        return Profile(
            key=person_key(row["pk"]),
            born_on=then["born_on"],
            level=self.codes.get(then["level_id"], ""),
            area=self.codes.get(then["area_id"], ""),
            formats=tuple(sorted(then["preferences"] or ())),
            region=then["organisation__region"],
            sex=then["sex"],
        )


@dataclass(frozen=True, slots=True)
class History:
    """Past assignments with their outcomes, one each, and the themes on offer."""

    records: list[Record]
    outcomes: list[Outcome]
    themes: tuple[str, ...]


def tables(actor: Actor, *, changes: bool = False) -> Tables:
    """The codes that people are described by; the changes too where the past is asked about."""
    rows = Code.objects.visible_to(actor).filter(kind__in=KINDS).order_by("kind", "order", "pk")
    regions = partners(actor).order_by().values_list("region", "region_en").distinct()
    return Tables(tuple(rows), tuple(regions), _changes(actor) if changes else {})


def _changes(actor: Actor) -> dict[int, list[tuple[date, dict]]]:
    found = defaultdict(list)
    rows = AuditEntry.objects.visible_to(actor).filter(
        target__startswith="accounts.trainee:", before__has_any_keys=TRACKED
    )
    for target, before, at in rows.order_by("-pk").values_list("target", "before", "at"):
        found[int(target.partition(":")[2])].append((timezone.localdate(at), before))
    return found


def pasts(actor: Actor, trainees: Iterable[int]) -> dict[int, list[Past]]:
    """Former trainings of these people, by key; one statement."""
    rows = Enrolment.objects.visible_to(actor).filter(trainee__in=trainees)
    return _pasts(rows.values_list("trainee_id", *PAST))


def _pasts(rows) -> dict[int, list[Past]]:
    out = defaultdict(list)
    for pk, theme, began_on, ended_on in rows.filter(
        program__state=ProgramState.CLOSED, program__theme__isnull=False, state__in=ENDED
    ):
        out[pk].append(Past(theme, began_on, ended_on or began_on))
    return out


def history(actor: Actor, organisation: Organisation) -> History:
    """All assignments of an organisation and those below it; a handful of statements.

    Nothing of anybody else comes in: the condition names the organisation that owns the person.
    """
    below = {"organisation__path__startswith": organisation.path}
    people = Trainee.objects.visible_to(actor).filter(**below)
    rows = {row["pk"]: row for row in people.values(*FACTS)}
    enrolments = Enrolment.objects.visible_to(actor).filter(**below)
    past = _pasts(enrolments.values_list("trainee_id", *PAST))
    known = tables(actor, changes=True)
    records, outcomes = [], []
    for pk, on, outcome in [*_results(enrolments), *_judged(actor, below)]:
        if pk in rows:
            records.append(record(known.profile(rows[pk], on), past[pk], on))
            outcomes.append(outcome)
    return History(records, outcomes, known.themes)


def _results(enrolments):
    """Closed programmes with a score: who, when, what came of it."""
    rows = enrolments.filter(
        program__state=ProgramState.CLOSED,
        program__theme__isnull=False,
        program__starts_on__isnull=False,
        score__isnull=False,
    ).order_by("program__starts_on", "pk")
    for pk, on, theme, score, share in rows.values_list(
        "trainee_id", "program__starts_on", "program__theme__code", "score", "propensity__share"
    ):
        result = float(score)
        yield pk, on, Outcome(theme, result=result, propensity=share, pass_mark=GOOD_RESULT)


def _judged(actor: Actor, below: dict):
    """Suggestions a person found unsuitable for what they teach: they count as poor results."""
    rows = Choice.objects.visible_to(actor).filter(
        decision=Decision.UNSUITABLE, reason__in=LEARNED, program__theme__isnull=False, **below
    )
    for pk, at, theme in rows.values_list("trainee_id", "at", "program__theme__code"):
        yield pk, timezone.localdate(at), Outcome(theme, rating=DISLIKED)
