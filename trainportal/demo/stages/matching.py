"""The first model, trained on the history by the job that a person would start."""

from accounts.access import Actor
from matching import operations
from trainportal.demo.stages.evaluations import run


def build(top: Actor) -> None:
    """Train it here and now."""
    operations.start_training(actor=top, organisation=top.organisation)
    run("matching.train")
