"""Whoever floods the portal is refused for the rest of the minute; nobody else is."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts import often
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAGE, FILE = "/accounts/me/", "/me/data/?as=xlsx"


@pytest.fixture(autouse=True)
def _few(settings, monkeypatch) -> Iterator[None]:
    """Three pages and one file a minute; the minute stands still."""
    settings.REQUESTS_A_MINUTE, settings.FILES_A_MINUTE = 3, 1
    monkeypatch.setattr(often, "minute", lambda: 1)
    caches[often.COUNTS].clear()
    yield
    caches[often.COUNTS].clear()


def asked(browser: Client, address: str, times: int) -> list[int]:
    return [browser.get(address).status_code for _ in range(times)]


def test_a_flood_is_refused_and_nobody_else(office: User, user_with, client_of) -> None:
    flood = client_of(office)
    assert asked(flood, PAGE, 5) == [200, 200, 200, 429, 429]
    assert asked(client_of(user_with()), PAGE, 1) == [200]
    answer = flood.get(PAGE)
    assert answer["Retry-After"] == "60"
    assert "Подождите минуту" in answer.content.decode()


def test_the_next_minute_is_free(office: User, client_of, monkeypatch) -> None:
    browser = client_of(office)
    asked(browser, PAGE, 4)
    monkeypatch.setattr(often, "minute", lambda: 2)
    assert asked(browser, PAGE, 1) == [200]


def test_nothing_is_done_by_what_is_refused(office: User, client_of) -> None:
    browser = client_of(office)
    asked(browser, PAGE, 3)
    assert browser.post(reverse("logout")).status_code == 429
    assert "_auth_user_id" in browser.session


def test_files_are_fewer_than_pages(office: User, client_of) -> None:
    browser = client_of(office)
    assert asked(browser, FILE, 2) == [200, 429]
    assert asked(browser, PAGE, 1) == [200]


@pytest.mark.parametrize("name", ["projects:list-xlsx", "bonus_fund:fund-pdf", "projects:import-new", "journal:csv"])
def test_addresses_of_files_are_counted_so(name: str) -> None:
    assert often.HEAVY.search(name.partition(":")[2])


@pytest.mark.parametrize("name", ["list", "import", "import-progress", "rating"])
def test_pages_about_files_are_pages(name: str) -> None:
    assert not often.HEAVY.search(name)


def test_strangers_are_counted_by_their_address(client: Client) -> None:
    assert asked(client, reverse("login"), 4)[3] == 429
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert asked(other, reverse("login"), 1) == [200]


def test_who_watches_the_portal_is_not_counted(client: Client) -> None:
    assert asked(client, "/healthz", 6) == [200] * 6


def test_the_flood_is_told_once_a_minute(office: User, client_of) -> None:
    asked(client_of(office), PAGE, 8)
    assert Entry.objects.filter(action=often.ACTION, actor=f"user:{office.pk}").count() == 1
