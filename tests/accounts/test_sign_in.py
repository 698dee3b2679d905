"""Signing in and out, and what the journal tells of it."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts import services
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry, PersonalText
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    """The status of the answer to the sign-in form."""
    return client.post(reverse("login"), {"username": username, "password": password}).status_code


def actions() -> list[str]:
    """What the journal tells, oldest first."""
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_the_case_of_a_login_name_does_not_matter(client: Client, office: User, change: Callable[[str], str]) -> None:
    assert sign_in(client, change(office.username)) == 302


def test_coming_and_going_are_told(client: Client, office: User) -> None:
    sign_in(client, office.username)
    client.post(reverse("logout"))
    assert actions() == ["Вход в портал", "Выход из портала"]
    assert set(Entry.objects.values_list("actor", flat=True)) == {f"user:{office.pk}"}


def test_a_refused_sign_in_is_told_by_a_digest_of_the_name(client: Client, office: User) -> None:
    """A password typed into the wrong field must be erasable."""
    assert sign_in(client, "мой-пароль", "x") == 200
    entry = Entry.objects.get()
    assert (entry.actor, entry.action) == ("anonymous", "Неудачная попытка входа")
    assert "мой-пароль" not in entry.details
    digest = json.loads(entry.details)["login"]["digest"]
    assert PersonalText.objects.get(digest=digest).text == "мой-пароль"


def test_one_switched_off_does_not_come_in(client: Client, user_with: Callable[..., User]) -> None:
    assert sign_in(client, user_with(Role.OFFICE, is_active=False).username) == 200
    assert actions() == ["Неудачная попытка входа"]


def test_switching_off_ends_the_session(client: Client, office: User, user_with: Callable[..., User]) -> None:
    sign_in(client, office.username)
    assert client.get(reverse("accounts:me")).status_code == 200
    services.switch(office, by=user_with(Role.ADMIN), active=False)
    assert client.get(reverse("accounts:me")).status_code == 302


def test_a_new_password_ends_the_other_sessions(client: Client, office: User) -> None:
    other = Client()
    sign_in(client, office.username)
    sign_in(other, office.username)
    new = "совсем-другой-пароль-2"
    answer = client.post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200
    assert other.get(reverse("accounts:me")).status_code == 302


def test_a_temporary_password_opens_its_own_change_only(
    client: Client, office: User, user_with: Callable[..., User]
) -> None:
    issued = services.reset_password(office, by=user_with(Role.ADMIN))
    assert sign_in(client, office.username, issued) == 302
    closed = client.get(reverse("accounts:me"))
    assert (closed.status_code, closed["Location"]) == (302, reverse("password_change"))
    assert client.get(reverse("password_change")).status_code == 200
    assert client.get(reverse("healthz")).status_code == 200

    fields = {"old_password": issued, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(reverse("password_change"), fields).status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200
