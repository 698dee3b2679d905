"""The import against the register: whole years, twice, years beside each other, what changed and what stays."""

from datetime import date
from decimal import Decimal

import pytest

from projects import models as register
from projects.importing import apply, plan
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization, Person, Post
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Entry
from tests.projects.workbooks import Register
from tests.projects.years import OF_2025, book_of, everything_of, imported, rows_in_workbook, stored_counts

pytestmark = pytest.mark.django_db


def test_a_whole_year_is_in_the_register_row_by_row() -> None:
    made = imported(book_of(2025))
    assert made is not None
    assert rows_in_workbook(book_of(2025)) == OF_2025
    assert stored_counts(2025) == OF_2025
    assert {sheet: counts["created"] for sheet, counts in made.counts.items()} == OF_2025
    contract = register.Contract.objects.get(number="01455617590589")
    assert contract.price == Decimal("5578120.64")
    assert contract.concluded_on == date(2025, 11, 19)
    assert (contract.source_import, contract.source_row) == (made, 4)
    assert journal.broken_link() is None


def test_the_second_run_changes_nothing() -> None:
    imported(book_of(2025))
    before, entries = everything_of(2025), Entry.objects.count()
    assert imported(book_of(2025)) is None
    assert everything_of(2025) == before
    assert Entry.objects.count() == entries
    assert register.Import.objects.count() == 1


def test_the_next_year_leaves_the_year_before_as_it_was() -> None:
    imported(book_of(2025))
    before = everything_of(2025)
    found = plan(book_of(2026), 2026)
    assert apply(found, by=SYSTEM, file_name="книга.xlsx")
    assert everything_of(2025) == before
    read = rows_in_workbook(book_of(2026))
    organizations = stored_counts(2026).pop("Организации")
    assert {**stored_counts(2026), "Организации": 0} == {**read, "Организации": 0}
    assert organizations == 105 + found.counts()["Организации"]["created"]
    assert [warning for warning in found.warnings if "Отданы другим людям" in warning]
    assert imported(book_of(2025)) is None


def test_a_number_given_to_another_name_is_another_person_with_no_rights_of_the_first() -> None:
    imported(Register())
    first = Person.objects.get(personnel_number="001053")
    next_year = Register().put("Сотрудники", "Фамилия, имя, отчество", "Котов Иван Ильич")
    next_year.put("Проекты", "Руководитель проекта", "Котов Иван Ильич")
    for row in (4, 5):
        next_year.put("Финансирование", "Год", 2026, row=row)
    found = plan(next_year.file(), 2026)
    assert "1\u00a0табельный номер" in found.warnings[0]
    apply(found, by=SYSTEM, file_name="книга.xlsx")
    second = register.ProjectYear.objects.get(cycle__year=2026, project__code="F1").head
    assert second is not None
    assert (second.personnel_number, second.full_name) == ("001053", "Котов Иван Ильич")
    assert second != first
    assert register.ProjectYear.objects.get(cycle__year=2025, project__code="F1").head == first
    assert {member.person for member in register.TeamMember.objects.filter(role="head")} == {first, second}


def test_values_of_cells_arrive_in_the_register() -> None:
    imported(Register())
    money = {funding.card.project.code: funding for funding in register.Funding.objects.all()}
    assert (money["F1"].appropriation_kopecks, money["F1"].spent_kopecks) == (189760169425, 7840050)
    assert (money["F2"].appropriation_kopecks, money["F2"].spent_kopecks) == (123456789, 0)
    assert register.Contract.objects.get(number="0145002").concluded_on is None
    assert register.Partnership.objects.get().signed_on == date(2025, 3, 5)
    assert register.ConstructionObject.objects.get(name="Мост").federal_property
    assert register.UniqueResult.objects.count() == 2
    assert register.Target.objects.get(name="Доля довольных").fact == Decimal("60.25")
    assert Organization.objects.get(short_name="ГКУ Дороги").parent == Organization.objects.get(short_name="КЖКХ")
    card = register.ProjectYear.objects.get(project__code="F1")
    assert (str(card.head), card.starts_on, card.ends_on) == (
        "Белова Анна Ильинична",
        date(2021, 1, 1),
        date(2030, 12, 31),
    )


def test_what_changed_is_told_and_written_and_the_rest_keeps_its_source() -> None:
    first = imported(Register())
    changed = Register().put("Контракты", "Цена, руб.", "5 600 000,00").drop("Контракты", row=5)
    changed.add("Контракты", "F2", "0145003", "государственный", "Работы", 1, None, "КЖКХ")
    found = plan(changed.file(), 2025)
    contracts = found.changes["Контракты"]
    assert [(row.row, row.label, row.columns) for row in contracts.changed] == [
        (4, "F1 · 0145001", {"Цена, руб.": ("5\u00a0578\u00a0120,64", "5\u00a0600\u00a0000,00")})
    ]
    assert contracts.created == [(5, "F2 · 0145003")]
    assert contracts.removed == ["F1 · 0145002"]
    second = apply(found, by=SYSTEM, file_name="книга.xlsx")
    rows = register.Contract.objects.order_by("number").values_list(
        "number", "price_kopecks", "source_import", "source_row"
    )
    assert second is not None
    assert list(rows) == [("0145001", 560000000, second.pk, 4), ("0145003", 100, second.pk, 5)]
    assert {step.source_import for step in register.Step.objects.all()} == {first}


def test_a_project_that_disappeared_goes_with_its_facts_and_its_code_stays() -> None:
    imported(Register())
    without = Register().drop("Проекты", row=5).drop("Финансирование", row=5)
    assert imported(without)
    assert [card.project.code for card in register.ProjectYear.objects.all()] == ["F1"]
    assert register.Funding.objects.count() == 1
    assert register.Project.objects.count() == 2


def test_organizations_and_people_outlive_the_years_and_organizations_may_change() -> None:
    imported(Register())
    changed = Register().drop("Инфраструктура").drop("Команды", row=5).drop("Сотрудники", row=5)
    changed.put("Организации", "Полное наименование", "Комитет ЖКХ").put(
        "Организации", "Вышестоящая организация", None, row=6
    )
    assert imported(changed)
    assert Person.objects.count() == 2
    assert Post.objects.count() == 1
    assert Organization.objects.get(short_name="КЖКХ").full_name == "Комитет ЖКХ"
    assert Organization.objects.get(short_name="ГКУ Дороги").parent is None


def test_alike_unique_results_are_counted_not_merged() -> None:
    imported(Register())
    imported(Register().add("Уникальность", "F1", "иное", "Маршрут", "Аналогов нет"))
    assert register.UniqueResult.objects.count() == 3
    imported(Register().drop("Уникальность"))
    assert register.UniqueResult.objects.count() == 1


def test_rows_in_another_order_change_nothing() -> None:
    imported(Register())
    shuffled = Register()
    for lines in shuffled.sheets.values():
        lines[1:] = reversed(lines[1:])
    assert imported(shuffled) is None


def test_what_was_entered_by_hand_gives_way_to_the_workbook() -> None:
    imported(Register())
    register.Contract.objects.filter(number="0145001").update(price_kopecks=1, source_import=None, source_row=None)
    imported(Register())
    contract = register.Contract.objects.get(number="0145001")
    assert (contract.price_kopecks, contract.source_row) == (557812064, 4)


def test_a_sheet_left_without_rows_is_warned_of() -> None:
    imported(Register())
    found = plan(Register().drop("ГЧП").file(), 2025)
    assert found.warnings == ("Лист «ГЧП» пуст: все прежние строки года исчезнут (1).",)
