"""Make one archive of everything."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.backup.making import make


class Command(BaseCommand):
    help = "Снять резервную копию: база, файлы, голова журнала – один архив с контрольными суммами"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="куда записать, например /srv/backup/portal-2026-02-09.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["archive"]
        try:
            manifest = make(target)
        except FileExistsError as error:
            raise CommandError(f"{target} уже есть: копии не затираются, назовите другой файл.") from error
        except OSError as error:
            raise CommandError(f"Копия не снята: {error}.") from error
        rows, files = sum(manifest.tables.values()), len(manifest.parts) - len(manifest.tables)
        head = f"{manifest.journal['length']}:{manifest.journal['hash']}"
        self.stdout.write(f"{target}: строк {rows}, файлов {files}, голова журнала {head}")
