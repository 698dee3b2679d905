"""Share a general fund out, from a file, for checking by hand: pure computation, nothing is read or stored."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bonus_fund.distribution import (
    METHODS,
    Distribution,
    DistributionRefused,
    GeneralFund,
    Membership,
    Participation,
    Share,
    amount_problem,
    as_json,
    distribute,
)
from ranking.scales import half_up
from ranking_portal.commands import LAST_YEAR
from ranking_portal.figures import decimal_ru, grouped
from ranking_portal.region import worded

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Command(BaseCommand):
    help = worded("Распределение общего фонда из файла JSON (пункт 2.6): только расчёт, ничего не сохраняется")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--general",
            type=Path,
            required=True,
            metavar="FILE.json",
            help="части фонда, год, члены команд и инфраструктурные участники; строки в сообщениях считаются с нуля",
        )
        parser.add_argument("--method", choices=METHODS, default="weighted_days", help="способ распределения")
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, general: Path, **options: Any) -> None:
        try:
            content = general.read_bytes()
        except OSError as error:
            raise CommandError(f"Файла «{general}» нет, или его нельзя прочитать.", returncode=2) from error
        reader = _Reader()
        given = reader.read(content)
        if reader.problems:
            raise CommandError("\n".join(reader.problems))
        try:
            distribution = distribute(*given, method=options["method"], coefficients=reader.coefficients)
        except DistributionRefused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(distribution), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_table(distribution)))


def _table(distribution: Distribution) -> list[str]:
    general = distribution.general
    lines = [
        f"Распределение общего фонда за {distribution.year} год, руб.",
        f"Командная часть: {grouped(general.team, 2)}, общий вес {_short(distribution.team_weight)}",
    ]
    for code, project in distribution.projects.items():
        lines.append(
            f"  {code}: фонд {grouped(project.fund, 2)}; членов команды {project.members}, "
            f"вес {_short(project.weight)}; средняя премия {grouped(project.average, 2)}; "
            f"предел одной премии {grouped(project.ceiling, 2)}"
        )
        lines += [f"    {_share(name, share)}" for name, share in project.authorities.items()]
    weight = _short(distribution.infrastructure_weight)
    lines.append(f"Инфраструктурная часть: {grouped(general.infrastructure, 2)}, общий вес {weight}")
    lines += [f"  {_share(name, share)}" for name, share in distribution.infrastructure.items()]
    return lines


def _share(name: str, share: Share) -> str:
    kopeck = ", с копейкой по наибольшему остатку" if share.extra_kopeck else ""
    return f"{name}: {grouped(share.amount, 2)} (вес {_short(share.weight)}, дней {_short(share.days)}{kopeck})"


def _short(value: Fraction) -> str:
    """Weights and days are shown with four decimals and counted exactly."""
    return decimal_ru(half_up(value, 4))


class _Object(dict[str, Any]):
    """A JSON object that remembers the keys it was given twice."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.repeated = sorted({key for key in keys if keys.count(key) > 1})


