"""Programmes for a person, with reasons: the order is the model's, the decision a person's."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.models import Trainee
from core.errors import Refusal
from matching import words
from matching.choices import Decision
from matching.engine.bands import Ranked
from matching.engine.counter import changes
from matching.engine.explain import Case
from matching.engine.features import Record, table
from matching.engine.past import similar
from matching.engine.pipeline import rank
from matching.facts import SCHEMA, changeable, record
from matching.models import Choice, Model
from matching.queries import conditions, history
from matching.queries.source import Source, source
from programs.models import Program

SHOWN = 3
ALIKE, ALIKE_LEAST = 0.6, 10  # share of the particulars that agree; how many make a figure
EVERYONE = 5000


class Gone(Refusal):
    """The programme began, or its approval was taken back, since the page was loaded."""

    code = "suggestion_gone"
    status = 404
    message = gettext_lazy("This programme can no longer be chosen. Load the page again.")


@dataclass(frozen=True)
class Suggestion:
    """One programme for one person. level : 3 very suitable to 1, 0 where no band is given."""

    program: Program
    place: int
    score: float
    band: str
    level: int
    because: list[words.Reason]
    against: list[words.Reason]
    ticks: list[conditions.Tick]
    alike: tuple[int, int] | None
    decision: str
    otherwise: str = ""
    propensity: float | None = None

    @property
    def places_left(self) -> int:
        """How many places are still free."""
        return self.program.places - self.program.taken


@dataclass(frozen=True)
class Passed:
    """A programme that is not suggested, and why; `failed` where a hard condition says so."""

    program: Program
    text: str
    failed: bool = False


@dataclass(frozen=True)
class Board:
    """All that the page of one trainee shows."""

    trainee: Trainee
    source: Source
    abstains: str
    suggestions: list[Suggestion]
    passed: list[Passed]
    known: list[tuple[str, str]]
    choices: list[Choice]
    on: date = field(default_factory=timezone.localdate)

    @property
    def compare_query(self) -> str:
        """The address of the page that lays the suggestions side by side; empty for one alone."""
        pairs = zip("abc", (s.program.pk for s in self.suggestions), strict=False)
        return urlencode(list(pairs)) if len(self.suggestions) > 1 else ""


def latest_choices(actor: Actor, **about) -> list[Choice]:
    """What was decided, latest first."""
    rows = Choice.objects.visible_to(actor).filter(**about)
    return list(rows.select_related("program", "member__user", "model", "trainee")[:50])


def choices_about(actor: Actor, trainee: Trainee, program: Program):
    """What was decided or asked about one suggestion, latest first."""
    return Choice.objects.visible_to(actor).filter(trainee=trainee, program=program)


def board(actor: Actor, trainee: Trainee, today: date | None = None) -> Board:
    """Suggestions for one trainee; a fixed number of statements however many programmes."""
    today = today or timezone.localdate()
    desk = Desk(actor, trainee, today)
    settled = {c.program_id: c for c in reversed(desk.choices)}
    suggestions, passed = [], []
    for program in desk.ordered:
        if (other := desk.passed(program, settled.get(program.pk))) is not None:
            passed.append(other)
        elif len(suggestions) < SHOWN and not desk.abstains:
            suggestions.append(desk.suggestion(program, settled.get(program.pk)))
        else:
            passed.append(Passed(program, desk.behind(program)))
    return Board(
        trainee=trainee,
        source=desk.source,
        abstains=desk.abstains,
        suggestions=suggestions,
        passed=passed,
        known=words.known(desk.speaker, SCHEMA.names),
        choices=desk.choices,
        on=today,
    )


def compared(actor: Actor, trainee: Trainee, wanted: list[int]) -> list[Suggestion]:
    """Up to three programmes side by side, suggested or not, in the order asked for."""
    desk = Desk(actor, trainee, timezone.localdate())
    settled = {c.program_id: c for c in reversed(desk.choices)}
    known = {p.pk: p for p in desk.programs if p.theme.code in desk.ranked}
    found = [known[pk] for pk in dict.fromkeys(wanted) if pk in known][:SHOWN]
    return [desk.suggestion(program, settled.get(program.pk)) for program in found]


class Desk:
    """What is looked up once for one person, and asked of every programme."""

    def __init__(self, actor: Actor, trainee: Trainee, today: date):
        self.trainee, self.on = trainee, today
        self.tables = history.tables(actor)
        self.programs = conditions.upcoming(actor, trainee.organisation, today)
        self.held = conditions.places(actor, [trainee.pk])[trainee.pk]
        self.choices = latest_choices(actor, trainee=trainee)
        self.source = source(actor, trainee.organisation, self.programs, self.tables.themes)
        self.past = history.pasts(actor, [trainee.pk])[trainee.pk]
        profile = self.tables.today(trainee, today)
        self.record: Record = record(profile, self.past, today)
        self.x = table(SCHEMA, [self.record])
        self.case = Case(self.source.matcher, self.x)
        self.speaker = words.Speaker(self.record.values, self.tables.labels, self.source.evidence)

    @cached_property
    def ranked(self) -> dict[str, tuple[int, Ranked]]:
        """Theme to its place and what the model says of it."""
        order = rank(self.source.matcher, self.record)
        return {one.label: (place, one) for place, one in enumerate(order, 1)}

    @cached_property
    def prob(self) -> np.ndarray:
        """(k,) probability of every theme."""
        return self.source.matcher.proba(self.x)[0]

    @cached_property
    def alike(self) -> dict[str, tuple[int, int]]:
        """Theme to how many former people were like this one, and how many it did good."""
        matcher, counts = self.source.matcher, {}
        for one in similar(matcher.past, matcher.classes, self.x, n=EVERYONE):
            if one.closeness >= ALIKE:
                people, good = counts.get(one.label, (0, 0))
                counts[one.label] = people + 1, good + one.success
        return {theme: pair for theme, pair in counts.items() if pair[0] >= ALIKE_LEAST}

    @property
    def abstains(self) -> str:
        """Why the model says nothing of this person at all; empty where it does."""
        doubts = {one.why for _place, one in self.ranked.values()}
        found = next((why for why in ("unlike", "flat") if why in doubts), "")
        return str(words.UNSURE[found]) if found and not self.source.by_rules else ""

    @property
    def ordered(self) -> list[Program]:
        """Programmes in the order of their themes, the sooner one first."""
        last = len(self.ranked) + 1
        place = {theme: at for theme, (at, _one) in self.ranked.items()}
        return sorted(self.programs, key=lambda p: (place.get(p.theme.code, last), p.starts_on))

    def passed(self, program: Program, choice: Choice | None) -> Passed | None:
        """Why a programme is out of the question, or none."""
        if self.held.includes(program):
            return Passed(program, _("Already has a place."))
        unmet = [t for t in self.ticks(program) if not t.met]
        if unmet:
            return Passed(program, unmet[0].unmet, failed=True)
        if choice and choice.decision == Decision.UNSUITABLE:
            why = choice.get_reason_display()
            return Passed(program, _("Found not suitable: %(why)s") % {"why": why})
        return self._weak(program)

    def _weak(self, program: Program) -> Passed | None:
        _place, one = self.ranked.get(program.theme.code, (0, None))
        if one is None or one.why == "new":
            return Passed(program, str(words.UNSURE["new"]))
        if one.band == "unsuited":
            return Passed(program, self.behind(program))
        return None

    def behind(self, program: Program) -> str:
        """Where the theme stands, and in what it falls short of the first."""
        place, _one = self.ranked[program.theme.code]
        parts = self.case.why_not(program.theme.code).parts
        best = next(iter(self.ranked))
        label = self.tables.labels.get(("theme", best), best)
        return words.behind(place, len(self.ranked), label, parts)

    def ticks(self, program: Program) -> list[conditions.Tick]:
        """The hard conditions of one programme."""
        return self.held.ticks(program, self.trainee.level_id)

    def suggestion(self, program: Program, choice: Choice | None) -> Suggestion:
        """A programme with all its reasons."""
        theme = program.theme.code
        place, one = self.ranked[theme]
        parts = self.case.explain(theme).parts
        because, against = self.speaker.reasons(theme, parts)
        return Suggestion(
            program=program,
            place=place,
            score=one.score,
            band=one.band,
            level=words.BANDS.get(one.band, 0),
            because=because,
            against=against,
            ticks=self.ticks(program),
            alike=self.alike.get(theme),
            decision=choice.decision if choice else "",
            otherwise=self.otherwise(theme),
            propensity=self.propensity(theme),
        )

    def propensity(self, theme: str) -> float | None:
        """How likely the model makes a theme among those open; none where rules made the order."""
        if self.source.by_rules:
            return None
        themes = {program.theme.code for program in self.programs}
        return self.source.matcher.likely(self.prob, theme, themes)

    def otherwise(self, theme: str) -> str:
        """What, of that which a person can change, would put the theme in a better band."""
        formats = [code for kind, code in self.tables.labels if kind == CodeKind.FORMAT]
        options = changeable(self.record, self.past, theme, formats, self.on)
        if self.source.by_rules:
            return ""
        found = changes(self.source.matcher, self.record, theme, options.values)
        return words.otherwise(self.speaker, found[0], options) if found else ""


@dataclass(frozen=True)
class Offer:
    """What a decision is about: the suggestion as it stands now, and the model behind it."""

    shown: Suggestion
    model: Model | None


def offer(actor: Actor, trainee: Trainee, program: int) -> Offer:
    """The suggestion of one upcoming programme, suggested or not. Raises `Gone`."""
    desk = Desk(actor, trainee, timezone.localdate())
    found = next((p for p in desk.programs if p.pk == program), None)
    if found is None or found.theme.code not in desk.ranked:
        raise Gone
    return Offer(desk.suggestion(found, None), desk.source.model)
