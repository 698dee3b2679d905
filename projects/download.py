"""The register's list as a workbook: the columns of the page and those that it has no place for."""

from typing import Any

from projects.models import ProjectYear
from ranking_portal.lists import Column, Kind


def _money(card: ProjectYear) -> int | None:
    funding = getattr(card, "funding", None)
    return None if funding is None else funding.appropriation_kopecks


def _count(name: str) -> Any:
    return lambda card: getattr(card, name)


# Of cards with progress (see `queries.with_progress`).
COLUMNS = (
    Column("Код", lambda card: card.project.code, 8),
    Column("Наименование", lambda card: card.name, 60),
    Column("Национальный проект", lambda card: card.national_project, 40),
    Column("Ответственный орган", lambda card: card.responsible.short_name, 22),
    Column("Руководитель", lambda card: card.head and card.head.full_name, 36),
    Column("Ассигнования, руб.", _money, 20, Kind.MONEY, total=True),
    Column("Показателей всего", _count("targets_all"), 12, Kind.NUMBER),
    Column("Показателей достигнуто", _count("targets_reached"), 12, Kind.NUMBER),
    Column("Пунктов плана с наступившим сроком", _count("steps_due"), 16, Kind.NUMBER),
    Column("Из них в срок", _count("steps_in_time"), 12, Kind.NUMBER),
    Column("Контрактов", _count("contracts_all"), 12, Kind.NUMBER),
)
