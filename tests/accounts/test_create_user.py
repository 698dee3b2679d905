"""The command that makes the first administrator."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_a_password_is_made_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_user", "Admin", "--name", "Иванов Пётр", "--role", "admin", "--role", "office")
    user = User.objects.get(username="admin")
    assert user.roles == {Role.ADMIN, Role.OFFICE}
    assert user.password_is_temporary
    shown = re.search(r"входе\): (\S+)", capsys.readouterr().out)
    assert shown
    assert user.check_password(shown[1])


def test_a_password_is_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_PASSWORD", PASSWORD)
    call_command("create_user", "admin", "--name", "Иванов Пётр", "--role", "admin")
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert not user.password_is_temporary
    assert PASSWORD not in capsys.readouterr().out


def test_a_refusal_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PASSWORD", "12345")
    with pytest.raises(CommandError):
        call_command("create_user", "admin", "--name", "Иванов Пётр", "--role", "admin")
    assert not User.objects.exists()


def test_a_name_taken_is_refused() -> None:
    call_command("create_user", "admin", "--name", "Иванов Пётр")
    with pytest.raises(CommandError, match="уже занято"):
        call_command("create_user", "ADMIN", "--name", "Другой")


def test_roles_of_heads_are_no_choice() -> None:
    with pytest.raises(CommandError):
        call_command("create_user", "admin", "--name", "Иванов Пётр", "--role", "project_head")
