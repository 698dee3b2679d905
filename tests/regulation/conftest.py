"""The shipped edition as text, as values and as a row."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ranking_portal.accounts.models import User
from ranking_portal.regulation.edition import Edition, parse
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.reading import read_yaml
from ranking_portal.regulation.services import SHIPPED


@pytest.fixture(scope="session")
def shipped_plain() -> dict[str, Any]:
    """What the shipped file says."""
    read: dict[str, Any] = read_yaml(SHIPPED[0].read_text(encoding="utf-8"))
    return read


@pytest.fixture
def plain(shipped_plain: dict[str, Any]) -> dict[str, Any]:
    """A copy to spoil."""
    return copy.deepcopy(shipped_plain)


@pytest.fixture
def shipped(shipped_plain: dict[str, Any]) -> Edition:
    """The shipped edition to count with."""
    return parse(shipped_plain)


@pytest.fixture
def stored(db: None) -> StoredEdition:
    """The row that migrating has made of the shipped file."""
    return StoredEdition.objects.get(act_number="83-пг")


def entry(plain: dict[str, Any], section: str, code: str) -> dict[str, Any]:
    """An entry of a section, by code."""
    found: dict[str, Any] = next(item for item in plain[section] if item["code"] == code)
    return found


@pytest.fixture
def at_office(office: User, client_of: Callable[[User], Client]) -> Client:
    """The office's browser."""
    return client_of(office)
