"""Import a year's workbook into the register."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects import importing
from projects.importing import Plan
from projects.importing.profiles import BY_KEY, OFFICE
from projects.services.imports import choices_of
from ranking_portal.accounts.access import require
from ranking_portal.commands import a_year, acting_user
from ranking_portal.region import worded
from ranking_portal.words import counted
from ranking_portal.workflow.errors import Refused

BAD_USAGE = 2
HEADINGS = ("строк", "новых", "изменено", "как было", "удалено")


class Command(BaseCommand):
    help = worded(
        "Загрузка книги реестра проектов за год (пункт 2.2): всё или ничего; повторная загрузка ничего не меняет"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx", type=Path)
        parser.add_argument("--year", type=a_year, required=True, help="финансовый год книги")
        parser.add_argument("--source", choices=sorted(BY_KEY), default=OFFICE.key, help="откуда файл: имя источника")
        parser.add_argument("--dry-run", action="store_true", help="только проверить и показать, что изменится")
        parser.add_argument("--user", help="от чьего имени (имя для входа)")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, file: Path, year: int, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"Нет файла «{file}».", returncode=BAD_USAGE)
        by = acting_user(options["user"])
        dry_run: bool = options["dry_run"]
        reasons: tuple[str, ...] = ()
        try:
            require(by, "projects.import")
            source = BY_KEY[options["source"]]
            plan = importing.plan(file, year, source, choices=choices_of(source))
            if plan.possible and not dry_run:
                importing.apply(plan, by=by, file_name=file.name)
        except Refused as refusal:
            reasons = refusal.reasons
        except PermissionDenied as denial:
            raise CommandError(f"Нет права загружать реестр у пользователя «{by.full_name}».") from denial
        except OSError as error:
            raise CommandError(f"Файл «{file}» не читается: {error.strerror}.", returncode=BAD_USAGE) from error
        reasons = reasons or plan.reasons
        if options["json"]:
            self.stdout.write(json.dumps(_document(plan, dry_run, reasons), ensure_ascii=False))
        if reasons or plan.errors:
            raise CommandError("\n".join([*reasons, *_errors(plan)]))
        if not options["json"]:
            self._tell(plan, dry_run)

    def _tell(self, plan: Plan, dry_run: bool) -> None:
        self.stdout.write(f"{'Лист':<22}" + "".join(f"{heading:>10}" for heading in HEADINGS))
        for title, counts in plan.counts().items():
            self.stdout.write(f"{title:<22}" + "".join(f"{number:>10}" for number in counts.values()))
        for warning in plan.warnings:
            self.stdout.write(f"Внимание: {warning}")
        if not plan.changed:
            self.stdout.write("Изменений нет.")
        elif dry_run:
            self.stdout.write(f"Проверка прошла, {plan.year} год не изменён.")
        else:
            self.stdout.write(f"Загружено в {plan.year} год.")


def _document(plan: Plan, dry_run: bool, reasons: tuple[str, ...]) -> dict[str, Any]:
    whole = [importing.Problem("", None, "", "", reason) for reason in reasons]
    return {
        "year": plan.year,
        "dry_run": dry_run,
        "changed": plan.changed and not reasons,
        "sheets": plan.counts(),
        "warnings": list(plan.warnings),
        "errors": [problem.as_document() for problem in (*whole, *plan.errors)],
    }


def _errors(plan: Plan) -> list[str]:
    told = [str(error) for error in plan.errors]
    if plan.errors_omitted:
        told.append(f"…и ещё {counted(plan.errors_omitted, 'ошибка', 'ошибки', 'ошибок')}.")
    return told
