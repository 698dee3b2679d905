"""Taking an import back: the register is as it was before, to the last value, or nothing is touched."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from projects import models as register
from projects.importing import apply_file
from projects.models import Contract, Import, ImportState, Step
from projects.services.reverting import reasons_against, revert
from ranking.enums import RankingKind
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization, Person
from ranking_portal.journal import services as journal
from ranking_portal.workflow.errors import Refused
from tests.projects.workbooks import Register
from tests.projects.years import everything_of
from tests.ranking.reading import DATA

pytestmark = pytest.mark.django_db


def imported(book: Register) -> Import:
    """Load a workbook of 2025."""
    made = apply_file(book.file(), 2025, file_name="книга.xlsx", by=SYSTEM)
    assert made is not None
    return made


def corrected() -> Register:
    """The same workbook with changes of every sort: values, people, rows gone, rows new, an institution."""
    book = Register().put("Контракты", "Цена, руб.", "5 600 000,00").drop("Контракты", row=5)
    book.add("Контракты", "F2", "0145003", "государственный", "Работы", 1, None, "ГКУ Мосты")
    book.add("Организации", "ГКУ Мосты", "Мосты", "подведомственное учреждение органа исполнительной власти", "КЖКХ")
    book.put("Организации", "Полное наименование", "Комитет по ЖКХ")
    book.put("Показатели", "Факт", "61,5").drop("Уникальность").put("План-график", "Срок по факту", None)
    book.add("Проекты", "F3", "Вода", "Экология", "КЖКХ", None, None, None, None)
    book.add("Финансирование", "F3", 2025, 10, 0, 1)
    book.add("Сотрудники", "001055", "Новиков Олег", "КЖКХ", "Консультант", "государственная должность", 1)
    book.put("Сотрудники", "Должность", "Начальник управления")
    return book.add("Инфраструктура", "001055", "учёт", date(2025, 2, 1), None)


def one_project() -> Register:
    """The workbook with the project that can be ranked."""
    return Register().drop("Проекты", row=5).drop("Финансирование", row=5)


def plain(year: int) -> dict[str, Any]:
    """Everything of a year, and what stands behind it."""
    behind = {
        "organizations": list(Organization.objects.order_by("pk").values_list()),
        "people": list(Person.objects.order_by("pk").values_list()),
        "codes": list(register.Project.objects.order_by("pk").values_list()),
    }
    return {**everything_of(year), **behind}


def test_everything_is_as_it_was_before(office: User) -> None:
    imported(Register())
    before = plain(2025)
    made = imported(corrected())
    assert plain(2025) != before
    revert(made, by=office)
    assert plain(2025) == before
    made.refresh_from_db()
    assert made.state == ImportState.REVERTED
    assert journal.history(made)[0].action == "Загрузка отменена целиком"
    with pytest.raises(Refused, match="только выполненную"):
        revert(made, by=office)


def test_the_first_import_of_a_year_goes_without_a_trace(office: User) -> None:
    made = imported(Register())
    revert(made, by=office)
    assert not any(plain(2025).values())
    assert imported(Register()).counts["Контракты"]["created"] == 2


def test_what_was_edited_since_is_named_and_nothing_goes_back(office: User) -> None:
    imported(Register())
    made = imported(corrected())
    Contract.objects.filter(number="0145001").update(source_import=None, source_row=None)
    before = plain(2025)
    with pytest.raises(Refused, match="лист «Контракты»: F1 · 0145001"):
        revert(made, by=office)
    assert plain(2025) == before


def test_a_body_renamed_since_holds_its_import(office: User) -> None:
    made = imported(Register())
    Organization.objects.filter(short_name="ГКУ Дороги").update(full_name="Дороги области")
    with pytest.raises(Refused, match="лист «Организации»: ГКУ Дороги"):
        revert(made, by=office)


def test_a_fact_put_on_a_new_card_holds_the_import_that_opened_it(office: User) -> None:
    made = imported(Register())
    card = register.ProjectYear.objects.get(project__code="F2")
    Step.objects.create(card=card, kind="activity", name="Сдать дом", due_on=date(2025, 12, 1))
    with pytest.raises(Refused, match="лист «План-график»: проект F2"):
        revert(made, by=office)


def test_a_person_who_serves_elsewhere_stays(office: User) -> None:
    made = imported(Register())
    titov = Person.objects.get(full_name="Титов Пётр Ильич")
    body = Organization.objects.get(short_name="КЖКХ")
    titov.posts.create(year=2026, organization=body, title="Консультант", category="civil_service")
    revert(made, by=office)
    assert list(Person.objects.all()) == [titov]
    assert list(Organization.objects.all()) == [body]


def test_a_confirmed_ranking_holds_the_facts_it_counts(office: User) -> None:
    made = imported(one_project())
    call_command("load_methodology", str(DATA / "methodology-demo.yaml"), "--in-force")
    with clock.at(clock.now() + timedelta(hours=1)):
        ranking = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
        assert reasons_against(made) == []
        rankings.confirm(ranking, by=SYSTEM)
    with pytest.raises(Refused, match=r"подтверждённое ранжирование: первичное, по фактам на 20\.12\.2024"):
        revert(made, by=office)
    with clock.at(clock.now() + timedelta(hours=2)):
        later = imported(one_project().put("Контракты", "Цена, руб.", 1))
    revert(later, by=office)
