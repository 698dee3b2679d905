"""Refused attempts and downloads are in the journal without anybody remembering it."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.journal_middleware import DOWNLOADED, REFUSED
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.journal.services import broken_link
from tests.access.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SignIn = Callable[[User], Client]
# Files of projects, points, laws and orders: they tell of nobody and of no sum.
TELLS_OF_NOBODY = {
    "calendar-day-act",
    "calendar-decree-act",
    "ranking:compare-pdf",
    "ranking:index",
    "ranking:methodologies",
    "ranking:rating-csv",
    "ranking:rating-pdf",
    "ranking:rating-xlsx",
    "regulation:official-text",
}


def told(action: str) -> list[Entry]:
    """Rows of the journal with that action."""
    return list(Entry.objects.filter(action=action))


def test_a_refused_attempt_is_told(user_with: Callable[..., User], client_of: SignIn) -> None:
    user = user_with(Role.ECONOMY_COMMITTEE)
    address = reverse("accounts:create")
    assert client_of(user).post(f"{address}?name=Петрова%00", {"username": "x"}).status_code == 403
    (row,) = told(REFUSED)
    assert (row.actor, row.label) == (f"user:{user.pk}", address)
    details = json.loads(row.details)
    assert (details["method"], details["rule"], details["address"]) == ("POST", "accounts.manage", address)
    assert "Петрова" not in row.details
    assert PersonalText.objects.get(digest=details["query"]["digest"]).text == "name=Петрова"


def test_a_page_that_is_shown_or_not_there_is_not_told(office: User, client_of: SignIn) -> None:
    browser = client_of(office)
    before = Entry.objects.count()
    assert browser.get(reverse("journal:list")).status_code == 200
    assert browser.get("/no/such/page/").status_code == 404
    assert Entry.objects.count() == before


def test_the_anonymous_cannot_fill_the_journal(client: Client) -> None:
    before = Entry.objects.count()
    client.get(reverse("accounts:list"))
    assert Entry.objects.count() == before


def test_an_old_form_is_no_attempt(office: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(office)
    before = Entry.objects.count()
    assert strict.post(reverse("year-switch"), {"year": "2025"}).status_code == 403
    assert Entry.objects.count() == before


def test_a_download_is_told_once(office: User, client_of: SignIn) -> None:
    browser = client_of(office)
    answer = browser.get(reverse("directory:people"), {"as": "xlsx", "q": "Петрова"})
    assert answer.getvalue().startswith(b"PK")
    (row,) = told(DOWNLOADED)
    details = json.loads(row.details)
    assert (row.actor, row.label, details["file"]) == (f"user:{office.pk}", "people.xlsx", "people.xlsx")
    assert details["address"] == reverse("directory:people")
    assert "as=xlsx" in PersonalText.objects.get(digest=details["query"]["digest"]).text
    assert broken_link() is None


def test_a_file_fetched_by_a_form_is_told_as_well(office: User, client_of: SignIn) -> None:
    """A page that only shows answers to a POST, too: the file leaves all the same."""
    client_of(office).post(reverse("journal:csv"))
    assert len(told(DOWNLOADED)) == 1


def test_the_download_of_the_journal_itself_is_told(office: User, client_of: SignIn) -> None:
    client_of(office).get(reverse("journal:csv"))
    assert [row.label for row in told(DOWNLOADED)] == ["journal-2026-02-09.csv"]


def test_what_tells_of_nobody_is_not_told(office: User, client_of: SignIn) -> None:
    assert client_of(office).get(reverse("ranking:index"), {"as": "xlsx"}).status_code == 200
    assert told(DOWNLOADED) == []


def test_only_these_addresses_tell_of_nobody() -> None:
    assert {one.name for one in addresses() if one.tells_nobody} == TELLS_OF_NOBODY
