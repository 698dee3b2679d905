"""The stage of a trial: the test's own database and broker, given to real processes."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connection

from tests.scheduler.embedded import EMBEDDED, EmbeddedStage, looking_at, migrate
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


@pytest.fixture(scope="session")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of a new embedded installation: each trial takes a copy."""
    return migrate(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def embedded_stage(
    tmp_path: Path, db: None, new_installation: Path, post_office: tuple[MailServer, str]
) -> Iterator[EmbeddedStage]:
    """Processes on an SQLite file of the trial's own."""
    database = Path(shutil.copy(new_installation, tmp_path / "portal.sqlite3"))
    given = {**EMBEDDED, "DATABASE_URL": f"sqlite:///{database}", "EMAIL_URL": post_office[1]}
    found = EmbeddedStage(tmp_path, given)
    with looking_at(database):
        yield found
        found.stop()
