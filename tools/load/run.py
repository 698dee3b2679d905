"""The load of February on a whole installation: sixty heads write and send their proposals, twenty readers read.

Run by `make load` (SECONDS=300, SEED=1). The commands of docker-compose.yml are started natively; in the middle web and
worker are replaced, as an upgrade replaces them. The status is 1 where anything went wrong; figures: build/load.json.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DAY, MOST_MILLISECONDS, PATIENCE_SECONDS, BY_SECOND = date(2026, 2, 16), 500, 120, 4
QUEUES = ("celery", "enforcement", "documents")
STEPS = {
    "ask_agreement": "Направить на согласование",
    "submit": "Направить в проектный офис",
    "withdraw": "Отозвать",
    "rework": "Доработать",
    "agree": "Согласовать",
}
# What the log of PostgreSQL must not hold.
BAD_IN_LOG = re.compile(r"deadlock|FATAL|ERROR|could not serialize")
# A new cluster says so once, before it is ready and before the base is made.
NOT_YET = ('database "portal" does not exist', "the database system is starting up")


def rows(native: Any, sql: str) -> list[list[str]]:
    """Answers of the database."""
    command = ["psql", "-X", "-At", "-F", "\t", "-U", "portal", "-d", "portal", "-c", sql]
    done = subprocess.run(command, env=native.environment("postgres"), capture_output=True, text=True, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def waiting(native: Any) -> int:
    """How much the workers still have to do: rows of the outbox and messages of the queues."""
    left = int(rows(native, "SELECT count(*) FROM workflow_outboxmessage WHERE done_at IS NULL")[0][0])
    for queue in QUEUES:
        done = subprocess.run(
            ["redis-cli", "-p", str(native.redis_port), "llen", queue], capture_output=True, text=True, check=True
        )
        left += int(done.stdout)
    return left


def settled(native: Any) -> float:
    """Seconds until the workers have done everything."""
    start = time.monotonic()
    while waiting(native):
        if time.monotonic() > start + PATIENCE_SECONDS:
            raise SystemExit(f"the workers do not keep up: {waiting(native)} waiting")
        time.sleep(0.5)
    return time.monotonic() - start


def programme(native: Any, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of this Python in the installation's environment."""
    environment = {**native.environment("web"), "DJANGO_SETTINGS_MODULE": "ranking_portal.settings"}
    return subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def february(native: Any, people: Path) -> None:
    """The installation on the morning of the day, and who comes."""
    shift = (date.today() - DAY).days
    (native.data / "moved_clock").write_text(str(-shift), encoding="utf-8")
    made = programme(native, "tools/load/year.py", str(people))
    if made.returncode:
        raise SystemExit(made.stderr[-4000:])
    rows(native, "ANALYZE")
    settled(native)


def load(native: Any, people: Path, seconds: int) -> dict[str, Any]:
    """Everybody comes; in the middle the processes are replaced."""
    told = people.with_name("told.json")
    count = sum(len(found) for name, found in json.loads(people.read_text()).items() if name in ("heads", "readers"))
    words = [f"--users={count}", f"--spawn-rate={BY_SECOND}", f"--run-time={seconds}s", f"--host={native.home}"]
    command = [sys.executable, "-m", "locust", "-f", "tools/load/people.py", "--headless", "--only-summary", *words]
    environment = {**os.environ, "LOAD_PEOPLE": str(people), "LOAD_TOLD": str(told)}
    with (people.with_name("locust.log")).open("w") as log:
        crowd = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        time.sleep(seconds / 2)
        native.running["web"].send_signal(signal.SIGHUP)
        native.stop("worker")
        native.start("worker")
        crowd.wait(timeout=seconds + PATIENCE_SECONDS)
    if not told.exists():
        raise SystemExit(people.with_name("locust.log").read_text()[-4000:])
    return dict(json.loads(told.read_text(encoding="utf-8")))


def web_seconds(native: Any) -> float:
    """Seconds of a processor that the web service has taken so far, its ended workers counted."""
    master = native.running["web"].pid
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if stat.parent.name == str(master):
                found += sum(map(int, fields[11:15]))
            elif fields[1] == str(master):
                found += sum(map(int, fields[11:13]))
    return found / os.sysconf("SC_CLK_TCK")


