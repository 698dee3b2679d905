"""The day of a demonstration, moved by an administrator for every process at once; refused where people work."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied

from ranking_portal import clock
from ranking_portal.accounts.enums import DERIVED_ROLES, Role
from ranking_portal.clock import ZONE
from ranking_portal.demo import moved_clock
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.errors import Refused
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
REAL = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path, monkeypatch) -> None:
    """A demonstration with a clock of its own; the real day is Monday, 23 November 2026."""
    settings.DEMO = True
    settings.MOVED_CLOCK = tmp_path / "moved_clock"
    monkeypatch.setattr(clock, "real_today", lambda: REAL)


@pytest.fixture
def admin(db: None):
    return factories.user_with(Role.ADMIN)


def test_the_day_is_moved_and_given_back(admin) -> None:
    moved_clock.move_to(date(2026, 2, 9), by=admin)
    assert clock.shift() == timedelta(days=-287)
    moved_clock.restore(by=admin)
    assert clock.shift() == timedelta()
    assert not configured.MOVED_CLOCK.exists()


def test_now_is_the_real_moment_moved_by_whole_days(admin, monkeypatch) -> None:
    class Real(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 23, 15, 30, tzinfo=tz)

    moved_clock.move_to(date(2026, 2, 9), by=admin)
    monkeypatch.setattr(clock, "datetime", Real)
    fixed = clock._fixed.set(None)
    try:
        assert clock.now() == datetime(2026, 2, 9, 15, 30, tzinfo=ZONE)
        with clock.at(date(2025, 1, 1)):
            assert clock.today() == date(2025, 1, 1)
    finally:
        clock._fixed.reset(fixed)


def test_another_process_sees_the_move_at_once(admin) -> None:
    """What a worker has read before is not remembered past the next move."""
    moved_clock.move_to(date(2026, 2, 9), by=admin)
    assert moved_clock.stored_shift().days == -287
    moved_clock.move_to(date(2026, 2, 10), by=admin)
    moved_clock._read.version = moved_clock._read.version and (*moved_clock._read.version[:2], 0)
    assert moved_clock.stored_shift().days == -286


def test_the_page_moves_to_the_next_working_day(admin, client_of) -> None:
    """Friday, 20 February 2026: the next working day is Tuesday the 24th."""
    client = client_of(admin)
    with clock.at(date(2026, 2, 20)):
        assert "24.02.2026" in client.get("/clock/").content.decode()
        client.post("/clock/", {"next": "1"})
    assert clock.shift() == date(2026, 2, 24) - REAL


def test_a_day_before_what_is_recorded_is_asked_about_first(admin, client_of) -> None:
    client = client_of(admin)
    client.post("/clock/", {"day": "2026-12-01"})
    recorded = Entry.objects.latest("pk")
    assert (recorded.action, recorded.actor) == ("Переведён день портала", f"user:{admin.pk}")
    answer = client.post("/clock/", {"day": "2026-02-02"})
    assert answer.status_code == 409
    assert "В журнале уже есть записи" in answer.content.decode()
    assert clock.shift() == date(2026, 12, 1) - REAL
    client.post("/clock/", {"day": "2026-02-02", "anyway": "1"})
    assert clock.shift() == date(2026, 2, 2) - REAL


def test_every_page_says_that_the_clock_is_moved(admin, client_of, client) -> None:
    moved_clock.move_to(date(2026, 2, 9), by=admin)
    for page in (client_of(admin).get("/accounts/"), client.get("/login/")):
        assert "часы портала переведены" in page.content.decode()
    moved_clock.restore(by=admin)
    assert "часы портала переведены" not in client.get("/login/").content.decode()


@pytest.mark.parametrize("day", ["1980-01-01", "завтра"])
def test_a_day_without_a_calendar_is_refused(admin, client_of, day: str) -> None:
    assert client_of(admin).post("/clock/", {"day": day}).status_code == 409
    assert clock.shift() == timedelta()
    with pytest.raises(Refused):
        moved_clock.move_to(date(1991, 1, 1), by=admin)


def test_nobody_moves_the_clock_to_where_he_could_not_move_it_back(admin, client_of) -> None:
    """A role is held from a day: before it there would be no administrator."""
    admin.grants.update(since=date(2024, 11, 18))
    answer = client_of(admin).post("/clock/", {"day": "2024-11-17", "anyway": "1"})
    assert answer.status_code == 409
    assert "вернуть часы было бы некому" in answer.content.decode()
    client_of(admin).post("/clock/", {"day": "2024-11-18", "anyway": "1"})
    assert clock.shift() == date(2024, 11, 18) - REAL


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMIN, *DERIVED_ROLES)])
def test_nobody_but_an_administrator_moves_it(client_of, role: Role) -> None:
    assert client_of(factories.user_with(role)).post("/clock/", {"next": "1"}).status_code == 403
    assert clock.shift() == timedelta()


def test_outside_a_demonstration_the_clock_stands(admin, client_of, settings) -> None:
    moved_clock.move_to(date(2026, 2, 9), by=admin)
    settings.DEMO = False
    assert clock.shift() == timedelta()
    assert client_of(admin).get("/clock/").status_code == 403
    with pytest.raises(PermissionDenied):
        moved_clock.move_to(date(2026, 2, 10), by=admin)


@pytest.mark.parametrize(("demo", "starts"), [("1", True), ("0", False)])
def test_a_working_installation_with_a_moved_clock_does_not_start(tmp_path: Path, demo: str, starts: bool) -> None:
    (tmp_path / "moved_clock").write_text("-287", encoding="utf-8")
    around = os.environ | {"PORTAL_DEMO": demo, "PORTAL_DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": "127.0.0.1"}
    command = [sys.executable, "-c", "import ranking_portal.settings"]
    ran = subprocess.run(command, cwd=configured.BASE_DIR, env=around, capture_output=True, text=True, check=False)
    assert (ran.returncode == 0) is starts
    assert starts or "clock is moved" in ran.stderr
