"""The import against the register: whole years, twice, years beside each other, all or nothing."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from projects import models as register
from projects.importing import Plan, apply, apply_file, plan
from projects.services.cycles import open_cycle
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization, Person, Post
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.workflow import events, questions
from ranking_portal.workflow.errors import Refused
from tests.factories import user_with
from tests.projects.workbooks import DATA, PAY, Register

pytestmark = pytest.mark.django_db

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


def test_one_error_and_nothing_is_written() -> None:
    broken = Register().put("Инфраструктура", "Участвует с", "вчера")
    with pytest.raises(Refused, match="не дата"):
        imported(broken)
    assert not register.Cycle.objects.exists()
    assert not Organization.objects.exists()
    assert not Entry.objects.exists()


@pytest.fixture
def _refusing() -> Iterator[None]:
    """Something above holds the register of the year."""

    @questions.answers("projects.may_import")
    def no(cycle: register.Cycle) -> list[str]:
        return [f"Ранжирование за {cycle} идёт."]

    yield
    questions._answers["projects.may_import"].remove(no)


@pytest.mark.usefixtures("_refusing")
def test_whoever_stands_above_may_refuse() -> None:
    open_cycle(2025, SYSTEM)
    found = plan(Register().file(), 2025)
    assert found.reasons == ("Ранжирование за 2025 год идёт.",)
    with pytest.raises(Refused, match="идёт"):
        apply(found, by=SYSTEM, file_name="книга.xlsx")
    assert not Organization.objects.exists()


@pytest.mark.usefixtures("_refusing")
def test_a_refusal_that_comes_with_the_cycle_leaves_no_cycle_behind() -> None:
    with pytest.raises(Refused, match="идёт"):
        imported(Register())
    assert not register.Cycle.objects.exists()


def test_a_difference_that_is_no_longer_the_one_shown_is_not_written() -> None:
    found = plan(Register().file(), 2025)
    shown = found.digest
    imported(Register().put("Контракты", "Цена, руб.", 1))
    with pytest.raises(Refused, match="посмотрите различия ещё раз"):
        apply(found, by=SYSTEM, file_name="книга.xlsx", shown=shown)
    again = plan(Register().file(), 2025)
    assert apply(again, by=SYSTEM, file_name="книга.xlsx", shown=again.digest)


def test_a_failure_halfway_leaves_neither_rows_nor_file(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("сбой")

    monkeypatch.setattr(register.InfrastructureParticipant.objects, "bulk_create", fail)
    monkeypatch.setattr("projects.importing.applying._tell", fail)
    with pytest.raises(RuntimeError):
        imported(Register())
    assert not register.Import.objects.exists()
    assert not Organization.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_only_who_may_import_imports() -> None:
    with pytest.raises(PermissionDenied):
        apply_file(Register().file(), 2025, file_name="книга.xlsx", by=user_with())
    assert not register.Cycle.objects.exists()


def test_the_import_and_its_journal_row(office: User) -> None:
    made = apply_file(Register().file(), 2025, file_name="книга.xlsx", by=office)
    assert made is not None
    assert made.cycle is not None
    entry = journal.history(made).get()
    assert (entry.actor, entry.action, entry.clause) == (office.actor.key, "Загружена книга реестра", "2.2")
    assert '"Контракты":"строк: 2, добавлено: 2"' in entry.details
    assert PersonalText.objects.count() == 1
    assert not Entry.objects.filter(ref__startswith="projects.").exclude(
        ref__in=[entry.ref, journal.ref_of(made.cycle)]
    )
    assert hashlib.sha256(made.file.read()).hexdigest() == made.sha256


def test_the_kept_copy_has_the_same_rows_and_no_pay() -> None:
    made = imported(Register())
    assert made is not None
    assert plan(made.file.read(), 2025).errors[0].message == f"нет столбца «{PAY}»"
    copy = CalamineWorkbook.from_object(made.file.open())
    whole = CalamineWorkbook.from_object(io.BytesIO(Register().file()))
    assert copy.sheet_names == whole.sheet_names
    for name in copy.sheet_names:
        kept = copy.get_sheet_by_name(name).to_python(skip_empty_area=False)
        given = whole.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert [row[:5] for row in kept] == [row[: len(kept[0])][:5] for row in given]


def test_what_people_earn_is_nowhere() -> None:
    made = imported(Register())
    assert made is not None
    pays = ("124613", "12461300", "89731", "8973100", "89 731")
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            assert not [pay for pay in pays if pay in str(row)], model
    with made.file.open() as file:
        book = CalamineWorkbook.from_object(file)
        text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert not [pay for pay in pays if pay in text]


def test_the_cycle_is_opened_once_and_everybody_is_told() -> None:
    told: list[events.Event] = []
    events.reacts_to("projects.cycle.opened")(told.append)
    try:
        cycle, opened = open_cycle(2025, SYSTEM)
        assert opened
        assert open_cycle(2025, SYSTEM) == (cycle, False)
    finally:
        events._reactions["projects.cycle.opened"].remove(told.append)
    assert [(event.obj, event.year, event.scope, event.on) for event in told] == [(cycle, 2025, "", date(2026, 2, 9))]
    assert journal.history(cycle).get().action == "Открыт цикл года"


def test_a_cycle_before_the_law_past_the_calendar_or_without_the_right_is_not_opened() -> None:
    with pytest.raises(Refused, match="2020"):
        open_cycle(2019, SYSTEM)
    with pytest.raises(Refused, match="2099"):
        open_cycle(2100, SYSTEM)
    with pytest.raises(PermissionDenied):
        open_cycle(2025, user_with())
    assert not register.Cycle.objects.exists()


def larger(rows: int) -> Register:
    """A workbook with so many projects, contracts and people."""
    found = Register()
    for number in range(rows):
        found.add("Проекты", f"X{number}", "Проект", "Образование", "КЖКХ", None, None, None, None)
        found.add("Финансирование", f"X{number}", 2025, 100, 0, 0)
        found.add("Контракты", f"X{number}", f"№ {number}", "государственный", "Работы", 1, None, "КЖКХ")
        found.add("Сотрудники", f"9{number:05}", "Иванов Иван", "КЖКХ", "Консультант", "государственная должность", 1)
        found.add("Команды", f"X{number}", f"9{number:05}", "участник проекта", "01.01.2025", None)
    return found


def queries_of(found: Plan) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        apply(found, by=SYSTEM, file_name="книга.xlsx")
    return len(caught)


def test_queries_do_not_depend_on_the_number_of_rows() -> None:
    few, many = larger(2).file(), larger(60).file()
    with CaptureQueriesContext(connection) as first:
        plan(few, 2025)
    with CaptureQueriesContext(connection) as second:
        small, large = plan(few, 2025), plan(many, 2025)
    assert len(second) == 2 * len(first)
    writing = queries_of(small)
    assert queries_of(plan(many, 2025)) <= writing
    assert large.changes["Контракты"].rows == 62
