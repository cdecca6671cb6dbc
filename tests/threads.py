"""Many requests at once, each in a thread with a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections

from core.errors import Refusal


def at_once(count, work):
    """Run `work(number)` in so many threads that begin together; refusals are results."""
    gate = threading.Barrier(count)

    def run(number):
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            return work(number)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
