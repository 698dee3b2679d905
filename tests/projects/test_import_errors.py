"""Every error of a workbook is named by sheet, row and column, in its own words, and all of them at once."""

from datetime import date, time
from typing import Any

import pytest

from projects.importing import Plan, Problem, plan
from projects.importing.problems import MOST
from tests.projects.workbooks import PAY, Register

pytestmark = pytest.mark.django_db


def planned(register: Register, year: int = 2025) -> Plan:
    """What the import says of a workbook."""
    return plan(register.file(), year)


def only_error(register: Register, year: int = 2025) -> Problem:
    """The one error of a workbook broken in one place."""
    errors = planned(register, year).errors
    assert len(errors) == 1, [str(error) for error in errors]
    return errors[0]


def test_a_whole_workbook_has_no_errors() -> None:
    found = planned(Register())
    assert not found.errors
    assert not found.warnings
    assert {title: count["rows"] for title, count in found.counts().items()} == Register().rows()


CELLS: list[tuple[str, str, Any, str]] = [
    # sheet, column, what stands there, what is said
    ("Организации", "Полное наименование", None, "пустая ячейка"),
    ("Организации", "Полное наименование", " \u00a0 ", "пустая ячейка"),
    ("Организации", "Полное наименование", "а" * 501, "текст длиннее 500 знаков (501)"),
    ("Организации", "Вид", "банк", "допускается: орган исполнительной власти, муниципальное образование"),
    ("Организации", "Вышестоящая организация", "ЖКХК", "возможно, КЖКХ"),
    ("Организации", "Вышестоящая организация", "КЖКХ", "стоит сама над собой"),
    ("Проекты", "Ответственный орган", "кжкх", "организации нет на листе «Организации»; возможно, КЖКХ"),
    ("Проекты", "Ответственный орган", "Нечто иное", "организации нет на листе «Организации»"),
    ("Проекты", "Табельный номер руководителя", "1053", "сотрудника нет на листе «Сотрудники»; возможно, 001053"),
    ("Проекты", "Табельный номер руководителя", None, "нет табельного номера руководителя"),
    ("Проекты", "Руководитель проекта", None, "нет имени руководителя"),
    ("Проекты", "Руководитель проекта", "Белова Анна Петровна", "другой человек: Белова Анна Ильинична"),
    ("Проекты", "Окончание", date(2020, 12, 31), "окончание раньше начала (01.01.2021)"),
    ("Финансирование", "Год", 2024, "год не тот: загружается 2025"),
    ("Финансирование", "Год", 2024.5, "нужно целое число"),
    ("Финансирование", "Бюджетные ассигнования, руб.", -1, "сумма отрицательна"),
    ("Финансирование", "Бюджетные ассигнования, руб.", None, "пустая ячейка"),
    ("Финансирование", "Кассовое исполнение, руб.", "много", "не сумма"),
    ("Финансирование", "Физические лица - получатели, чел.", 2.5, "нужно целое число"),
    ("Участники", "Код проекта", "F9", "проекта нет на листе «Проекты»"),
    ("Участники", "Организация", "Лужский раён", "возможно, Лужский район"),
    ("Участники", "Вид участия", "зритель", "допускается: ответственный исполнитель, соисполнитель"),
    ("Контракты", "Цена, руб.", "#REF!", "ошибка Excel: #REF!"),
    ("Контракты", "Дата заключения", "#REF!", "ошибка Excel: #REF!"),
    ("Контракты", "Дата заключения", "=1+1", "формула без значения"),
    ("Контракты", "Дата заключения", "31.02.2025", "такого дня нет"),
    ("Контракты", "Дата заключения", 45721, "дата записана числом"),
    ("Контракты", "Дата заключения", date(1985, 1, 1), "дата вне пределов 1990–2100"),
    ("Контракты", "Дата заключения", time(10, 30), "не дата"),
    ("Контракты", "Номер контракта", 1.4556175905890123e18, "длиннее 15 цифр"),
    ("Контракты", "Вид", "частный", "допускается: государственный, муниципальный"),
    ("Контракты", "Заказчик", None, "пустая ячейка"),
    ("Объекты", "Федеральная собственность", "может быть", "допускается: да, нет"),
    ("Объекты", "Муниципальное образование", "Лужский", "возможно, Лужский район"),
    ("Показатели", "План", "половина", "не число"),
    ("Показатели", "Факт", "1,23456", "слишком много знаков"),
    ("Показатели", "Направление", "вбок", "допускается: рост, снижение"),
    ("План-график", "Срок по плану", None, "пустая ячейка"),
    ("Отчеты", "Срок представления", "скоро", "не дата: нужна вида 05.03.2025"),
    ("Отчеты", "Отчетный период", date(2025, 1, 1), "нужен текст"),
    ("Запросы на изменение", "Срок подготовки", None, "пустая ячейка"),
    ("Сотрудники", "Категория должности", "дворник", "допускается: государственная должность"),
    ("Команды", "Табельный номер", "9", "сотрудника нет на листе «Сотрудники»"),
    ("Команды", "Участвует с", None, "пустая ячейка"),
    ("Команды", "Участвует по", date(2024, 12, 31), "окончание раньше начала"),
    ("Инфраструктура", "Участвует по", "31.12.2024", "окончание раньше начала (01.01.2025)"),
]


