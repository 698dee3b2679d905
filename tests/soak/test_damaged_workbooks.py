"""Hundreds of damaged workbooks sent by a clerk: a page in words each, none breaks or changes anything (clause 2.2).

The seed is printed; `make soak SEED=...` repeats a run.
"""

import random
import sys
from typing import Any

import pytest

from projects.importing.profiles import OFFICE, PROFILES
from projects.models import ImportState
from projects.services import imports
from ranking_portal.accounts.models import User
from tests.projects.damaged import DAMAGES
from tests.projects.test_import_damaged import sent_damaged
from tests.ranking.reading import DATA
from tests.soak.reporting import report, seed

pytestmark = pytest.mark.django_db
BOOKS = 300


def test_a_damaged_workbook_is_told_of_and_changes_nothing(
    client_of: Any, office: User, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    sys.stderr.write(f"seed {seed()}\n")
    chance, browser = random.Random(seed()), client_of(office)
    whole = (DATA / "register-2025.xlsx").read_bytes()
    refused = 0
    with report("damaged workbooks") as figures:
        for number in range(BOOKS):
            content = DAMAGES[number % len(DAMAGES)](chance, whole)
            made = sent_damaged(browser, content, chance.choice((OFFICE, OFFICE, *PROFILES)).key)
            refused += made.state != ImportState.SHOWN
            if made.state in (ImportState.SHOWN, ImportState.COLUMNS, ImportState.WRONG):
                imports.cancel(made, by=office)
        figures |= {"workbooks": BOOKS, "refused or asked about": refused}
    assert refused > BOOKS // 2
