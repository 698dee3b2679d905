"""The checker finds what has been damaged behind the portal's back, and nothing in a sound year."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from protocols.models import Protocol
from ranking_portal import clock
from ranking_portal.workflow.integrity import violations
from tests.bonus_fund.checked import forwarded_year
from tests.conftest import TODAY
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A forwarded year, made once, and where its files lie."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), clock.at(TODAY), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            forwarded_year()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def year(files: Path, settings: Any) -> None:
    """Every test damages the year inside a transaction of its own."""
    settings.MEDIA_ROOT = files


def test_a_sound_year(year: None, capsys: Any) -> None:
    call_command("check_integrity", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["broken"]) == (True, {})
    assert len(told["checked"]) >= 8


DAMAGE = {
    "Журнал": "UPDATE journal_entry SET action = 'иное' WHERE id = (SELECT MAX(id) FROM journal_entry)",
    "Подтверждённое ранжирование": "UPDATE ranking_ranking SET result = '[]' WHERE state = 'confirmed'",
    "Утверждённый протокол": "DELETE FROM protocols_vote WHERE id = (SELECT MAX(id) FROM protocols_vote)",
    "У утверждённого протокола": "DELETE FROM workflow_outboxmessage",
    "Объявленные фонды": "UPDATE bonus_fund_projectshare SET fund_kopecks = fund_kopecks + 1",
    "Реестр равен": "UPDATE bonus_fund_forwardingregister SET total_kopecks = total_kopecks + 1",
    "Предложено не больше": "UPDATE bonus_fund_bonusproposal SET fund_kopecks = 1",
    "Срок открыт один": "UPDATE deadlines_deadline SET done_on = NULL WHERE state = 'met'",
}


@pytest.mark.parametrize(("title", "sql"), DAMAGE.items(), ids=DAMAGE)
def test_damage_is_named(year: None, title: str, sql: str) -> None:
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute(sql)
    broken = [name for name, places in violations().items() if places]
    assert any(name.startswith(title) for name in broken), broken
    with pytest.raises(CommandError, match=title):
        call_command("check_integrity")


def test_a_barrier_taken_away_is_named(year: None) -> None:
    name = "portal_journal_entry_kept_delete"
    with connection.cursor() as cursor:
        where = " ON journal_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{where}")
    assert violations()["Преграды базы данных на месте"] == [name]
    assert Protocol.objects.exists()
