"""Hundreds of damaged workbooks: each is refused in words or imported whole, none breaks anything (clause 2.2).

The seed is printed; `make soak SEED=...` repeats a run.
"""

import os
import random
import sys

import pytest

from projects.importing import apply, plan
from projects.importing.marking import marked
from projects.importing.profiles import OFFICE, PROFILES
from projects.models import Cycle, ProjectYear
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.errors import Refused
from tests.projects.damaged import DAMAGES
from tests.ranking.reading import DATA

pytestmark = pytest.mark.django_db
BOOKS = 300
SEED = int(os.environ.get("SEED") or 20260209)


def test_a_damaged_workbook_changes_all_or_nothing() -> None:
    sys.stderr.write(f"seed {SEED}\n")
    chance = random.Random(SEED)
    whole = (DATA / "register-2025.xlsx").read_bytes()
    refused = 0
    for _ in range(BOOKS):
        content = chance.choice(DAMAGES)(chance, whole)
        made = plan(content, 2025, chance.choice((OFFICE, OFFICE, *PROFILES)))
        if made.errors:
            refused += 1
            assert all(str(error).strip() for error in made.errors)
            marked(made)
            with pytest.raises(Refused):
                apply(made, by=SYSTEM, file_name="damaged.xlsx")
        assert not Cycle.objects.exists()
        assert not ProjectYear.objects.exists()
    assert refused > BOOKS // 2