class _Reader:
    """Reads what a person has typed: goes on after a problem, so that all are named at once, each with its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.coefficients: dict[str, Decimal] = {}

    def report(self, place: str, message: str) -> None:
        self.problems.append(f"{place}: {message}")

    def read(self, content: bytes) -> tuple[GeneralFund, int, list[Membership], list[Participation]]:
        """The fund, the year and the rows; they mean nothing while there are problems."""
        plain = self.plain(content)
        if self.problems:
            return GeneralFund(Decimal(0), Decimal(0)), 0, [], []
        self.keys(plain, "", ("team", "infrastructure", "year", "members", "participants"), ("coefficients",))
        self.coefficients = self.graded(plain)
        general = GeneralFund(self.amount(plain, "team"), self.amount(plain, "infrastructure"))
        year = self.year(plain)
        members = [
            Membership(
                self.text(row, place, "project"),
                self.text(row, place, "authority"),
                self.text(row, place, "person"),
                *self.days(row, place),
            )
            for place, row in self.rows(plain, "members", ("project", "authority", "person", "from"))
        ]
        participants = [
            Participation(self.text(row, place, "authority"), self.text(row, place, "person"), *self.days(row, place))
            for place, row in self.rows(plain, "participants", ("authority", "person", "from"))
        ]
        return general, year, members, participants

    def plain(self, content: bytes) -> _Object:
        try:
            plain = json.loads(
                content,
                object_pairs_hook=_Object,
                parse_float=Decimal,
                parse_int=Decimal,
                parse_constant=_not_a_number,
            )
        except json.JSONDecodeError as error:
            self.report("файл", f"не читается как JSON: строка {error.lineno}, столбец {error.colno}")
            return _Object([])
        except UnicodeDecodeError:
            self.report("файл", "не читается как JSON: текст не в кодировке UTF-8")
            return _Object([])
        except (_NotANumber, InvalidOperation):
            self.report("файл", "не читается как JSON: число вне допустимого (NaN, Infinity, огромный порядок)")
            return _Object([])
        except RecursionError:
            self.report("файл", "не читается как JSON: слишком глубокая вложенность")
            return _Object([])
        if not isinstance(plain, _Object):
            self.report("файл", "нужен объект JSON")
            return _Object([])
        return plain

    def keys(self, plain: _Object, place: str, needed: Sequence[str], optional: Sequence[str] = ()) -> None:
        """A misspelt key would silently change the sums, so each unknown one is named too."""
        within = f"{place}." if place else ""
        for key in needed:
            if key not in plain:
                self.report(f"{within}{key}", "не указано")
        for key in plain:
            if key not in needed and key not in optional:
                self.report(f"{within}{key}", "неизвестный ключ")
        for key in plain.repeated:
            self.report(f"{within}{key}", "ключ указан дважды")

    def rows(self, plain: _Object, key: str, needed: Sequence[str]) -> Iterator[tuple[str, _Object]]:
        given = plain.get(key, [])
        if not isinstance(given, list):
            self.report(key, "нужен список")
            return
        for number, row in enumerate(given):
            place = f"{key}[{number}]"
            if isinstance(row, _Object):
                self.keys(row, place, needed, optional=("to",))
                yield place, row
            else:
                self.report(place, "нужен объект JSON")

    def graded(self, plain: _Object) -> dict[str, Decimal]:
        """Coefficients of projects, where they are not all 1 (clause 2.4): {"E3": "0.5"}."""
        given = plain.get("coefficients", _Object([]))
        if not isinstance(given, _Object):
            self.report("coefficients", "нужен объект JSON")
            return {}
        self.keys(given, "coefficients", (), tuple(given))
        wrong = [code for code, value in given.items() if not (isinstance(value, str) and _NUMBER.fullmatch(value))]
        for code in wrong:
            self.report(f"coefficients.{code}", 'нужно число в кавычках, например "0.5"')
        return {code: Decimal(value) for code, value in given.items() if code not in wrong}

    def year(self, plain: _Object) -> int:
        given = plain.get("year")
        if isinstance(given, Decimal) and given.as_tuple().exponent == 0 and 1900 <= given <= LAST_YEAR:
            return int(given)
        if "year" in plain:
            self.report("year", f"нужен год целым числом, от 1900 до {LAST_YEAR}")
        return 0

    def amount(self, plain: _Object, key: str) -> Decimal:
        if key not in plain:
            return Decimal(0)
        given = plain[key]
        if isinstance(given, str) and _NUMBER.fullmatch(given):
            given = Decimal(given)
        if not isinstance(given, Decimal):
            self.report(key, 'нужна сумма в рублях, например "1000000.01"')
        elif problem := amount_problem(given):
            self.report(key, problem)
        else:
            return given
        return Decimal(0)

    def text(self, row: _Object, place: str, key: str) -> str:
        if key not in row:
            return ""
        given = row[key]
        if key == "person" and isinstance(given, Decimal) and given.as_tuple().exponent == 0:
            return str(given)
        if not isinstance(given, str) or not given.strip():
            self.report(f"{place}.{key}", "нужна непустая строка")
        elif any("\ud800" <= sign <= "\udfff" for sign in given):
            self.report(f"{place}.{key}", "в строке половина знака Юникода")
        else:
            return given.strip()
        return ""

    def days(self, row: _Object, place: str) -> tuple[date, date | None]:
        """From and to; no "to", or null there, is to the end of the year."""
        since = self.day(row["from"], f"{place}.from") if "from" in row else None
        until = self.day(row["to"], f"{place}.to") if row.get("to") is not None else None
        if since and until and until < since:
            self.report(f"{place}.to", f"{until:%d.%m.%Y} раньше начала, {since:%d.%m.%Y}")
        return since or date.min, until

    def day(self, given: object, place: str) -> date | None:
        if isinstance(given, str) and _DAY.fullmatch(given):
            try:
                return date.fromisoformat(given)
            except ValueError:
                self.report(place, f"нет такого дня: {given}")
                return None
        self.report(place, "нужен день вида ГГГГ-ММ-ДД")
        return None


class _NotANumber(ValueError):
    """NaN or Infinity, which JSON itself does not have."""


def _not_a_number(name: str) -> None:
    raise _NotANumber(name)
