"""What Celery runs: it only wakes jobs."""

from celery import shared_task

from core import jobs


@shared_task(name="core.run_job")
def run_job(*, pk: int) -> None:
    """Safe to deliver any number of times: only one worker can claim the row."""
    jobs.run(pk)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    """Find jobs that nobody works on."""
    return jobs.sweep()
