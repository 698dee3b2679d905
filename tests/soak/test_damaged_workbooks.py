"""Hundreds of damaged workbooks: each is refused in words or imported whole, none breaks anything (clause 2.2).

The seed is printed; `make soak SEED=...` repeats a run.
"""

import os
import random
import sys
from io import BytesIO

import openpyxl
import pytest

from projects.importing import apply, plan
from projects.models import Cycle, ProjectYear
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.errors import Refused
from tests.ranking.reading import DATA

pytestmark = pytest.mark.django_db
BOOKS = 300
SEED = int(os.environ.get("SEED") or 20260209)
JUNK = ("", "#REF!", -1, "1e400", "32.13.2025", "=1+1", "нет", "Р1", " ", 10**20, "2025-02-30", "\u00a0", "x" * 5000)


def _damaged(chance: random.Random, whole: bytes) -> bytes:
    """The workbook with one damage: bytes lost or changed, a sheet renamed, or some cells spoilt."""
    kind = chance.choice(("cut", "flip", "sheet", "cells", "cells", "cells", "rows", "merge"))
    if kind == "cut":
        return whole[: chance.randrange(len(whole))]
    if kind == "flip":
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 50)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)
    book = openpyxl.load_workbook(BytesIO(whole))
    sheet = chance.choice(book.worksheets)
    if kind == "sheet":
        sheet.title = chance.choice(("Лист1", f"{sheet.title} ", "=2+2"))
    elif kind == "rows":
        sheet.delete_rows(chance.randint(1, 6), chance.randint(1, 3))
    elif kind == "merge":
        sheet.merge_cells(start_row=3, start_column=1, end_row=chance.randint(3, 9), end_column=2)
    else:
        for _ in range(chance.randint(1, 5)):
            place = (chance.randint(3, sheet.max_row), chance.randint(1, sheet.max_column))
            sheet.cell(*place).value = chance.choice(JUNK)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_damaged_workbook_changes_all_or_nothing() -> None:
    sys.stderr.write(f"seed {SEED}\n")
    chance = random.Random(SEED)
    whole = (DATA / "register-2025.xlsx").read_bytes()
    refused = 0
    for _ in range(BOOKS):
        made = plan(_damaged(chance, whole), 2025)
        if made.errors:
            refused += 1
            assert all(str(error).strip() for error in made.errors)
            with pytest.raises(Refused):
                apply(made, by=SYSTEM, file_name="damaged.xlsx")
            assert not Cycle.objects.exists()
            assert not ProjectYear.objects.exists()
    assert refused > BOOKS // 3
