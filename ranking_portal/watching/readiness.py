"""What the portal needs before it may serve: reasons against are told in plain words and hold no secrets."""

import tempfile
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

BROKER_SECONDS = 2


def database() -> str:
    """The database answers and its schema is not older than the code."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "the database does not answer"
    return "migrations are pending" if behind else ""


def broker() -> str:
    """The broker takes messages."""
    try:
        with current_app.connection_for_write(url=settings.CELERY_BROKER_URL) as line:
            line.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=BROKER_SECONDS)
    except (OperationalError, OSError):
        return "the broker does not answer"
    return ""


def storage() -> str:
    """Files can be written: the disk is there, ours and not full."""
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"ready")
    except OSError:
        return "the storage of files is not writable"
    return ""


CHECKS: tuple[Callable[[], str], ...] = (database, broker, storage)


def reasons_against() -> list[str]:
    """Everything that is wanting; empty when the portal may serve."""
    return [reason for check in CHECKS if (reason := check())]
