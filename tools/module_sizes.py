"""No module over 500 lines: one idea a module can be held in mind."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ranking_portal", "projects", "ranking", "protocols", "bonus_fund", "tests", "tools")
WALL = 500


def too_long() -> list[str]:
    """Python files of the project (migrations apart) over the wall, with their length."""
    files = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.parent.name != "migrations")
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return [f"{path.relative_to(ROOT)}: {size} lines" for path, size in sizes.items() if size > WALL]


if __name__ == "__main__":
    found = too_long()
    sys.stderr.write("".join(f"{line}\n" for line in found))
    sys.exit(bool(found))
