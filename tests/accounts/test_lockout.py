"""Guessing is stopped by account and by address; an address comes from trusted proxies only."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.address import client_address
from ranking_portal.journal.models import Entry
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CLOSED = 429


@pytest.fixture(autouse=True)
def _few(settings: Settings) -> None:
    settings.LOCKOUT_ACCOUNT = settings.AXES_FAILURE_LIMIT = 3
    settings.LOCKOUT_ADDRESS = 6


def sign_in(username: str, password: str, **headers: str) -> int:
    """The status of the answer to a browser that comes anew each time."""
    fields = {"username": username, "password": password}
    return Client().post(reverse("login"), fields, **headers).status_code  # type: ignore[arg-type]


def guesses(username: str, number: int, **headers: str) -> Iterator[int]:
    """What each wrong password is answered."""
    return (sign_in(username, f"догадка-{one}", **headers) for one in range(number))


def actions() -> list[str]:
    """What the journal tells, oldest first."""
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_an_account_is_closed_even_to_its_password(office: User) -> None:
    assert list(guesses(office.username, 3)) == [200, 200, CLOSED]
    assert sign_in(office.username, PASSWORD) == CLOSED
    told = actions()
    assert told.count("Неудачная попытка входа") == 4
    assert told.count("Вход временно закрыт: подбор пароля или кода") == 1


def test_names_written_into_the_header_of_proxies_do_not_help(office: User) -> None:
    """Each guess says that it comes from another address."""
    answers = [
        sign_in(office.username, "догадка", HTTP_X_FORWARDED_FOR=f"198.51.100.{one}", HTTP_USER_AGENT=f"браузер {one}")
        for one in range(4)
    ]
    assert answers[-1] == CLOSED
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"127.0.0.1"}


def test_an_address_is_closed_to_guessing_at_many_accounts(user_with: Callable[..., User]) -> None:
    people = [user_with(Role.OFFICE) for _ in range(4)]
    answers = [answer for person in people[:3] for answer in guesses(person.username, 2)]
    assert answers == [200] * 5 + [CLOSED]
    assert sign_in(people[3].username, PASSWORD) == CLOSED
    assert sign_in(people[3].username, PASSWORD, REMOTE_ADDR="192.0.2.7") == 302


def test_an_own_account_does_not_open_the_address_again(user_with: Callable[..., User]) -> None:
    """Whoever has an account signs in between his guesses at others."""
    own, victims = user_with(Role.AUDITOR), [user_with(Role.OFFICE) for _ in range(3)]
    for victim in victims[:2]:
        list(guesses(victim.username, 2))
    assert sign_in(own.username, PASSWORD) == 302
    assert list(guesses(victims[2].username, 2)) == [200, CLOSED]


def test_a_sign_in_forgives_its_own_account(office: User) -> None:
    for _ in range(3):
        list(guesses(office.username, 1))
        assert sign_in(office.username, PASSWORD) == 302


def test_it_opens_by_itself_and_says_when(office: User, client: Client) -> None:
    list(guesses(office.username, 3))
    page = client.post(reverse("login"), {"username": office.username, "password": PASSWORD})
    assert "через 15\u00a0мин" in page.content.decode().replace("&nbsp;", "\u00a0")
    assert page["Retry-After"] == "900"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(office.username, PASSWORD) == 302


def test_the_administrator_opens_it(
    office: User, user_with: Callable[..., User], client_of: Callable[[User], Client]
) -> None:
    list(guesses(office.username, 3))
    admin = client_of(user_with(Role.ADMIN))
    assert "вход временно закрыт" in admin.get(reverse("accounts:detail", args=[office.pk])).content.decode()
    admin.post(reverse("accounts:unlock", args=[office.pk]))
    assert sign_in(office.username, PASSWORD) == 302
    assert "Вход снова открыт после блокировки" in actions()


def test_the_console_opens_it_to_everybody(user_with: Callable[..., User]) -> None:
    """Every administrator is closed out, and the address of the proxy with them."""
    admins = [user_with(Role.ADMIN) for _ in range(2)]
    for admin in admins:
        list(guesses(admin.username, 3))
    call_command("open_sign_in", admins[0].username.upper())
    assert sign_in(admins[0].username, PASSWORD) == 302
    list(guesses("никто", 3))
    assert [sign_in(admin.username, PASSWORD) for admin in admins] == [CLOSED, CLOSED]
    call_command("open_sign_in")
    assert [sign_in(admin.username, PASSWORD) for admin in admins] == [302, 302]
    assert "Вход снова открыт всем после блокировки" in actions()
    with pytest.raises(CommandError, match="Нет учётной записи"):
        call_command("open_sign_in", "никто")


def test_nothing_typed_is_kept_in_clear(client: Client, office: User) -> None:
    """A password typed into the field of the name, and a wrong one."""
    client.post(reverse("login"), {"username": "мой-пароль", "password": "чужой-пароль"})
    client.post(reverse("login"), {"username": office.username, "password": "чужой-пароль"})
    told = repr([*AccessAttempt.objects.values_list(), *Entry.objects.values_list()])
    assert "мой-пароль" not in told
    assert "чужой-пароль" not in told


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1, 10.0.0.3", "198.51.100.1"),
        (["10.0.0.0/8"], "203.0.113.9", "10.0.0.2", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "не адрес", None),
        (["unix"], "", "198.51.100.1", "198.51.100.1"),
        ([], "", "198.51.100.1", None),
        (["10.0.0.2"], "2001:db8::1", "", "2001:db8::1"),
    ],
)
def test_only_trusted_proxies_are_believed(
    settings: Settings, proxies: list[str], peer: str, forwarded: str, address: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(request) == address
