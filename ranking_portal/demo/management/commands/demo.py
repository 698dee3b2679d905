"""Fill an empty portal with a demonstration: a finished year, a year in work, a year ahead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.accounts.models import User
from ranking_portal.demo import story
from ranking_portal.ui import demo_accounts


class Command(BaseCommand):
    help = "Показательные годы: завершённый, текущий и предстоящий; учётная запись на каждую роль"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="ничего не делать, если портал уже заполнен")

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if User.objects.exists():
            if not if_empty:
                raise CommandError("Портал не пуст: показательные данные кладут только в пустую базу.")
            self.stdout.write("Портал уже заполнен, данные сохранены.")
            self._tell(demo_accounts.listed())
            return
        cast = story.play(self.stdout.write)
        demo_accounts.remember(cast["accounts"])
        self._tell(cast["accounts"])

    def _tell(self, accounts: list[dict[str, str]]) -> None:
        self.stdout.write("\nУчётные записи для входа:")
        for one in accounts:
            self.stdout.write(f"  {one['login']:<15} {one['password']}   {one['name']} — {one['roles']}")
