"""Every target beside its floor, measured in one run: one table, build/bench.json and a chart, build/bench.svg.

Run by `make bench` beside a throw-away PostgreSQL. Each bench is a process of its own, so that none counts another's
memory or warmth. The status is 1 where a limit is missed or a bench breaks down. DOCS=1 writes docs/performance.md too.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-bench-")
atexit.register(shutil.rmtree, os.environ["PORTAL_DATA_DIR"])
os.environ["LOG_LEVEL"] = "ERROR"
# Who is measured has only signed in: a second factor is asked for once a day, not on a page.
os.environ["PORTAL_SECOND_FACTOR"] = "0"
os.environ["REQUESTS_A_MINUTE"] = os.environ["FILES_A_MINUTE"] = "0"
TIMES = 5
BENCHES = ("pages", "rules", "import", "export", "terms", "growth")


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


def machine() -> dict[str, Any]:
    """Where and when it is measured."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": model,
        "cores": os.cpu_count(),
        "busy": os.getloadavg()[0],
        "python": sys.version.split()[0],
    }


def run(name: str) -> list[str]:
    """Run a bench; what went wrong with it."""
    import bench_table

    (bench_table.KEPT / f"{name}.json").unlink(missing_ok=True)
    sys.stdout.write(f"{name}...\n")
    sys.stdout.flush()
    done = subprocess.run([sys.executable, str(ROOT / "tools" / f"bench_{name}.py")], check=False, cwd=ROOT)
    return [f"{name} has broken down"] if done.returncode else []


def main() -> None:
    import bench_chart
    import bench_table

    where, broken = machine(), []
    for name in BENCHES:
        broken += run(name)
    found = [target for name in BENCHES for target in bench_table.kept(name)]
    sys.stdout.write(bench_table.told(found))
    told = {"machine": where, "targets": [asdict(one) | {"verdict": one.verdict} for one in found]}
    bench_table.BUILD.mkdir(exist_ok=True)
    (bench_table.BUILD / "bench.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    (bench_table.BUILD / "bench.svg").write_text(bench_chart.chart(found), encoding="utf-8")
    if os.environ.get("DOCS"):
        bench_chart.into_docs(found, where)
    missed = [one.title for one in found if not one.holds] + broken
    if missed:
        raise SystemExit(f"missed: {'; '.join(missed)}")


if __name__ == "__main__":
    main()
