"""The Celery application; tasks are found in the `tasks` module of each installed app."""

import os

from celery import Celery
from celery.signals import worker_process_init
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.transport import TRANSPORT_ALIASES

from ranking_portal.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")

TRANSPORT_ALIASES["filesystem"] = "ranking_portal.folders:Transport"

app = Celery("ranking_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
worker_process_init.connect(lambda **_: collect_seldom(), weak=False)
app.steps["worker"].add(DjangoStructLogInitStep)
