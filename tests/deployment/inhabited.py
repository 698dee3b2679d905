"""An installation with this process looking at its database and moving its clock."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from ranking_portal import clock
from tests.deployment.native import Native, installation

# Of the sign-in tests/accounts tells; a session of this year lasts for months.
OPEN_DOOR = {
    "PORTAL_SECOND_FACTOR": "false",
    "PORTAL_STEP_UP_MINUTES": "0",
    "PORTAL_SESSION_IDLE_MINUTES": "0",
    "PORTAL_SESSION_HOURS": "0",
    "REQUESTS_A_MINUTE": "0",
    "FILES_A_MINUTE": "0",
}


class PortalDay:
    """The day in which every process of the installation lives: a demonstration's file in its data folder."""

    def __init__(self, native: Native) -> None:
        self.file = native.data / "moved_clock"

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "day":
            fresh = self.file.with_suffix(".new")
            fresh.write_text(str((value - clock.real_today()).days), encoding="utf-8")
            fresh.replace(self.file)
        else:
            super().__setattr__(name, value)


class Quick(PBKDF2PasswordHasher):
    """A hash that the installation understands and the test does not wait for."""

    iterations = 1000


@pytest.fixture
def native(django_db_blocker: Any, settings: Any) -> Iterator[Native]:
    """An installation, and this process looking at its database."""
    settings.PASSWORD_HASHERS = ["tests.deployment.inhabited.Quick"]
    with installation({"PORTAL_DEMO": "true"} | OPEN_DOOR) as found:
        settings.MEDIA_ROOT = found.data / "files"
        known = dict(connection.settings_dict)
        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict.update(NAME="portal", USER="portal", HOST=str(found.sockets), PORT="", PASSWORD="")
            try:
                yield found
            finally:
                connection.close()
                connection.settings_dict.update(known)
