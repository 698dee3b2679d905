"""The second factor: nobody gets round it, a code works once, a lost telephone is not the end."""

import logging
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ranking_portal.accounts.access import PUBLIC, TOKEN
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin import factors
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.notices.models import Notice
from tests.access.addresses import addresses
from tests.accounts.codes import code, recovery_codes, telephone
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WRONG = "000000"


@pytest.fixture(autouse=True)
def _on(settings: Settings) -> None:
    settings.SECOND_FACTOR = True


def password(client: Client, user: User) -> str:
    """Give the name and the password; where it leads."""
    answer = client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return answer["Location"]


def filled(parameter: re.Match[str]) -> str:
    """Something in the place of a parameter: the view behind it is not reached."""
    return "2025" if parameter[1] == "int:" else "calculated" if parameter[1] else "x"


def told(action: str) -> bool:
    """Whether the journal tells it."""
    return Entry.objects.filter(action=action).exists()


@pytest.mark.parametrize(
    ("role", "due"),
    [
        (Role.OFFICE, True),
        (Role.COUNCIL_MEMBER, True),
        (Role.COUNCIL_SECRETARY, True),
        (Role.ADMINISTRATION, True),
        (Role.ECONOMY_COMMITTEE, True),
        (Role.FINANCE_COMMITTEE, True),
        (Role.ADMIN, True),
        (Role.AUDITOR, False),
        (Role.GOVERNOR_OFFICE, False),
    ],
)
def test_who_owes_it(user_with: Callable[..., User], role: Role, due: bool) -> None:
    assert factors.is_missing(user_with(role)) == due


def test_until_it_is_set_up_nothing_else_opens(client: Client, office: User) -> None:
    """Every address of the portal."""
    password(client, office)
    allowed = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "mfa_reauthenticate"}
    allowed |= {"password_change", "password_change_done"}
    closed = [one for one in addresses() if one.rule not in (PUBLIC, TOKEN) and one.name not in allowed]
    assert len(closed) > 200
    setup, part = reverse("mfa_index"), {"HX-Request": "true"}
    for number, one in enumerate(closed):
        address = "/" + re.sub(r"<(\w+:)?\w+>", filled, one.route)
        answers = [client.get(address)]
        # The method and who asks make no difference to the middleware: a sample of them is enough.
        if number % 10 == 0:
            answers.append(client.post(address))
            assert client.get(address, headers=part).headers["HX-Redirect"] == setup, one
            assert client.post(address, headers=part).status_code == 204, one
        assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(302, setup)}, one
    page = client.get(reverse("mfa_index")).content.decode()
    assert "обязателен" in page
    assert reverse("journal:list") not in page
    assert reverse("logout") in page


def test_the_password_alone_opens_nothing(client: Client, office: User) -> None:
    telephone(office)
    assert password(client, office) == reverse("mfa_authenticate")
    for name in ("home", "accounts:me", "mfa_index", "mfa_activate_totp", "password_change"):
        assert client.get(reverse(name))["Location"].startswith(reverse("login")), name
    assert not told("Вход в портал")
    assert client.post(reverse("mfa_authenticate"), {"code": WRONG}).status_code == 200
    assert client.get(reverse("accounts:me")).status_code == 302


def test_the_code_opens_the_portal_once(client: Client, office: User) -> None:
    secret = telephone(office)
    seen = code(secret)
    password(client, office)
    assert client.post(reverse("mfa_authenticate"), {"code": seen}).status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200
    thief = Client()
    password(thief, office)
    assert thief.post(reverse("mfa_authenticate"), {"code": seen}).status_code == 200
    assert thief.get(reverse("accounts:me")).status_code == 302
    assert thief.post(reverse("mfa_authenticate"), {"code": code(secret, later=1)}).status_code == 302


