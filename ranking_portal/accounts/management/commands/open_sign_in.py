"""Open the sign-in again from the console: guessing has closed it to every administrator, or to a whole address."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.accounts.signin import commands


class Command(BaseCommand):
    help = "Снять блокировку входа: одной учётной записи или, без имени, всех учётных записей и адресов"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", nargs="?", default="", help="имя для входа; без него – всех")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["login"]:
            self.stdout.write(f"Забыто записей о неудачных попытках: {commands.unlock_all(by=SYSTEM)}.")
            return
        user = User.objects.filter(username=User.normalize_username(options["login"])).first()
        if user is None:
            raise CommandError(f"Нет учётной записи «{options['login']}».")
        commands.unlock(user, by=SYSTEM)
        self.stdout.write(f"Вход учётной записи «{user.username}» открыт.")
