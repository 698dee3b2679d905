"""The example of docs/add-indicator.md is true: its diff applies to the portal as it is, and the fact earns points."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook

from ranking_portal.settings import BASE_DIR

PAGE = BASE_DIR / "docs" / "add-indicator.md"
DATA = BASE_DIR / "ranking_portal" / "demo" / "data"
MOST_LINES = 60
HEADER, JOBS = "Созданные рабочие места, ед.", 120

# What a newcomer does after the change, in one process of the changed portal.
TRIAL = """
import io, json, sys
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "projects", name="jobs", verbosity=0)
call_command("migrate", verbosity=0)
call_command("load_methodology", sys.argv[1], "--in-force", verbosity=0, stdout=io.StringIO())
told = []
for book in sys.argv[2:]:
    call_command("import_register", book, "--year", "2025", verbosity=0, stdout=io.StringIO())
    out = io.StringIO()
    call_command("rank", "--year", "2025", "--kind", "clarifying", "--as-of", "2026-01-26", "--json", stdout=out)
    told.append(json.loads(out.getvalue()))
print(json.dumps(told))
"""


def the_diff() -> str:
    """The change as the page shows it."""
    found = re.search(r"```diff\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_it_is_short() -> None:
    changed = [line for line in the_diff().splitlines() if re.match(r"[+-](?![+-]{2} )", line)]
    assert 0 < len(changed) < MOST_LINES


def test_the_new_fact_earns_points(tmp_path: Path) -> None:
    copy = _copy(tmp_path / "portal")
    subprocess.run(["git", "apply"], cwd=copy, input=the_diff(), text=True, check=True)
    methodology = tmp_path / "methodology.yaml"
    scale = "scale: bands, bands: [{from: 0, points: 0}, {from: 100, points: 3}]"
    text = (DATA / "methodology-demo.yaml").read_text(encoding="utf-8")
    before = "      - {code: individual_recipients"
    added = f"      - {{code: jobs_created, title: Рабочие места, {scale}}}\n"
    methodology.write_text(text.replace(before, added + before), encoding="utf-8")
    books = [str(DATA / "register-2025.xlsx"), _with_jobs(tmp_path / "new.xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", TRIAL, str(methodology), *books],
        cwd=copy,
        env={"PORTAL_DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "ranking_portal.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    former, new = ({row["code"]: row for row in told["projects"]} for told in json.loads(done.stdout))
    assert float(new["E3"]["total"]) - float(former["E3"]["total"]) == 3
    assert {code for code in new if new[code]["total"] != former[code]["total"]} == {"E3"}


def _copy(target: Path) -> Path:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if not name.startswith(("tests/", "docs/")) and (BASE_DIR / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(BASE_DIR / name, target / name)
    return target


def _with_jobs(target: Path) -> str:
    """The shipped register with the new column, in which one project has created jobs."""
    book = load_workbook(DATA / "register-2025.xlsx")
    sheet = book["Финансирование"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Код проекта")
    column = max(cell.column for cell in head if cell.value) + 1
    sheet.cell(head[0].row, column, HEADER)
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[0].value == "E3":
            sheet.cell(row[0].row, column, JOBS)
    book.save(target)
    return str(target)
