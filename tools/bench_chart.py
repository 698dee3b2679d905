"""The chart of the targets, and their table in docs/performance.md."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from bench_table import Target, markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURE = DOCS / "performance.md", DOCS / "performance.svg"
START, END = "<!-- measured -->\n", "<!-- /measured -->\n"
SHOWN = "![Each target as a part of its limit](performance.svg)\n\n"
WIDTH, TITLES, ROW, BAR, TOP = 900, 440, 22, 12, 34


def shares(targets: Sequence[Target]) -> list[tuple[Target, float]]:
    """Each target with a limit, and what part of its limit it takes: 1 is the limit itself."""
    found = []
    for one in targets:
        if one.most:
            found.append((one, (one.value if one.ratio is None else one.ratio) / one.most))
    return found


def chart(targets: Sequence[Target]) -> str:
    """An SVG picture: a bar a target, as long as its part of the limit; the limit is a line."""
    rows = shares(targets)
    height, room = TOP + ROW * len(rows) + 10, WIDTH - TITLES - 70
    limit = TITLES + room * 2 // 3
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="12">',
        "<style>text { font-family: sans-serif }</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{limit}" y="18" text-anchor="middle" fill="#444">limit</text>',
    ]
    for number, (one, share) in enumerate(rows):
        y = TOP + ROW * number
        long = min(share, 1.4) * (limit - TITLES)
        parts += [
            f'<text x="{TITLES - 8}" y="{y + BAR - 2}" text-anchor="end" fill="#222">{escape(one.title)}</text>',
            f'<rect x="{TITLES}" y="{y}" width="{max(long, 1):.1f}" height="{BAR}" fill="{_colour(one)}"/>',
            f'<text x="{TITLES + max(long, 1) + 6:.1f}" y="{y + BAR - 2}" fill="#444">{share:.0%}</text>',
        ]
    parts += [f'<path d="M{limit} 24V{height - 6}" stroke="#444" stroke-dasharray="4 3"/>', "</svg>"]
    return "\n".join(parts) + "\n"


def _colour(one: Target) -> str:
    return "#2f6f8f" if one.holds else "#b3402f"


def into_docs(targets: Sequence[Target], machine: dict[str, Any]) -> None:
    """Put the table and the chart in place of the former ones."""
    PICTURE.write_text(chart(targets), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    where = (
        f"Measured {machine['when']}: {machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        f"load of the machine before the run {machine['busy']:.1f}.\n\n"
    )
    PAGE.write_text(f"{before}{START}{where}{SHOWN}{markdown(targets)}{END}{after}", encoding="utf-8")
