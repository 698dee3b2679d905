"""Check the journal's chain of hashes, every stored document, every decision; or one mark that stands on paper."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.journal import checking, marks
from ranking_portal.journal.marks import NBSP

TOLD = ("broken", "entries", "documents", "papers", "decisions")
BAD_USAGE = 2


class Command(BaseCommand):
    help = "Проверить цепочку журнала, хранимые документы и решения: ничто не изменено, не вставлено и не удалено"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ответ одним документом JSON")
        parser.add_argument(
            "--head", metavar="НОМЕР:ХЕШ", help="сверить журнал с записью, напечатанной на утверждённом документе"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] is not None:
            self._against_paper(options["head"], as_json=options["json"])
        else:
            self._whole(as_json=options["json"])

    def _against_paper(self, text: str, *, as_json: bool) -> None:
        try:
            mark = marks.read_pair(text)
        except ValueError as error:
            raise CommandError(str(error), returncode=BAD_USAGE) from error
        problem = marks.against(mark)
        if as_json:
            self.stdout.write(json.dumps({"ok": not problem, "record": mark.number}))
        elif not problem:
            self.stdout.write(f"Журнал цел до записи №{NBSP}{mark.number} включительно: на бумаге то же.")
        if problem:
            raise CommandError(problem)

    def _whole(self, *, as_json: bool) -> None:
        found = checking.check()
        if as_json:
            told = {name: getattr(found, name) for name in TOLD}
            damage = [asdict(one) for one in found.damage]
            self.stdout.write(json.dumps({"ok": not found.reasons, **told, "damaged": damage}, ensure_ascii=False))
        elif not found.reasons:
            self.stdout.write(
                f"Журнал цел, записей: {found.entries}. Документы целы, файлов: {found.documents}. "
                f"Решения целы: {found.decisions}. Сходится с записями на документах: {found.papers}."
            )
        if found.reasons:
            raise CommandError("\n".join(found.reasons))
