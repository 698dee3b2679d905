"""Pages about the API: how to use it, issuing a token with a confirmation, revoking it; the journal tells both."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.enums import Role
from ranking_portal.api import services
from ranking_portal.api.models import ApiClient
from ranking_portal.journal.models import Entry
from tests import factories
from tests.api.conftest import LAST_DAY, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ISSUE = "/api/tokens/new/"
GIVEN = {"name": "Зарплата", "scopes": ["projects"], "valid_until": f"{LAST_DAY:%d.%m.%Y}", "sure": "on"}


@pytest.fixture
def admin(client_of: Any) -> Client:
    """The browser of an administrator."""
    browser: Client = client_of(factories.user_with(Role.ADMIN))
    return browser


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_token_is_shown_once_opens_and_is_told_in_the_journal(admin: Client) -> None:
    shown = admin.post(ISSUE, GIVEN)
    assert shown["Cache-Control"].startswith("max-age=0")
    (token,) = re.findall(r"rp_[\w-]{43}", text(shown))
    assert read("projects", token).status_code == 200
    listed = text(admin.get(reverse("api:about")))
    assert "Зарплата" in listed
    assert token not in listed
    entry = Entry.objects.get(action="Выдан токен API")
    assert "Зарплата" in entry.label
    assert "Проекты" in entry.details


def test_without_a_confirmation_nothing_is_issued(admin: Client) -> None:
    for lacking in ("sure", "scopes", "name"):
        answer = admin.post(ISSUE, {name: value for name, value in GIVEN.items() if name != lacking})
        assert "Не сохранено" in text(answer)
    assert "Последний день" in text(admin.post(ISSUE, GIVEN | {"valid_until": "01.01.2030"}))
    assert not ApiClient.objects.exists()


def test_the_administrator_is_not_offered_what_he_does_not_see(admin: Client, client_of: Any, office: Any) -> None:
    assert set(re.findall(r'name="scopes" value="(\w+)"', text(admin.get(ISSUE)))) == {"projects", "deadlines"}
    admin.post(ISSUE, GIVEN | {"scopes": ["projects", "forwarded"]})
    assert not ApiClient.objects.exists()
    offered = re.findall(r'name="scopes" value="(\w+)"', text(client_of(office).get(ISSUE)))
    assert offered == ["projects", "rankings", "protocols", "deadlines", "forwarded"]


def test_revoking_asks_first_and_is_for_good(admin: Client, office: Any) -> None:
    client, token = services.issue(by=office, name="Зарплата", scopes=["forwarded"], valid_until=LAST_DAY)
    address = reverse("api:revoke", args=(client.pk,))
    assert "Отозвать токен?" in text(admin.get(address))
    assert read("forwarded", token).status_code == 200
    shown = admin.post(address, follow=True)
    assert "больше ничего не открывает" in text(shown)
    assert read("forwarded", token).status_code == 401
    admin.post(address)
    assert Entry.objects.filter(action="Отозван токен API").count() == 1
    assert address not in text(admin.get(reverse("api:about")))


def test_everybody_reads_how_to_use_it_and_few_see_the_tokens(client_of: Any, office: Any) -> None:
    services.issue(by=office, name="Зарплата", scopes=["projects"], valid_until=LAST_DAY)
    for role, sees in ((Role.FINANCE_COMMITTEE, False), (Role.AUDITOR, True), (Role.OFFICE, True)):
        shown = text(client_of(factories.user_with(role)).get(reverse("api:about")))
        assert "curl -H" in shown
        assert ("Зарплата" in shown) is sees
        assert (ISSUE in shown) is (role is Role.OFFICE)
