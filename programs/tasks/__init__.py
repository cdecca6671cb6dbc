"""What is done for programmes in the background."""

from programs.tasks.clock import escalate
from programs.tasks.composing import compose
from programs.tasks.scenario import try_scenario

__all__ = ["compose", "escalate", "try_scenario"]
