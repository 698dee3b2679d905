"""Files from other systems: whatever their form and headers, the same facts; strange ones are told in words."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from projects.importing import Plan, apply, apply_file, plan, workbook
from projects.importing.profiles import BY_KEY, PROFILES, Missing, Profile, Source
from projects.importing.profiles.electronic_budget import ELECTRONIC_BUDGET
from projects.importing.profiles.office import SINGLE_SHEETS
from projects.importing.profiles.payroll import PAYROLL
from projects.importing.profiles.procurement import PROCUREMENT
from projects.models import Contract, Import, ProjectYear, Report, Step, Target
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Post
from tests.projects.test_import_files import packed
from tests.projects.workbooks import PAY, Register

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "import-profiles.md"

HEAD = "Номер реестровой записи|Цена контракта|Код РП|Заказчик|Код регионального проекта|Уровень бюджета"
BODY = "Комитет по жилищно-коммунальному хозяйству"
EXPORT: list[list[Any]] = [
    [*HEAD.split("|"), "Предмет контракта", "Дата заключения контракта"],
    ["0145009", "1 234,50", "лишнее", BODY, "F1", "бюджет субъекта", "Ремонт; кровля", "05.03.2025"],
    ["0145001", "5578120,64", "", "«КЖКХ»", "F1", "государственный контракт", "Работы", "19.11.2025"],
]


@pytest.fixture(autouse=True)
def _year() -> None:
    """The register of 2025."""
    apply_file(Register().file(), 2025, file_name="книга.xlsx", by=SYSTEM)


def csv_of(rows: list[list[Any]], delimiter: str, encoding: str) -> bytes:
    """Rows as another program writes them."""
    lines = [delimiter.join(f'"{cell}"' if delimiter in str(cell) else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of sheets without captions."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def without_mistakes(found: Plan) -> Plan:
    """The plan of a file in which nothing is wrong."""
    assert [str(error) for error in found.errors] == []
    return found


def loaded(content: bytes, profile: Profile, **named: Any) -> Import:
    """Load a file of a source."""
    made = apply(without_mistakes(plan(content, 2025, profile, **named)), by=SYSTEM, file_name="выгрузка.xlsx")
    assert made is not None
    return made


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_text_in_any_of_its_forms(delimiter: str, encoding: str) -> None:
    found = without_mistakes(plan(csv_of(EXPORT, delimiter, encoding), 2025, PROCUREMENT))
    assert found.counts() == {
        "Контракты": {"rows": 2, "created": 1, "changed": 0, "unchanged": 1, "removed": 0},
    }


def ods_of(title: str, rows: list[list[str]]) -> bytes:
    """An OpenDocument table of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<table:table table:name="{title}">{lines}</table:table>'
    content = f"<office:document-content{names}><office:body><office:spreadsheet>{body}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
    return file.getvalue()


def test_an_opendocument_table_is_read_by_its_content() -> None:
    loaded(ods_of("Реестр контрактов", EXPORT), PROCUREMENT)
    assert Contract.objects.get(number="0145009").price == Decimal("1234.50")


def test_a_single_sheet_as_text_is_known_by_its_headers() -> None:
    rows = [["Отчетный период", "Дата представления", "Код проекта", "Срок представления"]]
    content = csv_of([*rows, ["01.2025", "05.02.2025", "F1", "05.02.2025"]], ";", "cp1251")
    assert without_mistakes(plan(content, 2025, SINGLE_SHEETS)).counts() == {
        "Отчеты": {"rows": 1, "created": 0, "changed": 0, "unchanged": 1, "removed": 0},
    }


def test_contracts_of_the_procurement_register_are_added_and_none_goes() -> None:
    made = loaded(csv_of(EXPORT, ";", "cp1251"), PROCUREMENT)
    contract = Contract.objects.get(number="0145009")
    assert (contract.price, contract.kind, contract.concluded_on) == (Decimal("1234.50"), "state", date(2025, 3, 5))
    assert (contract.subject, contract.customer.short_name) == ("Ремонт; кровля", "КЖКХ")
    assert (contract.source_import, contract.source_row) == (made, 2)
    assert Contract.objects.count() == 3


def test_an_export_of_the_budget_replaces_the_rows_of_its_projects_only() -> None:
    card = ProjectYear.objects.get(project__code="F2")
    Step.objects.create(card=card, kind="activity", name="Сдать дом", due_on=date(2025, 12, 1))
    steps: list[list[Any]] = [
        ["Код РП", "Тип строки", "Наименование результата", "Плановая дата окончания", "Фактическая дата окончания"],
        ["F1", "КТ", "Пункт 1", date(2025, 6, 1), date(2025, 5, 30)],
    ]
    reports: list[list[Any]] = [
        ["Код РП", "Период", "Плановая дата представления", "Фактическая дата представления"],
        ["F1", "01.2025", date(2025, 2, 5), date(2025, 2, 5)],
        ["F1", "02.2025", date(2025, 3, 5), None],
    ]
    made = loaded(xlsx_of(План_мероприятий=steps, Лист1=reports), ELECTRONIC_BUDGET)
    assert {title: counts["removed"] for title, counts in made.counts.items()} == {"План-график": 1, "Отчеты": 0}
    assert [(step.card.project.code, step.done_on) for step in Step.objects.order_by("card__project__code")] == [
        ("F1", date(2025, 5, 30)),
        ("F2", None),
    ]
    assert Report.objects.count() == 2
    assert Target.objects.count() == 2