@pytest.mark.parametrize(("sheet", "column", "value", "message"), CELLS)
def test_an_error_in_a_cell_has_its_place_and_its_words(sheet: str, column: str, value: Any, message: str) -> None:
    error = only_error(Register().put(sheet, column, value))
    assert (error.sheet, error.row, error.column) == (sheet, 4, column)
    assert message in error.message
    assert f"Лист «{sheet}», строка 4, столбец «{column}»" in str(error)


def test_a_formula_that_failed_in_the_last_row_is_seen() -> None:
    register = Register().add("ГЧП", None, None, None, None, "#DIV/0!")
    errors = [error for error in planned(register).errors if error.column == "Дата соглашения"]
    assert [(error.row, error.value) for error in errors] == [(5, "#DIV/0!")]


def test_what_a_person_earns_is_not_told_even_in_an_error() -> None:
    error = only_error(Register().put("Сотрудники", PAY, -124613))
    assert error.message == "сумма отрицательна"
    assert "124613" not in str(error)


@pytest.mark.parametrize(
    ("sheet", "key"),
    [
        ("Организации", "Краткое наименование"),
        ("Проекты", "Код"),
        ("Финансирование", "Код проекта"),
        ("Участники", "Код проекта, Организация, Вид участия"),
        ("Контракты", "Код проекта, Номер контракта"),
        ("Объекты", "Код проекта, Наименование объекта"),
        ("ГЧП", "Код проекта, Номер соглашения"),
        ("Показатели", "Код проекта, Показатель"),
        ("План-график", "Код проекта, Вид, Наименование"),
        ("Отчеты", "Код проекта, Отчетный период"),
        ("Запросы на изменение", "Код проекта, Номер запроса"),
        ("Сотрудники", "Табельный номер"),
        ("Команды", "Код проекта, Табельный номер, Роль, Участвует с"),
        ("Инфраструктура", "Табельный номер, Функция, Участвует с"),
    ],
)
def test_a_repeated_key_names_the_first_row(sheet: str, key: str) -> None:
    register = Register()
    register.add(sheet, *register.sheets[sheet][1])
    error = only_error(register)
    assert (error.sheet, error.row, error.column) == (sheet, len(register.sheets[sheet]) + 2, key)
    assert "повтор" in error.message
    assert "строка 4" in error.message


def test_two_alike_unique_results_are_no_repetition() -> None:
    register = Register()
    assert register.sheets["Уникальность"][1] == register.sheets["Уникальность"][2]
    assert planned(register).counts()["Уникальность"]["created"] == 2


@pytest.mark.parametrize("sheet", list(Register().sheets))
def test_a_missing_sheet_is_named(sheet: str) -> None:
    register = Register()
    del register.sheets[sheet]
    error = only_error(register)
    assert (error.sheet, error.row, error.message) == (sheet, None, f"нет листа «{sheet}»")


@pytest.mark.parametrize(
    ("sheet", "column"), [(sheet, column) for sheet, lines in Register().sheets.items() for column in lines[0]]
)
def test_a_missing_column_is_named(sheet: str, column: str) -> None:
    error = only_error(Register().drop_column(sheet, column))
    assert (error.sheet, error.row, error.column) == (sheet, 3, column)
    assert error.message == f"нет столбца «{column}»"


