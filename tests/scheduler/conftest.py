"""The stage of a trial: the test's own database and broker, given to real processes."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connection

from tests.scheduler.stage import MailServer, Stage, mail_server

WORKERS_DATABASES = 15


@pytest.fixture
def post_office() -> Iterator[tuple[MailServer, str]]:
    """A mail server that takes everything until told otherwise."""
    with mail_server() as found:
        yield found


@pytest.fixture
def broker() -> Iterator[str]:
    """A numbered database of the suite's Redis for this test process alone."""
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS_DATABASES
    url = f"{os.environ['CELERY_BROKER_URL'].rsplit('/', 1)[0]}/{number}"
    redis.Redis.from_url(url).flushdb()
    yield url
    redis.Redis.from_url(url).flushdb()


@pytest.fixture
def stage(tmp_path: Path, transactional_db: Any, broker: str, post_office: tuple[MailServer, str]) -> Iterator[Stage]:
    """Processes on the test's PostgreSQL."""
    name = connection.settings_dict["NAME"]
    database = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"
    found = Stage(tmp_path, {"DATABASE_URL": database, "CELERY_BROKER_URL": broker, "EMAIL_URL": post_office[1]})
    yield found
    found.stop()
