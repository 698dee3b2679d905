"""Load an edition of the law from a YAML file."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking_portal.commands import acting_user
from ranking_portal.regulation.edition import EditionError
from ranking_portal.regulation.reading import read_yaml
from ranking_portal.regulation.services import load


class Command(BaseCommand):
    help = "Внести редакцию Порядка из файла YAML: проверить всю и сохранить, или назвать все ошибки"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", help="от чьего имени (имя для входа)")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"Нет файла {file}.", returncode=2)
        by = acting_user(options["user"])
        try:
            stored, made = load(read_yaml(file.read_text(encoding="utf-8")), by)
        except EditionError as error:
            raise CommandError("\n".join(error.reasons)) from error
        except PermissionDenied as denial:
            raise CommandError("Нет права вносить редакции.") from denial
        except ValueError as error:
            raise CommandError(f"{file.name}: не читается как YAML в кодировке UTF-8: {error}") from error
        if options["json"]:
            answer = {
                "id": stored.pk,
                "act": stored.act_number,
                "act_date": stored.act_date.isoformat(),
                "in_force_from": stored.in_force_from.isoformat(),
                "version": stored.version,
                "sha256": stored.sha256,
                "made": made,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        told = "внесена" if made else "уже внесена, ничего не изменилось"
        self.stdout.write(f"{stored}, действует с {stored.in_force_from:%d.%m.%Y}: {told}.")
