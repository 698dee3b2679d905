"""Writes docs/soak.md from the figures that the long trials have left. Usage: tools/soak_report.py FOLDER SECONDS"""

import json
import os
import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "soak.md"
HEAD = """# The last long trial

What `make soak` has measured; it writes this page itself. The suite runs a short sample of each.

"""
NOTES = """
- *Races*: two connections take the same step of the same object (and pairs of different steps) at one moment on
  PostgreSQL: one gets through, the other is told so in words, journal and outbox show one. Where both got through, one
  after the other, the second step was open after the first.
- *Kills*: `SIGKILL` of web and worker, with all their processes, at random moments of a year over HTTP; after each
  restart `check_integrity` and `verify_journal` hold; the year ends as if nothing had been, no step told twice.
- *Changed rules*: each mutant changes one place of one rule (kinds below); a test must notice. Those that nobody could
  notice stand with the reason in `tests/mutation/equivalent.csv`.
- *Hostile submissions*: made from the forms themselves, by everybody who may send there; no 5xx, nothing unsafe in the
  answer, every invariant holds after each hundred.
"""


def gathered(folder: Path) -> list[dict[str, Any]]:
    """Trials by title, those of one title added up."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        known = found.setdefault(one["title"], {"title": one["title"], "passed": True, "seconds": 0.0, "figures": {}})
        known["passed"] &= one["passed"]
        known["seconds"] += one["seconds"]
        for name, value in one["figures"].items():
            known["figures"][name] = _added(known["figures"].get(name), value)
    return sorted(found.values(), key=lambda one: str(one["title"]))


def _added(before: Any, value: Any) -> Any:
    if isinstance(value, bool) or before is None:
        return value
    return before + value if isinstance(value, int | list) else value


def _told(figures: dict[str, Any], leave: Iterable[str]) -> str:
    parts = []
    for name, value in figures.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key}: {number}" for key, number in value.items())
        if isinstance(value, list):
            value = len(value)
        if name not in leave:
            parts.append(f"{name} {value}")
    return "; ".join(parts)


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{os.cpu_count()} cores, {memory} GB, Linux {platform.release()}, Python {platform.python_version()}"


def main(folder: Path, seconds: int) -> None:
    """Write the page."""
    trials = gathered(folder)
    day, seed = datetime.now(UTC).date(), os.environ.get("SEED") or "the usual ones"
    lines = [f"{day:%Y-%m-%d} · seed {seed} · {seconds // 60} min · {_machine()}", ""]
    lines += ["| trial | figures | seconds | |", "|---|---|---|---|"]
    for one in trials:
        word = "held" if one["passed"] else "**FAILED**"
        lines.append(f"| {one['title']} | {_told(one['figures'], ('kinds',))} | {one['seconds']:.0f} | {word} |")
    kinds = sorted({kind for one in trials for kind in one["figures"].get("kinds", [])})
    lines += ["", f"Kinds of changes of a rule: {', '.join(kinds)}."] if kinds else []
    for one in trials:
        lines += [f"- survived: `{told}`" for told in one["figures"].get("survivors", [])]
    REPORT.write_text(HEAD + "\n".join(lines) + "\n" + NOTES, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
