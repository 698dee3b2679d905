"""Take a second factor away from the console: the last administrator has lost his telephone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.accounts.signin import commands


class Command(BaseCommand):
    help = "Сбросить второй фактор учётной записи и снять блокировку её входа; записывается в журнал"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="имя для входа")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=User.normalize_username(options["login"])).first()
        if user is None:
            raise CommandError(f"Нет учётной записи «{options['login']}».")
        commands.unlock(user, by=SYSTEM)
        try:
            commands.reset_factor(user, by=SYSTEM)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Второй фактор учётной записи «{user.username}» сброшен, сеансы закрыты.")
