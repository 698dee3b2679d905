"""Make an account from the console: the first administrator, above all."""

import os
import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal import clock
from ranking_portal.accounts import services
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal import services as journal

VARIABLE = "PORTAL_PASSWORD"


class Command(BaseCommand):
    help = f"Завести учётную запись; пароль – из {VARIABLE}, с клавиатуры или созданный порталом"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="имя для входа")
        parser.add_argument("--name", required=True, help="фамилия, имя, отчество")
        parser.add_argument("--email", default="", help="электронная почта")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            choices=[r.value for r in GRANTABLE_ROLES],
            help="роль; можно несколько",
        )
        parser.add_argument("--order", default="заведена с консоли сервера", help="основание ролей")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get(VARIABLE) or self._typed()
        try:
            with journal.transaction():
                user, issued = services.create_account(
                    by=SYSTEM,
                    username=options["login"],
                    full_name=options["name"],
                    email=options["email"],
                    password=password,
                )
                for role in dict.fromkeys(options["role"]):
                    services.grant_role(user, by=SYSTEM, role=Role(role), since=clock.today(), order=options["order"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Учётная запись «{user.username}» создана.")
        if password is None:
            self.stdout.write(f"Пароль (смените при первом входе): {issued}")

    def _typed(self) -> str | None:
        """A password from the keyboard; None (let the portal make one) on an empty line or without a terminal."""
        if not sys.stdin.isatty():
            return None
        first = getpass("Пароль (пустая строка – создать): ")
        if first and first != getpass("Ещё раз: "):
            raise CommandError("Пароли не совпали.")
        return first or None
