"""Years of the register by their workbooks: imported, and counted sheet by sheet."""

import io
from typing import Any

from django.db import models
from python_calamine import CalamineWorkbook

from projects import models as register
from projects.importing import apply_file
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization, Post
from tests.projects.workbooks import DATA, Register

OF_2025 = {
    "Организации": 105,
    "Проекты": 51,
    "Финансирование": 51,
    "Участники": 645,
    "Контракты": 983,
    "Объекты": 120,
    "ГЧП": 6,
    "Уникальность": 36,
    "Показатели": 232,
    "План-график": 728,
    "Отчеты": 612,
    "Запросы на изменение": 67,
    "Сотрудники": 229,
    "Команды": 448,
    "Инфраструктура": 30,
}
FACTS: tuple[type[models.Model], ...] = (
    register.Funding,
    register.Participation,
    register.Contract,
    register.ConstructionObject,
    register.Partnership,
    register.UniqueResult,
    register.Target,
    register.Step,
    register.Report,
    register.ChangeRequest,
    register.TeamMember,
)


def book_of(year: int) -> bytes:
    """The shipped workbook of a year."""
    return (DATA / f"register-{year}.xlsx").read_bytes()


def imported(content: bytes | Register, year: int = 2025) -> register.Import | None:
    """Import a workbook as the system."""
    file = content.file() if isinstance(content, Register) else content
    return apply_file(file, year, file_name="книга.xlsx", by=SYSTEM)


def rows_in_workbook(content: bytes) -> dict[str, int]:
    """Rows under the header of every sheet that hold anything."""
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    return {
        name: sum(any(cell != "" for cell in row) for row in book.get_sheet_by_name(name).to_python()[3:])
        for name in book.sheet_names
    }


def everything_of(year: int) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a year with their keys."""
    found = {
        model.__name__: list(model._default_manager.filter(card__cycle__year=year).order_by("pk").values_list())
        for model in FACTS
    }
    found["cards"] = list(register.ProjectYear.objects.filter(cycle__year=year).order_by("pk").values_list())
    found["infrastructure"] = list(
        register.InfrastructureParticipant.objects.filter(cycle__year=year).order_by("pk").values_list()
    )
    found["posts"] = list(Post.objects.filter(year=year).order_by("pk").values_list())
    return found


def stored_counts(year: int) -> dict[str, int]:
    """Rows in the database by sheet."""
    found = everything_of(year)
    numbers = [len(found[model.__name__]) for model in FACTS]
    *facts, team = numbers
    return dict(
        zip(
            OF_2025,
            [
                Organization.objects.count(),
                len(found["cards"]),
                *facts,
                len(found["posts"]),
                team,
                len(found["infrastructure"]),
            ],
            strict=True,
        )
    )
