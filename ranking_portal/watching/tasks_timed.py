"""Times background tasks and gives the worker's figures at an address of its own (WORKER_METRICS)."""

import logging
import os
import tempfile
import time
from typing import Any

from celery.signals import task_failure, task_postrun, task_prerun, worker_init
from django.conf import settings

logger = logging.getLogger(__name__)


def give_figures(**_: Any) -> None:
    """Before the worker forks: its processes share their figures, and it answers whoever asks for them."""
    if not settings.WORKER_METRICS:
        return
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-figures.")
    from prometheus_client import start_http_server

    from ranking_portal.watching import figures

    address, _colon, port = settings.WORKER_METRICS.rpartition(":")
    try:
        start_http_server(int(port), address, figures.timed())
    except OSError:
        # Another worker of this machine has the port; work goes on without figures.
        logger.warning("figures of the worker cannot be given at %s", settings.WORKER_METRICS)


def begun(task: Any, **_: Any) -> None:
    """The clock of a task starts."""
    task.request.portal_begun = time.perf_counter()


def ended(task: Any, **_: Any) -> None:
    """A task is done, well or not."""
    if settings.WORKER_METRICS and hasattr(task.request, "portal_begun"):
        from ranking_portal.watching import figures

        figures.tasks.labels(task.name).observe(time.perf_counter() - task.request.portal_begun)


def failed(sender: Any, **_: Any) -> None:
    """A task has ended with an error."""
    if settings.WORKER_METRICS:
        from ranking_portal.watching import figures

        figures.failures.labels(sender.name).inc()


worker_init.connect(give_figures)
task_prerun.connect(begun)
task_postrun.connect(ended)
task_failure.connect(failed)
