"""An import without anybody waiting for it: progress, giving up, killed workers, two at a time."""

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from projects import tasks, uploads, workers
from projects.importing import apply_file
from projects.importing.profiles import OFFICE
from projects.importing.profiles.office import SINGLE_SHEETS
from projects.models import Contract, Cycle, Import, ImportState
from projects.services import imports
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.errors import Refused
from tests.factories import user_with
from tests.projects.workbooks import WHOLE, Register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_uploads(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A worker runs somewhere: what it has been asked for."""
    found: list[int] = []
    monkeypatch.setattr(workers, "there", lambda: True)
    monkeypatch.setattr(workers, "wake", lambda name, pk, expires: found.append(pk))
    return found


def sent(by: User, book: Register | None = None) -> Import:
    """A workbook of 2025 on its way."""
    return imports.send((book or Register()).file(), "книга.xlsx", 2025, OFFICE, by=by)


def now(made: Import) -> Import:
    """The import as it stands."""
    return Import.objects.get(pk=made.pk)


def confirmed(made: Import, by: User) -> Import:
    """Confirmed as it was shown."""
    imports.confirm(made, shown=now(made).shown, by=by)
    return now(made)


def test_the_page_answers_before_the_work_is_done(office: User, asked: list[int]) -> None:
    made = sent(office)
    assert (now(made).state, asked) == (ImportState.WAITING, [made.pk])
    tasks.run_import(made.pk)
    shown = now(made)
    assert (shown.state, shown.rows_left, shown.errors_found) == (ImportState.SHOWN, 0, 0)
    assert confirmed(made, office).state == ImportState.CONFIRMED
    assert not Cycle.objects.exists()
    tasks.take_up_imports()
    done = now(made)
    assert (done.state, done.actor, done.upload) == (ImportState.DONE, office.actor.key, "")
    assert Contract.objects.filter(source_import=done).count() == 2


def test_who_works_alone_does_it_at_once_and_a_worker_that_was_heard_of_is_left_to_it(office: User) -> None:
    assert not workers.there()
    assert now(sent(office)).state == ImportState.SHOWN
    workers.here()
    assert workers.there()
    with clock.at(clock.now() + workers.HEARD_OF + timedelta(minutes=1)):
        assert not workers.there()


def test_rows_and_errors_are_told_on_the_way(office: User, asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int, int]] = []
    watch = imports._Watch.__call__

    def heard(self: Any, done: int, rows: int, errors: int) -> None:
        told.append((done, rows, errors))
        watch(self, done, rows, errors)

    monkeypatch.setattr(imports._Watch, "__call__", heard)
    made = sent(office, Register().put("Контракты", "Цена, руб.", "много"))
    imports.run(made.pk)
    rows = sum(len(lines) for lines in WHOLE.values()) + 2 * len(WHOLE)
    assert told[0] == (0, rows, 0)
    assert told[-1] == (rows, rows, 1)
    assert told == sorted(told)
    assert len(told) > len(WHOLE)
    assert (now(made).state, now(made).errors_found) == (ImportState.WRONG, 1)


def test_giving_up_stops_the_one_who_works(office: User, asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    made = sent(office)

    def given_up(self: Any, done: int, rows: int, errors: int, watch: Any = imports._Watch.__call__) -> None:
        if now(made).open:
            imports.cancel(now(made), by=office)
        watch(self, done, rows, errors)

    monkeypatch.setattr(imports._Watch, "__call__", given_up)
    imports.run(made.pk)
    assert (now(made).state, now(made).counts) == (ImportState.CANCELLED, {})
    assert uploads.content_of(made.upload) is None
    with pytest.raises(Refused, match="нельзя остановить"):
        imports.cancel(now(made), by=office)


@pytest.mark.parametrize("state", [ImportState.CHECKING, ImportState.WRITING])
def test_what_a_killed_worker_left_is_taken_up(office: User, asked: list[int], state: ImportState) -> None:
    made = sent(office)
    if state == ImportState.WRITING:
        imports.run(made.pk)
        confirmed(made, office)
    # As a worker leaves it that is killed in the middle: leased, nothing else.
    Import.objects.filter(pk=made.pk).update(state=state, leased_until=clock.now() + imports.LEASE, attempts=1)
    tasks.take_up_imports()
    assert now(made).state == state
    with clock.at(clock.now() + imports.LEASE + timedelta(seconds=1)):
        tasks.take_up_imports()
    assert now(made).state == (ImportState.SHOWN if state == ImportState.CHECKING else ImportState.DONE)


def test_what_kills_every_worker_is_given_up_with_a_way_on(office: User, asked: list[int]) -> None:
    made = sent(office)
    Import.objects.filter(pk=made.pk).update(attempts=imports.MOST_ATTEMPTS)
    tasks.take_up_imports()
    assert now(made).state == ImportState.FAILED
    assert "Загрузите файл ещё раз" in now(made).reasons[0]
    assert now(sent(office)).state == ImportState.WAITING


def test_a_breakdown_in_writing_leaves_nothing_and_may_be_tried_again(
    office: User, asked: list[int], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    made = sent(office)
    imports.run(made.pk)
    confirmed(made, office)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("projects.importing.applying._tell", fail)
        with pytest.raises(MemoryError):
            imports.run(made.pk)
    assert not Cycle.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    assert imports.stuck() == [made.pk]
    imports.run(made.pk)
    assert now(made).state == ImportState.DONE


def test_one_of_a_kind_and_a_year_at_a_time(office: User, asked: list[int]) -> None:
    sent(office)
    with pytest.raises(Refused, match=r"уже обрабатывается «книга\.xlsx»"):
        sent(user_with(Role.OFFICE))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        Import.objects.create(
            state=ImportState.CHECKING, year=2025, file_name="а", actor="system", actor_label="П", at=clock.now()
        )


def test_another_kind_or_year_need_not_wait(office: User, asked: list[int]) -> None:
    sent(office)
    book = Register()
    imports.send(book.file(), "лист.xlsx", 2025, SINGLE_SHEETS, by=office)
    imports.send(book.file(), "книга.xlsx", 2026, OFFICE, by=office)
    assert len(asked) == 3


def test_it_is_written_in_the_name_of_who_confirmed_while_he_may(office: User, asked: list[int]) -> None:
    made = sent(office)
    imports.run(made.pk)
    second = user_with(Role.OFFICE)
    confirmed(made, second)
    second.is_active = False
    second.save()
    imports.run(made.pk)
    assert now(made).state == ImportState.SHOWN
    assert "подтвердите загрузку снова" in now(made).reasons[0]
    assert not Cycle.objects.exists()


def test_only_who_may_import_sends_confirms_and_gives_up(office: User) -> None:
    made = sent(office)
    auditor = user_with(Role.AUDITOR)
    for act in (
        lambda: sent(auditor),
        lambda: imports.confirm(made, shown=now(made).shown, by=auditor),
        lambda: imports.cancel(made, by=auditor),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_many_rows_arrive_as_few_do(office: User) -> None:
    """More rows than are worth a COPY, with texts that a copy could mistake for something else."""
    apply_file(Register().file(), 2025, file_name="книга.xlsx", by=SYSTEM)
    texts = ["", "\\N", 'Работы "под ключ", дом 1', "Строка\nс переводом", "=1+1", "\\."]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Контракты")
        page.write_row(0, 0, WHOLE["Контракты"][0])
        for row in range(600):
            subject = f"{texts[row % 6]} {row}"
            cells = ["F1", f"К-{row}", "государственный", subject, row + 0.01, None, "КЖКХ"]
            for place, cell in enumerate(cells):
                if cell is not None:
                    page.write(row + 1, place, cell) if place != 3 else page.write_string(row + 1, place, cell)
    made = imports.send(file.getvalue(), "контракты.xlsx", 2025, SINGLE_SHEETS, by=office)
    confirmed(made, office)
    rows = Contract.objects.filter(source_import=made.pk).order_by("source_row")
    assert [(row.number, row.price_kopecks, row.source_row) for row in rows] == [
        (f"К-{row}", row * 100 + 1, row + 2) for row in range(600)
    ]
    assert [row.subject for row in rows[:6]] == [
        "0",
        "\\N 1",
        'Работы "под ключ", дом 1 2',
        "Строка с переводом 3",
        "=1+1 4",
        "\\. 5",
    ]
