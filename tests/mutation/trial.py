"""Lets a room's mutants live, and says which survivors nobody has accounted for."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.mutation.mutants import ROOT

EQUIVALENT = Path(__file__).with_name("equivalent.csv")
COLUMNS = ("module", "inside", "kind", "before", "after")


def accounted() -> dict[tuple[str, ...], str]:
    """Mutants that change nothing a test could notice, with the reason, as judged by hand."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {tuple(line[name] for name in COLUMNS): line["reason"] for line in csv.DictReader(file)}


def meet(room: str, seed: int, number: int, folder: Path) -> dict[str, Any]:
    """The figures of so many mutants of the room (0: all), on an SQLite database of memory."""
    answer = folder / "answer.json"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_"))}
    environment |= {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
    }
    command = [sys.executable, "-m", "tests.mutation.server", room, str(seed), str(number), str(answer)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.exists(), done.stdout + done.stderr
    told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    known = accounted()
    survivors = told.pop("survivors")
    unknown = [one["told"] for one in survivors if tuple(one[name] for name in COLUMNS) not in known]
    return told | {"equivalent": len(survivors) - len(unknown), "survivors": unknown}
