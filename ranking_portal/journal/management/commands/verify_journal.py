"""Check the journal's chain of hashes, every stored document, every decision; or one mark that stands on paper."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.journal import marks
from ranking_portal.journal.keeping import Damage, damaged
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link
from ranking_portal.journal.witness import heard

SHORTENED = 0
NBSP = "\u00a0"
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
        broken, entries = broken_link(), Entry.objects.count()
        documents, lost = damaged()
        witness = heard()
        lost += witness.damage
        reasons = [*_chain(broken), *_told(lost)]
        if as_json:
            told = {"ok": not reasons, "broken": broken, "entries": entries, "documents": documents}
            told |= {"papers": witness.papers, "decisions": witness.decisions}
            damage = [asdict(one) for one in lost]
            self.stdout.write(json.dumps(told | {"damaged": damage}, ensure_ascii=False))
        elif not reasons:
            self.stdout.write(
                f"Журнал цел, записей: {entries}. Документы целы, файлов: {documents}. "
                f"Решения целы: {witness.decisions}. Сходится с записями на документах: {witness.papers}."
            )
        if reasons:
            raise CommandError("\n".join(reasons))


def _chain(broken: int | None) -> list[str]:
    if broken is None:
        return []
    if broken == SHORTENED:
        return ["Конец журнала не сходится с его головой: последние записи удалены или добавлены в обход."]
    return [f"Цепочка журнала разорвана на записи №{NBSP}{broken}."]


def _told(lost: list[Damage]) -> list[str]:
    return [f"{one.title} ({one.ref}): {one.why}." for one in lost]
