"""The command: what it prints, and its exit status 0 done, 1 refused, 2 bad usage."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from projects.models import Contract, Cycle, Import
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.models import Entry
from tests.factories import user_with
from tests.projects.workbooks import Register

pytestmark = pytest.mark.django_db
COUNTS = ["rows", "created", "changed", "unchanged", "removed"]


@pytest.fixture
def sent(tmp_path: Path) -> Any:
    """A workbook as a file."""

    def store(register: Register) -> str:
        path = tmp_path / "книга.xlsx"
        path.write_bytes(register.file())
        return str(path)

    return store


def run(*args: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import_register", *args, stdout=out)
    return out.getvalue()


def test_the_document_counts_every_sheet(sent: Any) -> None:
    told = json.loads(run(sent(Register()), "--year", "2025", "--json"))
    assert (told["year"], told["dry_run"], told["changed"]) == (2025, False, True)
    assert (told["errors"], told["warnings"]) == ([], [])
    assert {title: counts["created"] for title, counts in told["sheets"].items()} == Register().rows()
    assert list(told["sheets"]["Контракты"]) == COUNTS
    again = json.loads(run(sent(Register()), "--year", "2025", "--json"))
    assert not again["changed"]
    assert again["sheets"]["Контракты"] == dict(zip(COUNTS, (2, 0, 0, 2, 0), strict=True))


def test_the_table_is_for_people(sent: Any) -> None:
    told = run(sent(Register()), "--year", "2025")
    assert "Контракты" in told
    assert told.endswith("Загружено в 2025 год.\n")
    assert run(sent(Register()), "--year", "2025").endswith("Изменений нет.\n")


def test_a_dry_run_leaves_nothing(sent: Any) -> None:
    told = json.loads(run(sent(Register()), "--year", "2025", "--dry-run", "--json"))
    assert (told["dry_run"], told["changed"]) == (True, True)
    assert told["sheets"]["Контракты"]["created"] == 2
    assert "не изменён" in run(sent(Register()), "--year", "2025", "--dry-run")
    assert not Cycle.objects.exists()
    assert not Entry.objects.exists()
    assert not Import.objects.exists()


def test_errors_stand_in_the_document_and_in_the_refusal(sent: Any) -> None:
    broken = sent(Register().put("Контракты", "Цена, руб.", -5).put("Команды", "Роль", "зритель"))
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_register", broken, "--year", "2025", "--json", stdout=out)
    assert refusal.value.returncode == 1
    assert str(refusal.value).splitlines()[0] == (
        "Лист «Контракты», строка 4, столбец «Цена, руб.»: сумма отрицательна (в ячейке: «-5»)"
    )
    told = json.loads(out.getvalue())
    assert not told["changed"]
    assert told["errors"][0] == {
        "sheet": "Контракты",
        "row": 4,
        "column": "Цена, руб.",
        "value": "-5",
        "message": "сумма отрицательна",
    }
    assert len(told["errors"]) == 2
    assert not Contract.objects.exists()


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(b"<html></html>")
    with pytest.raises(CommandError, match="веб-страница") as refusal:
        run(str(path), "--year", "2025")
    assert refusal.value.returncode == 1


def test_a_year_before_the_law_is_refused(sent: Any) -> None:
    register = Register().put("Финансирование", "Год", 2019).put("Финансирование", "Год", 2019, row=5)
    with pytest.raises(CommandError, match="с 2020 года") as refusal:
        run(sent(register), "--year", "2019")
    assert refusal.value.returncode == 1


def test_a_year_whose_terms_run_past_the_working_calendar_is_refused(sent: Any) -> None:
    """The terms of 2100 would end in 2101 (clause 2.6), which has no calendar."""
    register = Register().put("Финансирование", "Год", 2100).put("Финансирование", "Год", 2100, row=5)
    for flags in (["--dry-run"], []):
        with pytest.raises(CommandError, match="до 2099 года") as refusal:
            run(sent(register), "--year", "2100", *flags)
        assert refusal.value.returncode == 1


def test_bad_usage(sent: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Нет файла") as refusal:
        run(str(tmp_path / "нет.xlsx"), "--year", "2025")
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError, match="четыре цифры"):
        run(sent(Register()), "--year", "год")


def test_the_user_named_acts_and_needs_the_right(sent: Any) -> None:
    office, auditor = user_with(Role.OFFICE), user_with(Role.AUDITOR)
    with pytest.raises(CommandError, match="Нет права"):
        run(sent(Register()), "--year", "2025", "--user", auditor.username)
    with pytest.raises(CommandError, match="Нет действующей"):
        run(sent(Register()), "--year", "2025", "--user", "никто")
    run(sent(Register()), "--year", "2025", "--user", office.username)
    assert Import.objects.get().actor == office.actor.key


def test_a_file_of_another_source_fills_its_sheets_only(sent: Any) -> None:
    run(sent(Register()), "--year", "2025")
    more = Register().add("Контракты", "F2", "0145003", "государственный", "Работы", 1, None, "КЖКХ")
    more.sheets = {"Контракты": more.sheets["Контракты"]}
    told = json.loads(run(sent(more), "--year", "2025", "--source", "procurement", "--json"))
    assert told["sheets"] == {"Контракты": dict(zip(COUNTS, (3, 1, 0, 2, 0), strict=True))}
