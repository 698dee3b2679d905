"""A real Chromium: Debian's own, driven by Playwright over a live server."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ranking_portal import clock
from ranking_portal.accounts.models import User
from tests.conftest import TODAY
from tests.factories import PASSWORD

# Playwright keeps an event loop of its own; the tests talk to the database from the same thread on purpose.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser and needs committed rows."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "ru-RU", "timezone_id": "Europe/Moscow", "viewport": {"width": 1440, "height": 900}}


class PortalDay:
    """The day that the server under test lives in: its threads know nothing of the test's own clock."""

    def __init__(self) -> None:
        self.day = TODAY

    def ahead(self) -> timedelta:
        """By how much the server's clock differs from the real one."""
        noon = datetime.combine(self.day, time(12), tzinfo=clock.ZONE)
        return noon - datetime.now(clock.ZONE)


@pytest.fixture(autouse=True)
def portal_day(monkeypatch: pytest.MonkeyPatch) -> PortalDay:
    """The server's day, that of all tests unless a test sets `portal_day.day`."""
    found = PortalDay()
    monkeypatch.setattr(clock, "_shift", [found.ahead])
    return found


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> Iterator[Callable[[User], Page]]:
    """Sign in through the form, as a person does; requests that leave the host and errors of the page fail the test."""
    wrong: list[str] = []
    page.on("request", lambda request: _note_stranger(request.url, live_server.url, wrong))
    page.on("response", lambda answer: _note_missing(answer.url, answer.status, wrong))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None
    )

    def enter(user: User) -> Page:
        page.goto(f"{live_server.url}/login/")
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield enter
    assert not wrong


def _note_stranger(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"a request left the host: {url}")


def _note_missing(url: str, status: int, wrong: list[str]) -> None:
    if "/static/" in url and status >= 400:
        wrong.append(f"{status}: {url}")
