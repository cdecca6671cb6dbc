import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainportal.settings")
app = Celery("trainportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "core.sweep_jobs", "schedule": 15.0},
    "escalate": {"task": "programs.escalate", "schedule": 3600.0},
    "holds": {"task": "resources.expire_holds", "schedule": 3600.0},
    "reviews": {"task": "resources.remind_reviews", "schedule": 24 * 3600.0},
    "changes": {"task": "resources.end_changes", "schedule": 3600.0},
    "feeds": {"task": "intake.ask_feeds", "schedule": 60.0},
    "retention": {"task": "intake.retention", "schedule": 24 * 3600.0},
    "matching": {"task": "matching.watch", "schedule": 24 * 3600.0},
}
