"""A sign-on of the state: it opens the account that the administrator has linked, and nothing else."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.commands import link_outside
from ranking_portal.journal.models import Entry
from tests.accounts.codes import telephone
from tests.accounts.outside import CLIENT, SECRET, Outside, running

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
UID = "1000299353"


@pytest.fixture
def outside(settings: Settings) -> Iterator[Outside]:
    """The server, named in the settings of the portal."""
    with running() as server:
        app = settings.OIDC_APP | {"client_id": CLIENT, "secret": SECRET}
        app["settings"] = app["settings"] | {"server_url": server.url}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield server


@pytest.fixture
def admin(user_with: Callable[..., User]) -> User:
    """The administrator."""
    return user_with(Role.ADMIN)


def come_back(browser: Client, **asked: str) -> str:
    """Go outside from the sign-in page and come back; where it leads."""
    query = f"?process={asked['process']}" if asked else ""
    away = browser.post(reverse("openid_connect_login", args=["state"]) + query)
    assert away.status_code == 302
    told = parse_qs(urlsplit(away["Location"]).query)
    assert told["client_id"] == [CLIENT]
    assert "code_challenge" in told
    back = reverse("openid_connect_callback", args=["state"])
    assert told["redirect_uri"] == [f"http://testserver{back}"]
    return browser.get(back, {"code": "code", "state": told["state"][0]})["Location"]


def test_who_is_linked_comes_in(client: Client, office: User, admin: User, outside: Outside) -> None:
    link_outside(office, UID, by=admin)
    outside.person = {"sub": UID, "name": "Иванов", "email": "somebody@example.org"}
    assert "Войти через" in client.get(reverse("login")).content.decode()
    assert come_back(client) == reverse("home")
    assert client.get(reverse("accounts:me")).context["account"] == office
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    assert Entry.objects.filter(action="Вход в портал", actor=f"user:{office.pk}").exists()


def test_an_address_of_e_mail_links_nobody(client: Client, office: User, outside: Outside) -> None:
    """Neither an own account is made, nor that of the same address or name opened."""
    User.objects.filter(pk=office.pk).update(email="ivanov@example.org")
    outside.person = {
        "sub": "stranger",
        "email": "ivanov@example.org",
        "email_verified": True,
        "preferred_username": office.username,
    }
    before = User.objects.count()
    assert come_back(client) == reverse("login")
    assert "не связан" in client.get(reverse("login")).content.decode()
    assert client.get(reverse("accounts:me")).status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert Entry.objects.filter(action="Внешний вход отклонён").exists()


def test_nobody_links_himself(office: User, client_of: Callable[[User], Client], outside: Outside) -> None:
    outside.person = {"sub": UID}
    assert come_back(client_of(office), process="connect") == reverse("login")
    assert not SocialAccount.objects.exists()


def test_one_switched_off_stays_outside(client: Client, office: User, admin: User, outside: Outside) -> None:
    link_outside(office, UID, by=admin)
    User.objects.filter(pk=office.pk).update(is_active=False)
    outside.person = {"sub": UID}
    assert come_back(client) == reverse("login")
    assert client.get(reverse("accounts:me")).status_code == 302


def test_the_second_factor_is_asked_all_the_same(client: Client, office: User, admin: User, outside: Outside) -> None:
    link_outside(office, UID, by=admin)
    telephone(office)
    outside.person = {"sub": UID}
    assert come_back(client) == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:me")).status_code == 302


@pytest.mark.parametrize("broken", ["audience", "secret", "state", "refusal"])
def test_a_forged_answer_opens_nothing(
    client: Client, office: User, admin: User, outside: Outside, broken: str, settings: Settings
) -> None:
    link_outside(office, UID, by=admin)
    outside.person = {"sub": UID}
    back = reverse("openid_connect_callback", args=["state"])
    if broken == "audience":
        outside.audience = "somebody-else"
        assert come_back(client) == reverse("login")
    elif broken == "secret":
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
        assert come_back(client) == reverse("login")
    else:
        asked = {"code": "code", "state": "guess"} if broken == "state" else {"error": "access_denied"}
        assert client.get(back, asked)["Location"] == reverse("login")
    assert client.get(reverse("accounts:me")).status_code == 302


def test_one_identifier_opens_one_account(
    office: User, admin: User, user_with: Callable[..., User], client_of: Callable[[User], Client]
) -> None:
    link_outside(office, UID, by=admin)
    other = user_with(Role.AUDITOR)
    page = client_of(admin).post(reverse("accounts:outside", args=[other.pk]), {"uid": UID})
    assert "связана другая учётная запись" in page.content.decode()
    client_of(admin).post(reverse("accounts:outside", args=[office.pk]), {"uid": ""})
    assert not SocialAccount.objects.exists()


def test_without_a_server_there_is_no_such_door(client: Client) -> None:
    assert "Войти через" not in client.get(reverse("login")).content.decode()
    assert client.post(reverse("openid_connect_login", args=["state"])).status_code == 404
