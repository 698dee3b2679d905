"""Reads a register's workbook into plain facts, without a database."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from python_calamine import CalamineWorkbook

from ranking.plain_facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Facts,
    Organization,
    Partnership,
    Report,
    Step,
    Target,
    UniqueResult,
)
from ranking.scales import MethodologyContent, parse

DATA = Path(__file__).parents[2] / "ranking_portal" / "demo" / "data"
KINDS = {
    "орган исполнительной власти": "authority",
    "муниципальное образование": "municipality",
    "подведомственное учреждение органа исполнительной власти": "authority_institution",
    "подведомственное учреждение муниципального образования": "municipal_institution",
    "строительство": "construction",
    "реконструкция": "reconstruction",
    "капитальный ремонт": "major_repair",
    "соглашение о ГЧП": "partnership",
    "концессионное соглашение": "concession",
    "новая технология": "technology",
    "уникальный IT-продукт": "it_product",
    "объект строительства": "construction",
    "иное": "other",
    "рост": "up",
    "снижение": "down",
    "мероприятие": "activity",
    "контрольная точка": "milestone",
}


def demo_content() -> dict[str, Any]:
    """The demonstration methodology as its file has it."""
    content: dict[str, Any] = yaml.safe_load((DATA / "methodology-demo.yaml").read_text(encoding="utf-8"))
    return content


def demo_methodology() -> MethodologyContent:
    """The demonstration methodology, read."""
    return parse(demo_content())


def register(year: int) -> list[Facts]:
    """Facts of every project in the register of a year."""
    book = CalamineWorkbook.from_path(str(DATA / f"register-{year}.xlsx"))
    kinds = {row[0]: KINDS[row[2]] for row in _rows(book, "Организации")}
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for code, name, _ in _rows(book, "Участники"):
        found[code]["organizations"].append(Organization(name, kinds[name]))
    for code, number, _, _, _, day, _ in _rows(book, "Контракты"):
        found[code]["contracts"].append(Contract(number, _day(day)))
    for code, name, _, work, federal in _rows(book, "Объекты"):
        found[code]["objects"].append(ConstructionObject(name, KINDS[work], federal == "да"))
    for code, number, form, _, day in _rows(book, "ГЧП"):
        found[code]["partnerships"].append(Partnership(number, KINDS[form], _day(day)))
    for code, kind, description, _ in _rows(book, "Уникальность"):
        found[code]["unique_results"].append(UniqueResult(KINDS[kind], description))
    for code, name, _, direction, plan, fact in _rows(book, "Показатели"):
        reached = None if fact == "" else _number(fact)
        found[code]["targets"].append(Target(name, KINDS[direction], _number(plan), reached))
    for code, kind, name, due, done in _rows(book, "План-график"):
        found[code]["steps"].append(Step(name, KINDS[kind], _due(due), _day(done)))
    for code, period, due, done in _rows(book, "Отчеты"):
        found[code]["reports"].append(Report(period, _due(due), _day(done)))
    for code, number, content, due, sent in _rows(book, "Запросы на изменение"):
        found[code]["change_requests"].append(ChangeRequest(number, content, _due(due), _day(sent)))
    funding = {row[0]: (_number(row[2]), int(row[4])) for row in _rows(book, "Финансирование")}
    facts = []
    for row in _rows(book, "Проекты"):
        code = row[0]
        appropriation, recipients = funding.get(code, (None, 0))
        rows = {name: tuple(records) for name, records in found[code].items()}
        facts.append(Facts(code=code, appropriation=appropriation, recipients=recipients, **rows))
    return facts


def _rows(book: CalamineWorkbook, sheet: str) -> Iterator[list[Any]]:
    """Line 3 is the header, facts start at line 4."""
    yield from book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[3:]


def _day(cell: object) -> date | None:
    if cell == "":
        return None
    if isinstance(cell, str):
        return datetime.strptime(cell, "%d.%m.%Y").date()
    assert isinstance(cell, date)
    return cell


def _due(cell: object) -> date:
    day = _day(cell)
    assert day is not None
    return day


def _number(cell: object) -> Decimal:
    """A sum may be text: 78 400,00."""
    text = str(cell).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    return Decimal(text)
