"""How quickly 50,000 contracts go out as a workbook, beside xlsxwriter alone writing the same cells.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_export.py). A process of its
own: its memory is counted.
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GROUP = "files"
ALREADY_FILLED = "--filled"
TIMES_FLOOR, MOST_MEGABYTES, TIMES = 1.3, 120, 3


def filled(rows: int) -> None:
    """The contracts of a year, and who downloads them."""
    import bench_import

    from projects.models import Contract, ProjectYear
    from ranking_portal.accounts.enums import Role
    from ranking_portal.accounts.models import RoleGrant, User
    from ranking_portal.directory.models import Organization

    office = User.objects.create_user("bench", "bench", full_name="Bench")
    RoleGrant.objects.create(user=office, role=Role.OFFICE, since=date(2020, 1, 1), order="№ 1")
    bench_import.register()
    cards = dict(ProjectYear.objects.order_by().values_list("project__code", "pk"))
    bodies = dict(Organization.objects.order_by().values_list("short_name", "pk"))
    left = iter(range(rows))
    while chunk := list(islice(left, 2000)):
        Contract.objects.bulk_create(_contract(bench_import.row_of(number), cards, bodies) for number in chunk)


def _contract(row: list[Any], cards: dict[str, int], bodies: dict[str, int]) -> Any:
    from projects.models import Contract

    code, number, _, subject, price, day, customer = row
    return Contract(
        card_id=cards[code],
        number=number,
        kind="state",
        subject=subject,
        price_kopecks=int(price * 100),
        concluded_on=day,
        customer_id=bodies[customer],
    )


def portal() -> bytes:
    """The list as the office downloads it; its first bytes."""
    from django.test import Client

    from ranking_portal.accounts.models import User

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username="bench"))
    answer = browser.get("/projects/facts/contract/xlsx/?year=2025")
    if answer.status_code != 200:
        raise SystemExit(f"not downloaded: {answer.status_code}")
    first = b""
    for piece in answer.streaming_content:  # type: ignore[attr-defined]
        first = first or bytes(piece)
    return first


def alone(rows: list[list[Any]]) -> None:
    """The same cells by xlsxwriter."""
    import bench_import
    import xlsxwriter

    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Контракты")
        day, money = (book.add_format({"num_format": shape}) for shape in ("dd.mm.yyyy", "#,##0.00"))
        sheet.write_row(0, 0, bench_import.HEADERS)
        for line, (code, name, kind, subject, price, on, customer) in enumerate(rows, 1):
            sheet.write_string(line, 0, code)
            sheet.write_string(line, 1, name)
            sheet.write_string(line, 2, kind)
            sheet.write_string(line, 3, subject)
            sheet.write_number(line, 4, price, money)
            sheet.write_datetime(line, 5, on, day)
            sheet.write_string(line, 6, customer)


def peak_memory() -> float:
    """Megabytes that this process has held at most (`ru_maxrss` would begin with those of the parent)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def measure() -> dict[str, float]:
    """Every figure, in seconds and megabytes."""
    import bench
    import bench_import

    before = peak_memory()
    if not portal().startswith(b"PK"):
        raise SystemExit("not a workbook")
    found = {"export of 50,000 contracts": bench.least(portal, TIMES)}
    found["memory before, MB"] = before
    found["peak memory, MB"] = peak_memory()
    rows = [bench_import.row_of(number) for number in range(bench_import.ROWS)]
    found["xlsxwriter alone"] = bench.least(lambda: alone(rows), TIMES)
    return found


def targets(found: dict[str, float]) -> list[Any]:
    """Limits: of the library alone, of memory."""
    from bench_table import Target

    title, alone = "export of 50,000 contracts", found["xlsxwriter alone"]
    return [
        Target(GROUP, f"{title}, to xlsxwriter alone", found[title], floor=alone, most=TIMES_FLOOR),
        Target(GROUP, f"{title}, memory", found["peak memory, MB"], unit="MB", most=MOST_MEGABYTES),
    ]


def main() -> None:
    # Tools of development, which Django and structlog load where they find them; an installation has neither.
    sys.modules.update(dict.fromkeys(("jinja2", "rich")))  # type: ignore[arg-type]
    os.environ.pop("CELERY_BROKER_URL", None)
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import bench
    import bench_import
    import bench_table
    import django

    django.setup()
    if ALREADY_FILLED in sys.argv:
        bench_table.keep("export", targets(measure()))
        return
    from django.db import connection

    bench.prepare_database()
    filled(bench_import.ROWS)
    # A process of its own: what migrations and filling took is not counted.
    name = connection.settings_dict["NAME"]
    connection.close()
    where = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    command = [sys.executable, __file__, ALREADY_FILLED]
    subprocess.run(command, check=True, env=os.environ | {"DATABASE_URL": where})


if __name__ == "__main__":
    main()
