"""The last day of a term in working days."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.commands import a_date
from ranking_portal.deadlines import calendars


class Command(BaseCommand):
    help = "Последний день срока в рабочих днях (ст. 191 ГК РФ: день события не считается)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", type=a_date, required=True, help="день события, ГГГГ-ММ-ДД")
        parser.add_argument("--add", type=int, required=True, help="рабочих дней, не меньше 1")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, start: date, add: int, **options: Any) -> None:
        try:
            term = calendars.working_calendar().term(start, add)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            answer = {"from": start.isoformat(), "add": add, "due": term.due.isoformat()}
            self.stdout.write(json.dumps(answer | {"provisional": term.provisional}))
            return
        for day in term.days:
            ordinal = f"{day.ordinal}-й рабочий день" if day.ordinal else day.reason
            self.stdout.write(f"{day.day:%d.%m.%Y}  {ordinal}")
        note = " (предварительно: перенос выходных ещё не утверждён)" if term.provisional else ""
        self.stdout.write(f"Срок истекает {term.due:%d.%m.%Y}{note}")