def slices(found: dict[str, Any], long: int = 15) -> dict[int, tuple[int, float]]:
    """Answers and p95 of each quarter of a minute: where it was slow, and for how long."""
    by_time: dict[int, list[float]] = {}
    for at, spent in found.pop("answers"):
        by_time.setdefault(int(at) // long * long, []).append(spent)
    return {at: (len(one), sorted(one)[int(len(one) * 0.95)]) for at, one in sorted(by_time.items())}


def problems(native: Any, found: dict[str, Any]) -> list[str]:
    """Everything that is not as it must be."""
    bad = list(found["wrong"])
    if found["failures"]:
        bad.append(f"{found['failures']} requests have failed")
    if found["milliseconds"]["95"] > MOST_MILLISECONDS:
        bad.append(f"p95 is {found['milliseconds']['95']} ms, allowed {MOST_MILLISECONDS} ms")
    said = native.log("postgres").read_text(errors="replace").splitlines()
    bad += [line for line in said if BAD_IN_LOG.search(line) and not any(one in line for one in NOT_YET)]
    for name in ("web", "worker", "beat"):
        text = native.log(name).read_text(errors="replace")
        bad += [
            f"{name}: {line[:600]}" for line in text.splitlines() if '"level": "error"' in line or "Traceback" in line
        ]
    return bad + not_as_told(native, found["accepted"]) + broken(native)


def not_as_told(native: Any, accepted: dict[str, int]) -> list[str]:
    """Each step that was answered as taken stands in the journal as often, and no other does."""
    sql = f"SELECT action, split_part(ref, ':', 2), count(*) FROM journal_entry WHERE {taken()} GROUP BY 1, 2"
    names = {label: name for name, label in STEPS.items()}
    written = {f"{names[action]} {pk}": int(count) for action, pk, count in rows(native, sql)}
    # An answer that was on its way when the run ended is not counted by its reader.
    return [
        f"{step}: answered {accepted.get(step, 0)} times, written {written.get(step, 0)} times"
        for step in sorted(accepted.keys() | written.keys())
        if not 0 <= written.get(step, 0) - accepted.get(step, 0) <= 1
    ]


def taken() -> str:
    """Which entries of the journal are steps of the crowd."""
    labels = ", ".join(f"'{label}'" for label in STEPS.values())
    return f"action IN ({labels}) AND ref ~ '^bonus_fund\\.(bonusproposal|agreement):'"


def broken(native: Any) -> list[str]:
    """The chain of the journal, the invariants, messages done twice."""
    bad = []
    for command in ("verify_journal", "check_integrity"):
        done = programme(native, "manage.py", command)
        if done.returncode:
            bad.append(f"{command}: {done.stdout[-500:]}{done.stderr[-500:]}")
    again = rows(native, "SELECT count(*) FROM workflow_outboxmessage WHERE last_error <> ''")
    papers = rows(native, "SELECT count(*) - count(DISTINCT (ref, kind)) FROM protocols_document")
    notices = rows(native, "SELECT count(*) FROM workflow_outboxmessage WHERE done_at IS NULL")
    for what, count in (("failed deliveries", again), ("papers twice", papers), ("undelivered", notices)):
        if count[0][0] != "0":
            bad.append(f"{what}: {count[0][0]}")
    return bad


def keep_logs(native: Any) -> None:
    """What the processes have said, to be read after the run."""
    target = ROOT / "build" / "load"
    target.mkdir(parents=True, exist_ok=True)
    for log in native.folder.glob("*.log"):
        shutil.copy(log, target)


def report(found: dict[str, Any], bad: list[str]) -> None:
    """The table of the run."""
    for name, (asked, p95) in sorted(found["pages"].items(), key=lambda item: -item[1][1]):
        sys.stdout.write(f"{name:<40}{asked:>7}{p95:>8.0f} ms\n")
    for at, (asked, p95) in found["slices"].items():
        sys.stdout.write(f"from second {at:>4}{asked:>7} answers, p95{p95:>8.0f} ms\n")
    times = found["milliseconds"]
    sys.stdout.write(
        f"{found['requests']} requests, {found['a_second']:.1f} a second; p50 {times['50']:.0f} ms, "
        f"p95 {times['95']:.0f} ms of {MOST_MILLISECONDS}, most {times['100']:.0f} ms; errors {found['failures']}; "
        f"steps taken {sum(found['accepted'].values())}; workers were done {found['settled']:.1f} s after; "
        f"web took {found['web_seconds']:.0f} s of a processor; load of the machine before {found['busy']:.2f}\n"
    )
    for line in bad:
        sys.stdout.write(f"WRONG {line}\n")
    target = ROOT / "build" / "load.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found | {"bad": bad}, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
    os.environ.setdefault("PORTAL_DATA_DIR", tempfile.mkdtemp(prefix="portal-load-"))
    from tests.deployment.native import installation

    seconds, busy = int(os.environ.get("SECONDS") or 300), os.getloadavg()[0]
    # TLS ends at the reverse proxy, which is not of the trial.
    with (
        tempfile.TemporaryDirectory() as folder,
        installation({"PORTAL_DEMO": "true", "PORTAL_HTTPS": "false"}) as native,
    ):
        people = Path(folder) / "people.json"
        february(native, people)
        spent = web_seconds(native)
        found = load(native, people, seconds)
        found |= {"settled": settled(native), "a_second": found["requests"] / seconds, "busy": busy}
        found |= {"web_seconds": web_seconds(native) - spent, "slices": slices(found)}
        bad = problems(native, found)
        keep_logs(native)
    report(found, bad)
    if bad:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
