"""Forget those who took part for the last time before a day."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.commands import a_date, acting_user
from ranking_portal.personal import anonymising


class Command(BaseCommand):
    help = "Обезличить данные тех, кто участвовал и входил в портал последний раз до указанного дня"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--before", type=a_date, required=True, metavar="ГГГГ-ММ-ДД", help="последнее участие – до")
        parser.add_argument("--dry-run", action="store_true", help="только показать, кого")
        parser.add_argument("--user", help="от чьего имени (по умолчанию – системы)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["dry_run"]:
                found = anonymising.due(options["before"])
            else:
                found = anonymising.anonymise(options["before"], by=acting_user(options["user"]))
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        for one in found:
            # Who they were is shown before, and told nowhere afterwards.
            name = one.subject if options["dry_run"] else f"№ {one.subject.pk}"
            self.stdout.write(f"{name} – {f'{one.last:%d.%m.%Y}' if one.last else 'нигде не участвует'}")
        self.stdout.write(f"{'Подлежат обезличиванию' if options['dry_run'] else 'Обезличено'}: {len(found)}.")
