"""After an update from a version that kept no prints of decisions: the journal is told those of the former ones."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.sealing import seal_former


class Command(BaseCommand):
    help = "Записать в журнал отпечатки решений, принятых до обновления: один раз, сразу после него"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ответ одним документом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        count = seal_former(SYSTEM.actor)
        self.stdout.write(json.dumps({"sealed": count}) if options["json"] else f"Записано отпечатков: {count}.")
