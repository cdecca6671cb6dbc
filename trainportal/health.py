"""Is the process alive, and can it work? For the machine in front and for operators."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse

from core import jobs


@login_not_required
def live(request):
    """Answer without touching anything: the process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
def ready(request):
    """Answer 200 if database and cache answer, 503 otherwise, with what does not."""
    checks = {"database": _database, "cache": _cache, "jobs": _jobs}
    state = {name: _try(check) for name, check in checks.items()}
    broken = any(value != "ok" for value in state.values())
    return JsonResponse(
        {"status": "broken" if broken else "ok", **state}, status=503 if broken else 200
    )


def _try(check):
    try:
        check()
    except Exception as fault:  # noqa: BLE001 (whatever is wrong, the probe must answer)
        return type(fault).__name__
    return "ok"


def _database():
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache():
    cache.set("health", 1, 10)
    if cache.get("health") != 1:
        raise OSError("cache keeps nothing")


def _jobs():
    jobs.rows().filter(pk=0).exists()
