"""Check the journal's chain of hashes."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link

SHORTENED = 0


class Command(BaseCommand):
    help = "Проверить цепочку журнала: ни одна запись не изменена, не вставлена и не удалена"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ответ одним документом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        broken, entries = broken_link(), Entry.objects.count()
        if options["json"]:
            self.stdout.write(json.dumps({"ok": broken is None, "broken": broken, "entries": entries}))
        elif broken is None:
            self.stdout.write(f"Журнал цел. Записей: {entries}.")
        if broken == SHORTENED:
            raise CommandError(
                "Конец журнала не сходится с его головой: последние записи удалены или добавлены в обход."
            )
        if broken is not None:
            raise CommandError(f"Цепочка журнала разорвана на записи №\u00a0{broken}.")
