"""Check the journal's chain of hashes and every stored document."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.journal.keeping import Damage, damaged
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link

SHORTENED = 0
NBSP = "\u00a0"


class Command(BaseCommand):
    help = "Проверить цепочку журнала и хранимые документы: ничто не изменено, не вставлено и не удалено"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ответ одним документом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        broken, entries = broken_link(), Entry.objects.count()
        documents, lost = damaged()
        reasons = [*_chain(broken), *_files(lost)]
        if options["json"]:
            told = {"ok": not reasons, "broken": broken, "entries": entries, "documents": documents}
            damage = [asdict(one) for one in lost]
            self.stdout.write(json.dumps(told | {"damaged": damage}, ensure_ascii=False))
        elif not reasons:
            self.stdout.write(f"Журнал цел, записей: {entries}. Документы целы, файлов: {documents}.")
        if reasons:
            raise CommandError("\n".join(reasons))


def _chain(broken: int | None) -> list[str]:
    if broken is None:
        return []
    if broken == SHORTENED:
        return ["Конец журнала не сходится с его головой: последние записи удалены или добавлены в обход."]
    return [f"Цепочка журнала разорвана на записи №{NBSP}{broken}."]


def _files(lost: list[Damage]) -> list[str]:
    return [f"{one.title} ({one.ref}): {one.why}." for one in lost]
