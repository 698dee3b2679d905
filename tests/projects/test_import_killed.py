"""A worker killed by the system in the middle of writing: the register is as before, and the import is taken up."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.db import connection

from projects.importing.profiles import OFFICE
from projects.models import Contract, Cycle, Import, ImportState
from projects.services import imports
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Organization
from tests.factories import user_with
from tests.projects.workbooks import Register
from tests.races import needs_postgres
from tests.scheduler.stage import until

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


def test_nothing_is_half_written_and_another_worker_goes_on(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    office = user_with(Role.OFFICE)
    made = imports.send(Register().file(), "книга.xlsx", 2025, OFFICE, by=office)
    shown = Import.objects.get(pk=made.pk).shown
    Import.objects.filter(pk=made.pk).update(state=ImportState.CONFIRMED, confirmed_by=office.actor.key, attempts=0)
    standing = tmp_path / "standing"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}",
        "PORTAL_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "tests.projects.standing", clock.now().isoformat(), str(made.pk), str(standing)]
    worker = subprocess.Popen(command, env=environment, cwd=portal.BASE_DIR)
    try:
        until(standing.exists, "everything is written but the end")
        assert Import.objects.get(pk=made.pk).state == ImportState.WRITING
    finally:
        worker.kill()
        worker.wait()
    assert not Organization.objects.exists()
    assert not Cycle.objects.exists()
    assert Import.objects.get(pk=made.pk).shown == shown
    assert imports.stuck() == []
    with clock.at(clock.now() + imports.LEASE + timedelta(seconds=1)):
        assert imports.stuck() == [made.pk]
        imports.run(made.pk)
    done = Import.objects.get(pk=made.pk)
    assert done.state == ImportState.DONE
    assert Contract.objects.filter(source_import=done).count() == 2
