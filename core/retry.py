"""Do a transaction again when the database broke it off in favour of another one."""

import functools
import random
import time

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

TRIES = 9
PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0
# MySQL and MariaDB: deadlock, waited too long for a lock, row changed since it was read.
AGAIN = {1213, 1205, 1020}


class TooBusy(Refusal):
    """So many people want the same thing at once that no turn came."""

    code = "too_busy"
    message = _("Many people are changing this at the moment. Nothing was saved; try again.")
    status = 503


def retried(function):
    """Run a whole transaction up to `TRIES` times while the database asks for it.

    It stands outermost: inside a surrounding transaction nothing can be done again, so the
    error goes on to whoever opened that one. Raises `TooBusy`.
    """

    @functools.wraps(function)
    def run(*args, **kwargs):
        if transaction.get_connection().in_atomic_block:
            return function(*args, **kwargs)
        for turn in range(TRIES):
            try:
                return function(*args, **kwargs)
            except OperationalError as fault:
                if _number(fault) not in AGAIN:
                    raise
                longest = min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2**turn)
                time.sleep(random.uniform(0, longest))  # noqa: S311 (no secret)
        raise TooBusy

    return run


def _number(fault: OperationalError) -> int | None:
    return fault.args[0] if fault.args and isinstance(fault.args[0], int) else None
