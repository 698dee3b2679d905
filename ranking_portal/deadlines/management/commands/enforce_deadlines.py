"""What the scheduler runs: mark, remind, escalate."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ranking_portal.deadlines.enforcing import enforce


class Command(BaseCommand):
    help = "Отметить наступившие сроки, напомнить о них, сообщить о пропущенных"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = enforce()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False))
            return
        for title, count in done.rounds.items():
            self.stdout.write(f"{title}: {count}")
        self.stdout.write(
            f"Сроков просмотрено: {done.marked}, напоминаний: {done.reminded}, о пропусках: {done.escalated}"
        )
