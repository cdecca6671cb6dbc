"""Models with one interface: `fit`, `decision`, `state`, `restore`."""

from matching.engine.models.base import Model
from matching.engine.models.baselines import Boosting, Popularity
from matching.engine.models.linear import CrossLinear, Linear, RewardLinear
from matching.engine.models.svc import ExactSvc, Setting

STORABLE = {m.kind: m for m in (ExactSvc, CrossLinear, RewardLinear, Popularity)}

__all__ = [
    "STORABLE",
    "Boosting",
    "CrossLinear",
    "ExactSvc",
    "Linear",
    "Model",
    "Popularity",
    "RewardLinear",
    "Setting",
]
