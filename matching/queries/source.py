"""What puts themes in order for people: the model in use, or the rules."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.access import Actor
from matching.engine.matcher import Matcher
from matching.engine.pipeline import train
from matching.engine.plan import Plan
from matching.facts import SCHEMA
from matching.models import Model
from matching.queries import serving
from matching.vault import Unusable
from programs.models import Program


@dataclass(frozen=True)
class Source:
    """What puts the themes in order: a model, or the rules where there is none to be used.

    trouble : why the model that should serve is not used.  cases : past results there are.
    """

    matcher: Matcher
    model: Model | None
    cases: int
    trouble: str = ""

    @property
    def by_rules(self) -> bool:
        """Whether nothing learned stands behind the order."""
        return self.model is None

    @property
    def evidence(self) -> Mapping:
        """Counts of past results, to show beside the reasons."""
        return self.model.evidence if self.model else {}


def source(actor: Actor, organisation, programs: list[Program], themes: tuple[str, ...]) -> Source:
    """The model in use above an organisation; the rules where there is none or it is refused."""
    model, trouble = serving.champion(actor, organisation), ""
    if model:
        try:
            return Source(_planned(serving.matcher(actor, model), programs), model, model.cases)
        except Unusable as refused:
            trouble = str(refused)
    cases = serving.latest_cases(actor, organisation)
    return Source(_rules(programs, themes), None, cases, trouble)


def _rules(programs: list[Program], themes: tuple[str, ...]) -> Matcher:
    """Order by whom the programmes are made for; nothing is learned."""
    audience = {}
    for program in programs:
        levels = {level.code for level in program.levels.all()}
        if levels:
            audience.setdefault(program.theme.code, {"level": set()})["level"] |= levels
    themes = themes or ("",)  # an organisation without a table of themes
    return train([], [], plan=Plan(SCHEMA, themes, audience=audience)).model


def _planned(matcher: Matcher, programs: list[Program]) -> Matcher:
    """Move the probabilities to the places planned: those are known before anybody is matched."""
    places = Counter()
    for program in programs:
        places[program.theme.code] += program.places
    return matcher.planned(places)
