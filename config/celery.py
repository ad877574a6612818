"""The tasks' entry, and when the regular ones run."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dyad")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["api.exports"])
app.conf.beat_schedule = {
    # Readers see an act's change once it is numbered: a few seconds after it is committed.
    "number changes": {"task": "relations.number_changes", "schedule": 5.0},
    "send webhooks": {"task": "api.send_webhooks", "schedule": 5.0},
    "fold tallies": {"task": "relations.fold_tallies", "schedule": 60.0},
    # What a killed worker left, and what was queued while the broker was away.
    "requeue articles": {"task": "articles.requeue", "schedule": 30.0},
    # Files past their days, and those a killed worker left.
    "sweep exports": {"task": "api.sweep_exports", "schedule": 30.0},
    "sweep imports": {"task": "relations.sweep_imports", "schedule": 30.0},
    "forget answers": {"task": "api.forget_answers", "schedule": crontab(minute="30")},
    "check links": {"task": "articles.check_links", "schedule": crontab(hour="4", minute="0")},
    "check facts": {"task": "relations.check_facts", "schedule": crontab(hour="3", minute="0")},
}
