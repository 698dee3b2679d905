"""Fill an empty installation from an archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.backup.archive import BadArchive
from ranking_portal.backup.restoring import restore


class Command(BaseCommand):
    help = "Восстановить портал из резервной копии в пустую установку той же версии (сначала migrate)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="архив, снятый командой backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["archive"])
        except BadArchive as error:
            raise CommandError(f"Не восстановлено, ничего не изменено. {error}") from error
        told = f"строк {sum(manifest.tables.values())}, журнал цел, записей {manifest.journal['length']}"
        self.stdout.write(f"Восстановлено на {manifest.made_at}: {told}. Проверьте: verify_journal.")
