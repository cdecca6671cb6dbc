"""The JSON API of plans and programmes."""

from programs.api.composition import CompositionViewSet
from programs.api.plan import PlanViewSet
from programs.api.program import ProgramViewSet
from programs.api.scenario import ScenarioViewSet

ROUTES = [
    ("plans", PlanViewSet),
    ("programs", ProgramViewSet),
    ("compositions", CompositionViewSet),
    ("scenarios", ScenarioViewSet),
]
