"""The drill: a year is backed up, lost, restored; rankings, papers and the journal are the same to the byte."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from protocols.models import Document, Protocol
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry, Head
from ranking_portal.workflow import outbox
from tests.bonus_fund.checked import FORWARDED, forwarded_year
from tests.factories import user_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def everything() -> dict[str, Any]:
    """What must come back: rankings, papers, the end of the journal, rows of every table."""
    head = Head.objects.get(pk=1)
    return {
        "rankings": list(Ranking.objects.order_by("pk").values_list("snapshot", "result")),
        "documents": [(one.sha256, one.file.read()) for one in Document.objects.order_by("pk")],
        "journal": (head.length, head.last_hash),
        "rows": {one._meta.db_table: one._base_manager.count() for one in apps.get_models(include_auto_created=True)},
    }


@pytest.fixture
def lost(settings: Any, tmp_path: Path) -> Callable[[], None]:
    """Everything is gone: an empty database after migrate, no files."""

    def lost() -> None:
        call_command("flush", interactive=False, verbosity=0)
        settings.MEDIA_ROOT = tmp_path / "new"

    return lost


def test_a_year_comes_back_whole(lost: Callable[[], None], tmp_path: Path, capsys: Any) -> None:
    forwarded_year()
    # A real clock tells microseconds, which the chain of the journal is counted over.
    with clock.at(datetime.combine(FORWARDED, time(9, 30, 15, 123_457))):
        outbox.deliver_waiting()
        call_command("backup", str(tmp_path / "portal.zip"))
    before = everything()
    assert before["documents"]
    lost()
    assert not User.objects.exists()
    call_command("restore", str(tmp_path / "portal.zip"))
    assert everything() == before
    call_command("verify_journal")
    assert "Журнал цел" in capsys.readouterr().out
    # Barriers stand again, and new rows take new keys.
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
    assert user_with().pk not in {None, *range(1, before["rows"]["accounts_user"])}
    assert Protocol.objects.get().state == "approved"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An archive of one account."""
    user_with()
    archive = tmp_path / "small.zip"
    call_command("backup", str(archive))
    return archive


def refused(archive: Path) -> str:
    entries, users = Entry.objects.count(), User.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(archive))
    assert (Entry.objects.count(), User.objects.count()) == (entries, users)
    return str(refusal.value)


def rewritten(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with its parts changed; a part for which nothing is returned is left out."""
    target = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_only_into_an_empty_installation(small: Path) -> None:
    assert "База не пуста" in refused(small)


def test_a_changed_part_is_named(small: Path, lost: Callable[[], None]) -> None:
    lost()
    table = "rows/accounts_user.jsonl"
    assert table in refused(rewritten(small, lambda name, was: was + b"\n" if name == table else was))
    assert "Состав архива" in refused(rewritten(small, lambda name, was: None if name == table else was))
    assert "нет описи" in refused(rewritten(small, lambda name, was: None if name == "manifest.json" else was))


def test_another_schema_is_refused_with_its_migrations(small: Path, lost: Callable[[], None]) -> None:
    lost()

    def newer(name: str, was: bytes) -> bytes:
        if name != "manifest.json":
            return was
        told = json.loads(was)
        return json.dumps(told | {"migrations": [*told["migrations"], "ranking.9999_future"]}).encode()

    assert "ranking.9999_future" in refused(rewritten(small, newer))


def test_what_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no archive")
    assert "не читается" in refused(tmp_path / "x.zip")
    assert "не читается" in refused(tmp_path / "nowhere.zip")


def test_a_copy_is_never_overwritten(small: Path) -> None:
    was = small.read_bytes()
    with pytest.raises(CommandError, match="уже есть"):
        call_command("backup", str(small))
    assert small.read_bytes() == was
    assert not list(small.parent.glob("*.part"))
