"""Check everything that must hold at any moment."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.workflow.integrity import violations


class Command(BaseCommand):
    help = "Проверить, что данные портала согласованы: журнал, документы, голоса, суммы, сроки, преграды базы"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ответ одним документом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = violations()
        broken = {title: places for title, places in found.items() if places}
        if options["json"]:
            self.stdout.write(
                json.dumps({"ok": not broken, "checked": list(found), "broken": broken}, ensure_ascii=False)
            )
        elif not broken:
            self.stdout.write(f"Всё сходится, проверок: {len(found)}.")
        if broken:
            told = [f"{title}: {place}" for title, places in broken.items() for place in places]
            raise CommandError("\n".join(told))
