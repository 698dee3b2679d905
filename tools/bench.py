"""Timings of the portal's main jobs on the demonstration years: one table, and the same as JSON in build/bench.json.

Run by `make bench` beside a throw-away PostgreSQL. Each job runs several times; the least time is shown.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-bench-")
atexit.register(shutil.rmtree, os.environ["PORTAL_DATA_DIR"])
os.environ["LOG_LEVEL"] = "ERROR"
TIMES = 5


def least(act: Callable[[], Any], times: int = TIMES) -> float:
    """The least of several runs, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return min(spent)


def prepare_database() -> None:
    """An empty database of the portal on the server that DATABASE_URL names."""
    from django.db import connection
    from django.test.utils import setup_databases

    setup_databases(verbosity=0, interactive=False)
    connection.ensure_connection()


def jobs() -> dict[str, float]:
    """Every job by its title, in seconds."""
    from django.core.management import call_command
    from django.test import Client

    from projects.importing import apply_file
    from protocols.documents import preview_protocol
    from protocols.models import Protocol
    from ranking.computation import Snapshot
    from ranking.enums import RankingKind
    from ranking.models import Ranking
    from ranking.services import rankings
    from ranking_portal.accounts.models import User
    from ranking_portal.accounts.principals import SYSTEM
    from ranking_portal.demo.story import DATA

    found: dict[str, float] = {}
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        found["demonstration of three years"] = least(lambda: call_command("demo", stdout=nowhere), times=1)
    book = (DATA / "register-2025.xlsx").read_bytes()
    again = lambda: apply_file(book, 2025, file_name="register-2025.xlsx", by=SYSTEM)  # noqa: E731
    found["workbook of 2025, unchanged"] = least(again, times=2)
    calculate = lambda: rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 27), by=SYSTEM)  # noqa: E731
    found["ranking of 51 projects"] = least(calculate)
    ranking = Ranking.objects.get(cycle__year=2025, as_of=date(2026, 1, 26))
    found["the same from its snapshot"] = least(lambda: Snapshot.from_text(ranking.snapshot).result())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="office"))
    pages = {"rating page": f"/rankings/{ranking.pk}/", "why this score": f"/rankings/{ranking.pk}/E3/"}
    pages |= {"register page": "/projects/?year=2025", "home": "/"}
    for title, address in pages.items():
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} does not answer 200")
        found[title] = least(lambda address=address: client.get(address))  # type: ignore[misc]
    protocol = Protocol.objects.filter(cycle__year=2025).latest("edition")
    found["protocol as PDF"] = least(lambda: preview_protocol(protocol), times=3)
    return found


def main() -> None:
    import bench_export
    import bench_import
    import bench_pages
    import bench_terms
    import django

    bench_import.in_own_process()
    bench_export.in_own_process()
    django.setup()
    prepare_database()
    found = jobs()
    # Another database: terms of the demonstration would be due beside those that are counted.
    prepare_database()
    bench_terms.fill()
    found |= bench_terms.rounds()
    width = max(map(len, found))
    for title, seconds in found.items():
        sys.stdout.write(f"{title:<{width}}  {seconds * 1000:>9.1f} ms\n")
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    bench_pages.in_own_process()


if __name__ == "__main__":
    main()