def test_codes_are_not_guessed_without_end(client: Client, office: User, settings: Settings) -> None:
    secret = telephone(office)
    password(client, office)
    answers = [client.post(reverse("mfa_authenticate"), {"code": WRONG}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 429
    assert client.get(reverse("accounts:me")).status_code == 302


def test_nor_by_giving_the_password_anew_before_each(office: User) -> None:
    telephone(office)
    answers = []
    for _ in range(5):
        browser = Client()
        password(browser, office)
        answers.append(browser.post(reverse("mfa_authenticate"), {"code": WRONG}).status_code)
    assert answers == [200] * 4 + [429]
    answer = Client().post(reverse("login"), {"username": office.username, "password": PASSWORD})
    assert answer.status_code == 429


def test_a_recovery_code_opens_once(client: Client, office: User) -> None:
    telephone(office)
    spare = recovery_codes(office)[0]
    password(client, office)
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    assert told("Использован запасной код")
    thief = Client()
    password(thief, office)
    assert thief.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 200


def test_it_is_set_up_from_the_sign_in_on(client: Client, office: User, django_capture_on_commit_callbacks) -> None:
    password(client, office)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        seen = code(secret)
        answer = client.post(reverse("mfa_activate_totp"), {"code": seen})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = recovery_codes(office)
    shown = client.get(answer["Location"]).content.decode()
    assert all(one in shown for one in codes)
    assert codes[0] not in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("accounts:me")).status_code == 200
    assert told("Второй фактор добавлен")
    assert Notice.objects.filter(recipient=office, title="Второй фактор добавлен", urgent=True).count() == 1
    assert secret not in repr(list(Authenticator.objects.values_list("data", flat=True)))
    thief = Client()
    password(thief, office)
    assert thief.post(reverse("mfa_authenticate"), {"code": seen}).status_code == 200, "a code seen at the set-up"


def test_the_administrator_resets_it(
    client: Client,
    office: User,
    user_with: Callable[..., User],
    settings: Settings,
    django_capture_on_commit_callbacks,
) -> None:
    secret = telephone(office)
    password(client, office)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    admin, browser = user_with(Role.ADMIN), Client()
    key = telephone(admin)
    password(browser, admin)
    browser.post(reverse("mfa_authenticate"), {"code": code(key)})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("accounts:reset_factor", args=[office.pk]))
    assert client.get(reverse("accounts:me"))["Location"].startswith(reverse("login"))
    assert told("Второй фактор сброшен")
    assert Notice.objects.filter(recipient=office, title="Второй фактор сброшен").exists()
    assert password(Client(), office) == reverse("home")
    assert browser.post(reverse("accounts:reset_factor", args=[admin.pk])).status_code == 302
    assert factors.is_set(admin)


def test_the_console_helps_the_last_administrator(user_with: Callable[..., User]) -> None:
    admin = user_with(Role.ADMIN)
    telephone(admin)
    call_command("reset_factor", admin.username.upper())
    assert not factors.is_set(admin)
    with pytest.raises(CommandError, match="и так нет"):
        call_command("reset_factor", admin.username)


def test_nothing_that_opens_stands_in_journal_log_or_counter(
    client: Client, office: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret, wrong = telephone(office), "неверный-Пароль-8"
    spare, used = recovery_codes(office)[0], code(secret)
    client.post(reverse("login"), {"username": office.username, "password": wrong})
    password(client, office)
    session = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": "987654"})
    client.post(reverse("mfa_authenticate"), {"code": used})
    assert client.session.session_key != session, "a session that somebody has planted does not become his"
    client.post(reverse("mfa_reauthenticate"), {"code": spare})
    written = [*Entry.objects.values_list(), *PersonalText.objects.values_list(), *AccessAttempt.objects.values_list()]
    kept = [one.get_decoded() for one in Session.objects.all()]
    for thing in (secret, spare, used, wrong, PASSWORD, "987654", str(client.session.session_key)):
        assert thing not in repr(written)
        assert thing not in caplog.text
        assert thing not in repr(kept)
