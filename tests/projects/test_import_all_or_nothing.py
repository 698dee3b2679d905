"""An import is refused, fails or is barred whole: neither rows nor files nor pay of people stay behind."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from projects import models as register
from projects.importing import Plan, apply, apply_file, plan
from projects.services.cycles import open_cycle
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.workflow import events, questions
from ranking_portal.workflow.errors import Refused
from tests.factories import user_with
from tests.projects.workbooks import PAY, Register
from tests.projects.years import imported

pytestmark = pytest.mark.django_db


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
