"""Load a methodology from a YAML file."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking.scales import MethodologyError
from ranking.services import methodologies
from ranking_portal.commands import acting_user
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused


class Command(BaseCommand):
    help = worded("Загрузить методику ранжирования из файла YAML (пункт 2.1): черновик или, для показа, действующая")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--in-force", action="store_true", help="сразу ввести в действие (для показа)")
        parser.add_argument("--user", help="от чьего имени (имя для входа)")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, file: Path, in_force: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"Нет файла {file}.", returncode=2)
        try:
            document = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, ValueError) as error:  # ValueError: other bytes, or a day such as 31 February
            raise CommandError(f"{file.name}: не читается как YAML в кодировке UTF-8: {error}") from error
        try:
            made, loaded = methodologies.load(document or {}, by=acting_user(options["user"]), in_force=in_force)
        except MethodologyError as error:
            raise CommandError("\n".join(str(problem) for problem in error.problems)) from error
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except PermissionDenied as denial:
            raise CommandError("Нет права на это действие.") from denial
        if options["json"]:
            answer = {"id": made.pk, "order": made.order_number, "state": str(made.state), "loaded": loaded}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        told = "загружена" if loaded else "уже загружена"
        self.stdout.write(f"Методика № {made.order_number} {told}: {made.get_state_display()}.")
