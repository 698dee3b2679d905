"""Small workbooks to import, whole or broken in one place: caption in line 1, header in line 3, facts from line 4."""

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

DATA = Path(__file__).resolve().parents[2] / "ranking_portal" / "demo" / "data"
FIRST_LINE = 4
PAY = "Месячное денежное содержание, руб."

WHOLE: dict[str, list[list[Any]]] = {
    "Организации": [
        ["Краткое наименование", "Полное наименование", "Вид", "Вышестоящая организация"],
        ["КЖКХ", "Комитет по жилищно-коммунальному хозяйству", "орган исполнительной власти", None],
        ["Лужский район", "Лужский муниципальный район", "муниципальное образование", None],
        [
            "ГКУ Дороги",
            "Управление дорог",
            "подведомственное учреждение органа исполнительной власти",
            "КЖКХ",
        ],
    ],
    "Проекты": [
        [
            "Код",
            "Наименование",
            "Национальный проект",
            "Ответственный орган",
            "Руководитель проекта",
            "Табельный номер руководителя",
            "Начало",
            "Окончание",
        ],
        [
            "F1",
            "Жильё",
            "Жильё и городская среда",
            "КЖКХ",
            "Белова Анна Ильинична",
            "001053",
            "01.01.2021",
            "31.12.2030",
        ],
        ["F2", "Среда", "Жильё и городская среда", "КЖКХ", None, None, date(2021, 1, 1), date(2030, 12, 31)],
    ],
    "Финансирование": [
        [
            "Код проекта",
            "Год",
            "Бюджетные ассигнования, руб.",
            "Кассовое исполнение, руб.",
            "Физические лица - получатели, чел.",
        ],
        ["F1", 2025, 1897601694.25, "78 400,50", 2685],
        ["F2", 2025, "1\u00a0234\u00a0567,89 руб.", None, 0],
    ],
    "Участники": [
        ["Код проекта", "Организация", "Вид участия"],
        ["F1", "КЖКХ", "ответственный исполнитель"],
        ["F1", "Лужский район", "соисполнитель"],
    ],
    "Контракты": [
        ["Код проекта", "Номер контракта", "Вид", "Предмет", "Цена, руб.", "Дата заключения", "Заказчик"],
        ["F1", "0145001", "государственный", "Работы", 5578120.64, date(2025, 11, 19), "КЖКХ"],
        ["F1", "0145002", "муниципальный", "Поставка", "100,00", None, "Лужский район"],
    ],
    "Объекты": [
        ["Код проекта", "Наименование объекта", "Муниципальное образование", "Вид работ", "Федеральная собственность"],
        ["F1", "Школа", "Лужский район", "строительство", "нет"],
        ["F1", "Мост", None, "реконструкция", "да"],
    ],
    "ГЧП": [
        ["Код проекта", "Номер соглашения", "Форма", "Частный партнер", "Дата соглашения"],
        ["F1", "ГЧП-1", "концессионное соглашение", "ООО «Ветер»", "05.03.2025"],
    ],
    "Уникальность": [
        ["Код проекта", "Вид", "Описание", "Обоснование"],
        ["F1", "иное", "Маршрут", "Аналогов нет"],
        ["F1", "иное", "Маршрут", "Аналогов нет"],
    ],
    "Показатели": [
        ["Код проекта", "Показатель", "Единица измерения", "Направление", "План", "Факт"],
        ["F1", "Доля довольных", "процент", "рост", 50.5, "60,25"],
        ["F1", "Доля ветхого", "процент", "снижение", 10, None],
    ],
    "План-график": [
        ["Код проекта", "Вид", "Наименование", "Срок по плану", "Срок по факту"],
        ["F1", "мероприятие", "Пункт 1", "05.03.2025", date(2025, 3, 4)],
        ["F1", "контрольная точка", "Пункт 1", date(2025, 6, 1), None],
    ],
    "Отчеты": [
        ["Код проекта", "Отчетный период", "Срок представления", "Дата представления"],
        ["F1", "01.2025", date(2025, 2, 5), date(2025, 2, 5)],
    ],
    "Запросы на изменение": [
        ["Код проекта", "Номер запроса", "Содержание изменения", "Срок подготовки", "Дата направления"],
        ["F1", "ЭБ-1", "перенос срока", date(2025, 12, 16), None],
    ],
    "Сотрудники": [
        ["Табельный номер", "Фамилия, имя, отчество", "Орган", "Должность", "Категория должности", PAY],
        ["001053", "Белова Анна Ильинична", "КЖКХ", "Начальник отдела", "государственная гражданская служба", 124613],
        ["001054", "Титов Пётр Ильич", "КЖКХ", "Консультант", "государственная гражданская служба", "89 731,00"],
    ],
    "Команды": [
        ["Код проекта", "Табельный номер", "Роль", "Участвует с", "Участвует по"],
        ["F1", "001053", "руководитель проекта", date(2025, 1, 1), None],
        ["F1", "001054", "участник проекта", date(2025, 1, 1), date(2025, 6, 30)],
    ],
    "Инфраструктура": [
        ["Табельный номер", "Функция", "Участвует с", "Участвует по"],
        ["001054", "правовая экспертиза", date(2025, 1, 1), None],
    ],
}


class Register:
    """A workbook in the making."""

    def __init__(self) -> None:
        self.sheets = deepcopy(WHOLE)
        self.caption: Sequence[str | None] = ("Книга за 2025 год", None)

    def put(self, sheet: str, column: str, value: Any, row: int = FIRST_LINE) -> "Register":
        """Put a value into a cell, by the row as Excel counts it."""
        lines = self.sheets[sheet]
        lines[row - FIRST_LINE + 1][lines[0].index(column)] = value
        return self

    def add(self, sheet: str, *values: Any) -> "Register":
        """Add a row at the end of a sheet."""
        self.sheets[sheet].append(list(values))
        return self

    def drop(self, sheet: str, row: int = FIRST_LINE) -> "Register":
        """Take a row out of a sheet."""
        del self.sheets[sheet][row - FIRST_LINE + 1]
        return self

    def drop_column(self, sheet: str, column: str) -> "Register":
        """Take a column out of a sheet."""
        place = self.sheets[sheet][0].index(column)
        for line in self.sheets[sheet]:
            del line[place]
        return self

    def rows(self) -> dict[str, int]:
        """Facts by sheet."""
        return {title: len(lines) - 1 for title, lines in self.sheets.items()}

    def file(self) -> bytes:
        """The workbook as the office sends it."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, lines in self.sheets.items():
            page = book.create_sheet(title)
            for line, text in enumerate(self.caption, 1):
                page.cell(line, 1, text)
            for line, values in enumerate(lines, len(self.caption) + 1):
                for place, value in enumerate(values, 1):
                    page.cell(line, place, value)
        packed = io.BytesIO()
        book.save(packed)
        return packed.getvalue()
