"""What every bench gives: targets, each a figure beside its floor and its limit; kept as JSON, told as lines."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / "build"
KEPT = BUILD / "bench"
MOST_QUERIES = 12
# Figures of a unit that are shown in thousandths.
IN_MILLISECONDS = "ms"


@dataclass(frozen=True)
class Target:
    """A figure: `value` of `unit` (seconds are shown as "ms"), not over `most` times the `floor`, or `most` itself.

    `queries`: of a page, never over a dozen. `most` is None for what is only told.
    """

    group: str
    title: str
    value: float
    unit: str = IN_MILLISECONDS
    floor: float | None = None
    most: float | None = None
    queries: int | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor; None without one."""
        return None if self.floor is None else self.value / self.floor

    @property
    def holds(self) -> bool:
        """Whether no limit is passed."""
        measured = self.value if self.ratio is None else self.ratio
        within = self.most is None or measured <= self.most
        return within and (self.queries is None or self.queries <= MOST_QUERIES)

    @property
    def verdict(self) -> str:
        """One word."""
        if self.most is None and self.queries is None:
            return "told"
        return "holds" if self.holds else "MISSED"

    def _figure(self, number: float | None) -> str:
        if number is None:
            return ""
        return f"{number * 1000:,.1f} ms" if self.unit == IN_MILLISECONDS else f"{number:,.2f} {self.unit}"

    def cells(self) -> list[str]:
        """The line of the table."""
        ratio, unit = ("", self.unit) if self.ratio is None else (f"{self.ratio:.2f}x", "x")
        most = "" if self.most is None else f"{self.most:g}{unit if unit == 'x' else f' {unit}'}"
        if self.ratio is None and self.unit == IN_MILLISECONDS and self.most is not None:
            most = f"{self.most * 1000:,.0f} ms"
        asked = "" if self.queries is None else str(self.queries)
        return [self.title, self._figure(self.value), self._figure(self.floor), ratio, most, asked, self.verdict]


HEAD = ["What", "Figure", "Floor", "Ratio", "Limit", "Queries", "Verdict"]


def keep(name: str, targets: Iterable[Target]) -> None:
    """Remember what a bench has found."""
    KEPT.mkdir(parents=True, exist_ok=True)
    rows = [asdict(one) for one in targets]
    (KEPT / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def kept(name: str) -> list[Target]:
    """What a bench has found in this run; nothing where it has broken down."""
    file = KEPT / f"{name}.json"
    if not file.exists():
        return []
    return [Target(**row) for row in json.loads(file.read_text(encoding="utf-8"))]


def told(targets: Iterable[Target]) -> str:
    """The table as text."""
    rows = [HEAD, *(one.cells() for one in targets)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def markdown(targets: Iterable[Target]) -> str:
    """The table as Markdown."""
    rows = [HEAD, ["---", *["---:"] * (len(HEAD) - 2), "---"], *(one.cells() for one in targets)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
