"""Every obligation of a year."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ranking_portal import clock
from ranking_portal.commands import a_year
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import as_plain


class Command(BaseCommand):
    help = "Обязательства года: открыто, срок, кто, состояние"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=a_year, required=True)
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        rows = [as_plain(deadline, clock.today()) for deadline in Deadline.objects.filter(year=year)]
        if options["json"]:
            self.stdout.write(json.dumps({"deadlines": rows}, ensure_ascii=False))
            return
        for row in rows:
            late = f", опоздание {row['late_working_days']} раб. дн." if row["late_working_days"] else ""
            self.stdout.write(f"{row['due']}  п. {row['clause']}  {row['code']}  {row['object']}: {row['state']}{late}")
        if not rows:
            self.stdout.write(f"За {year} год обязательств нет: год не открыт.")
