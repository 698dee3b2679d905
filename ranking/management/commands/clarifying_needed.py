"""Is a clarifying ranking needed, for which projects and why."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking.services import needs
from ranking_portal.commands import a_date, a_year, acting_user
from ranking_portal.region import REGION, worded
from ranking_portal.workflow.errors import Refused


class Command(BaseCommand):
    help = worded("Нужно ли уточняющее ранжирование (пункт 2.3): проекты, причины, факты")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=a_year, required=True)
        parser.add_argument("--as-of", type=a_date, required=True, help="по фактам на день, ГГГГ-ММ-ДД")
        parser.add_argument("--user", help="от чьего имени (имя для входа)")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, year: int, as_of: date, **options: Any) -> None:
        try:
            need = needs.detect(year, as_of, by=acting_user(options["user"]))
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except PermissionDenied as denial:
            raise CommandError("Нет права на это действие.") from denial
        if options["json"]:
            self.stdout.write(json.dumps({"projects": need.projects}, ensure_ascii=False))
            return
        self.stdout.write(f"По сравнению с: {need.against} по фактам на {need.against.as_of:%d.%m.%Y}")
        for project in need.projects:
            for reason in project["reasons"]:
                self.stdout.write(f"{project['code']}: {_in_words(reason)}")
        if not need.projects:
            self.stdout.write("Уточняющее ранжирование не требуется.")


def _in_words(reason: dict[str, Any]) -> str:
    if reason["kind"] == "criterion_4":
        late = f"не в срок: {len(reason['facts'])}"
        return f"критерий {REGION.discipline} снизился с {reason['was']} до {reason['is']} ({late})"
    return f"запрос № {reason['number']} от {reason['date']}: {reason['content']}"
