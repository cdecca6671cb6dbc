"""What is done for programmes in the background."""

from programs.tasks.clock import escalate
from programs.tasks.composing import compose

__all__ = ["compose", "escalate"]
