"""Something happened that others care about: published by name, after commit.

A receiver that fails is logged and stops nobody else; work that must survive a crash is a
job (`core.jobs.enqueue`), written in the same transaction as the change.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from django.db import transaction

log = logging.getLogger(__name__)
_receivers: dict[str, list[Callable]] = defaultdict(list)


def receiver(name: str):
    """Subscribe a function to the event `name`; it gets the payload as keywords."""

    def subscribe(function):
        _receivers[name].append(function)
        return function

    return subscribe


def publish(name: str, /, **payload) -> None:
    """Tell every receiver of `name`, once the surrounding transaction is committed."""
    for function in _receivers[name]:
        transaction.on_commit(partial(function, **payload), robust=True)