def test_a_renamed_column_is_guessed() -> None:
    register = Register()
    register.sheets["Контракты"][0][4] = "Цена, р."
    assert "возможно, это «Цена, р.»" in only_error(register).message


def test_a_column_that_stands_twice_is_named() -> None:
    register = Register()
    for place, line in enumerate(register.sheets["Контракты"]):
        line.append("Цена, руб." if place == 0 else 1)
    assert only_error(register).message == "столбец «Цена, руб.» повторён"


def test_a_sheet_without_a_header_is_named() -> None:
    register = Register()
    register.sheets["ГЧП"] = [["что-то", "совсем", "другое"]]
    assert "не найдена строка заголовка" in only_error(register).message


@pytest.mark.parametrize("sheet", ["Организации", "Проекты", "Сотрудники"])
def test_sheets_that_everything_leans_on_may_not_be_empty(sheet: str) -> None:
    register = Register()
    del register.sheets[sheet][1:]
    assert [error.row for error in planned(register).errors if error.message == "на листе нет ни одной строки"] == [
        None
    ]


def test_what_is_not_known_is_only_a_warning() -> None:
    register = Register()
    register.sheets["Черновик"] = [["что угодно"]]
    for place, line in enumerate(register.sheets["ГЧП"]):
        line.append("Примечание" if place == 0 else "важно")
    found = planned(register)
    assert found.possible
    assert [warning for warning in found.warnings if "«Черновик»" in warning]
    assert [warning for warning in found.warnings if "«Примечание»" in warning]


def test_columns_in_another_order_under_a_longer_caption_are_read_alike() -> None:
    register = Register()
    register.caption = ("Книга", "за 2025 год", None, "по состоянию на 1 марта", None)
    register.sheets = {title: [line[::-1] for line in lines] for title, lines in reversed(register.sheets.items())}
    assert planned(register).digest == planned(Register()).digest
    register.put("Контракты", "Цена, руб.", -1)
    assert only_error(register).row == 7


def test_spelling_of_sheets_headers_and_words_is_forgiven() -> None:
    register = Register()
    register.sheets["Отчёты "] = register.sheets.pop("Отчеты")
    register.sheets["Отчёты "][0][1] = "Отчётный  период"
    register.sheets["Финансирование"][0][4] = "Физические лица – получатели, чел."
    register.put("Контракты", "Вид", "Государственный")
    assert not planned(register).errors


def test_empty_lines_between_rows_are_passed_by() -> None:
    register = Register()
    register.sheets["ГЧП"].insert(1, [None, " ", None, None, None])
    assert planned(register).counts()["ГЧП"]["rows"] == 1
    assert only_error(register.put("ГЧП", "Форма", "аренда", row=5)).row == 5


def test_all_errors_are_told_at_once() -> None:
    register = Register().put("Контракты", "Цена, руб.", -1).put("Контракты", "Вид", "частный")
    register.put("Команды", "Роль", "зритель").put("Финансирование", "Год", 2020)
    assert [(error.sheet, error.column) for error in planned(register).errors] == [
        ("Финансирование", "Год"),
        ("Контракты", "Вид"),
        ("Контракты", "Цена, руб."),
        ("Команды", "Роль"),
    ]


def test_after_a_thousand_errors_the_rest_are_counted() -> None:
    register = Register()
    for number in range(MOST + 5):
        register.add("Контракты", "F1", f"№ {number}", "частный", "Работы", 1, None, "КЖКХ")
    found = planned(register)
    assert (len(found.errors), found.errors_omitted) == (MOST, 5)


def test_a_missing_sheet_does_not_make_every_reference_to_it_an_error() -> None:
    register = Register().drop_column("Сотрудники", "Табельный номер")
    assert only_error(register).sheet == "Сотрудники"


def test_a_circle_of_parents_is_named() -> None:
    register = Register().put("Организации", "Вышестоящая организация", "ГКУ Дороги")
    assert [error.row for error in planned(register).errors] == [4, 6]


def test_a_year_before_the_law_is_refused() -> None:
    found = planned(Register().put("Финансирование", "Год", 2019).put("Финансирование", "Год", 2019, row=5), 2019)
    assert not found.errors
    assert "с 2020 года" in found.reasons[0]
