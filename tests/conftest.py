"""What every test stands on: its own clock, users by role, a register to work with."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal import standing
from tests import factories

TODAY = date(2026, 2, 9)


def pytest_configure() -> None:
    """Passwords of tests need no slow hash: hundreds of users are made and signed in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A live server's connections end with its requests, so that nothing holds the database when a run ends.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    _let_sqlite_be_emptied()


def _let_sqlite_be_emptied() -> None:
    """Between tests an SQLite database is emptied by DELETE, which its barriers would refuse.

    They are dropped before, and put back by the signal that follows every flush.
    """
    if connection.vendor != "sqlite":
        return
    operations = type(connection.ops)
    emptying: Any = operations.execute_sql_flush

    def unguarded(self: Any, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        emptying(self, statements)

    setattr(operations, "execute_sql_flush", unguarded)  # noqa: B010


# A machine may be busy: how long an example takes says nothing of a rule.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    """Monday, 9 February 2026, noon in Moscow: the busiest week of the 2025 cycle."""
    with clock.at(TODAY):
        yield


@pytest.fixture(autouse=True)
def _no_worker(settings) -> None:
    """What is posted is delivered by the test's own process, unless the test starts workers."""
    settings.DELIVER_BY_WORKER = False


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """What is kept is kept under the head of the journal, which every test begins anew."""
    cache.clear()
    standing.forget()


@pytest.fixture(autouse=True)
def _open_door(settings) -> None:
    """No second factor, no proof, no end of a session, no count of requests, unless the test is about them."""
    settings.SECOND_FACTOR, settings.STEP_UP_MINUTES = False, 0
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 0, 0
    settings.REQUESTS_A_MINUTE, settings.FILES_A_MINUTE = 0, 0


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    """Uploads and stored documents of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def user_with(db: None) -> Callable[..., User]:
    """A user with the given roles, for good."""
    return factories.user_with


@pytest.fixture
def office(db: None) -> User:
    """An office worker."""
    return factories.user_with(Role.OFFICE)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser session in which the user has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