def test_staff_of_the_payroll_comes_without_pay() -> None:
    rows: list[list[Any]] = [
        ["ФИО", "Таб. №", "Организация", "Должность", "Категория", "Начислено, руб."],
        ["Новиков Олег Ильич", 1055, "КЖКХ", "Консультант", "ГГС", "77 123,45"],
    ]
    made = loaded(xlsx_of(Начисления=rows), PAYROLL)
    post = Post.objects.get(person__personnel_number="001055")
    assert (post.title, post.category) == ("Консультант", "civil_service")
    assert Post.objects.count() == 3
    with made.file.open() as file:
        assert "77" not in str(workbook.open_book(file.read()).sheets)


def test_a_renamed_person_of_the_payroll_is_asked_about() -> None:
    rows: list[list[Any]] = [
        ["ФИО", "Таб. №", "Организация", "Должность", "Категория", PAY],
        ["Белова Анна Петровна", "001053", "КЖКХ", "Консультант", "ГГС", 1],
    ]
    (error,) = plan(xlsx_of(Начисления=rows), 2025, PAYROLL).errors
    assert (error.row, error.column) == (2, "ФИО")
    assert "другой человек: Белова Анна Ильинична" in error.message


def test_single_sheets_leave_the_others_alone() -> None:
    book = Register().put("Контракты", "Цена, руб.", 7).drop("Контракты", row=5)
    book.add("Контракты", "F1", "0145003", "государственный", "Работы", 1, None, "КЖХК")
    book.sheets = {"Контракты": book.sheets["Контракты"]}
    (error,) = plan(book.file(), 2025, SINGLE_SHEETS).errors
    assert error.message == "организации нет в реестре; возможно, КЖКХ"
    book.put("Контракты", "Заказчик", "КЖКХ", row=5)
    found = without_mistakes(plan(book.file(), 2025, SINGLE_SHEETS))
    assert found.counts() == {"Контракты": {"rows": 2, "created": 1, "changed": 1, "unchanged": 0, "removed": 1}}
    assert apply(found, by=SYSTEM, file_name="лист.xlsx")
    assert Step.objects.count() == 2


def test_headers_that_people_have_named_are_read_and_others_may_be_left() -> None:
    head = ["Шифр", "Номер контракта", "Вид", "Предмет", "Стоимость", "Дата заключения", "Заказчик", "Примечание"]
    content = xlsx_of(Выгрузка=[head, ["F1", "9", "муниципальный", "Работы", 5, None, "КЖКХ", "срочно"]])
    (table,) = plan(content, 2025, PROCUREMENT).unmapped
    assert table.strange == ("Шифр", "Стоимость", "Примечание")
    said = {("Контракты", "шифр"): "card__project__code", ("Контракты", "стоимость"): "price_kopecks"}
    found = without_mistakes(plan(content, 2025, PROCUREMENT, choices={**said, ("Контракты", "примечание"): ""}))
    assert (found.warnings, found.changes["Контракты"].created) == ((), [(2, "F1 · 9")])


def test_a_file_of_another_source_is_refused_in_words() -> None:
    (error,) = plan(xlsx_of(Лист1=[["привет"]]), 2025, ELECTRONIC_BUDGET).errors
    assert "не найдено ни одной таблицы источника «Выгрузка из «Электронного бюджета»»" in error.message


def test_a_code_in_letters_of_the_other_alphabet_is_recognized() -> None:
    rows = [EXPORT[0], [*EXPORT[1][:4], "Е3", *EXPORT[1][5:]]]
    card = ProjectYear.objects.get(project__code="F2")
    card.project.code = "E3"
    card.project.save()
    (error,) = plan(csv_of(rows, ";", "utf-8"), 2025, PROCUREMENT).errors
    assert error.message == "проекта нет в реестре этого года; возможно, E3"


@pytest.mark.parametrize(
    "content",
    [
        packed(xl__workbook_xml=b"1", xl__vbaProject_bin=b"1").replace(b"_xml", b".xml").replace(b"_bin", b".bin"),
        workbook.OLE + bytes(600) + workbook.MACRO_STREAM,
        packed(content_xml=b"1", Basic__Standard=b"1"),
    ],
    ids=["xlsm", "xls", "ods"],
)
def test_macros_are_refused(content: bytes) -> None:
    (error,) = plan(content, 2025).errors
    assert "есть макросы" in error.message


def test_links_to_other_files_are_not_followed_and_told_of() -> None:
    file = io.BytesIO(Register().file())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert [word for word in plan(file.getvalue(), 2025).warnings if "ссылки на другие файлы" in word]


def test_a_formula_is_the_value_it_was_saved_with() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Контракты")
        page.write_row(0, 0, EXPORT[0])
        page.write_row(1, 0, EXPORT[1])
        page.write_formula(1, 1, "=1000+234.5", None, 1234.5)
    loaded(file.getvalue(), PROCUREMENT)
    assert Contract.objects.get(number="0145009").price == Decimal("1234.50")


def test_profiles_do_not_hide_each_other() -> None:
    assert len(BY_KEY) == len(PROFILES)
    for profile in PROFILES:
        for source in profile.sources:
            spelt = [name for names in source.headers.values() for name in names]
            assert len(spelt) == len(set(spelt)), source.sheet


def test_the_example_of_the_documentation_works() -> None:
    """The profile in docs/import-profiles.md loads the file that stands beside it."""
    code, table = re.findall(r"```(?:python|text)\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[:2]
    known: dict[str, Any] = {"Missing": Missing, "Profile": Profile, "Source": Source}
    exec(re.sub(r"^from .*$", "", code, flags=re.MULTILINE), known)
    made = loaded(table.encode(), known["PARTNERSHIPS"])
    assert made.counts["ГЧП"] == {"rows": 1, "created": 1, "changed": 0, "unchanged": 0, "removed": 0}
