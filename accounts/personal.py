"""What is held about one person: every app that holds something adds its part.

@provides("enrolments")
def enrolments(actor): return list(queries.own_enrolments(actor).values(…))
"""

from collections.abc import Callable

PROVIDERS: dict[str, Callable] = {}


def provides(name: str):
    """Register `provide(actor)`: plain values about the person behind the actor."""

    def register(provide):
        PROVIDERS[name] = provide
        return provide

    return register
