"""Rank the projects of a year."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal.commands import a_date, a_year, acting_user
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused


class Command(BaseCommand):
    help = worded("Ранжирование проектов года по фактам на день (пункты 2.2 и 2.3)")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=a_year, required=True)
        parser.add_argument("--kind", choices=RankingKind.values, required=True)
        parser.add_argument("--as-of", type=a_date, required=True, help="по фактам на день, ГГГГ-ММ-ДД")
        parser.add_argument("--confirm", action="store_true", help="и подтвердить")
        parser.add_argument("--on", type=a_date, help="день подтверждения (по умолчанию сегодня)")
        parser.add_argument("--user", help="от чьего имени (имя для входа)")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, year: int, kind: str, as_of: date, **options: Any) -> None:
        by = acting_user(options["user"])
        try:
            ranking = rankings.calculate(year, RankingKind(kind), as_of, by=by)
            already = ranking.state == RankingState.CONFIRMED
            if options["confirm"]:
                ranking = rankings.confirm(ranking, by=by, on=options["on"])
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except PermissionDenied as denial:
            raise CommandError(f"Нет права на это действие у пользователя «{by.full_name}».") from denial
        if options["json"]:
            self.stdout.write(json.dumps(rankings.as_document(ranking), ensure_ascii=False))
        else:
            self._tell(ranking, already)

    def _tell(self, ranking: Ranking, already: bool) -> None:
        note = " (уже подтверждено, показано как есть)" if already else ""
        self.stdout.write(f"{ranking} по фактам на {ranking.as_of:%d.%m.%Y}: {ranking.get_state_display()}{note}")
        for row in rankings.projects_of(ranking):
            place = row["place"] or "—"
            told = "" if row["eligible"] is not False else f"  не допущен: {_reasons(row)}"
            self.stdout.write(f"{place:>4}  {row['code']:<6} {row['total']:>7}{told}")


def _reasons(row: dict[str, Any]) -> str:
    words = {"no_appropriation": "нет ассигнований", "target_missed": "не достигнут показатель"}
    return "; ".join(dict.fromkeys(words[reason["code"]] for reason in row["reasons"]))
