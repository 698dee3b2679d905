"""Where the lines and bars of the charts stand: plain numbers for the SVG templates, no Django.

Every chart has a table behind it, so that what is drawn here says nothing that is not written there too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ROW, TOP, LEFT, RIGHT, WIDTH = 20, 36, 90, 400, 800
NAME = 48
# The criteria of clause 2.2: colours of different lightness, and a texture over each but the first.
BAR_HEIGHT = 6
FILLS = {1: "#2b6cb0", 2: "#14866d", 3: "#8a63b8", 4: "#c9781f"}
TEXTURES = {2: "#d5efe8", 3: "#ffffff", 4: "#fdeeda"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A criterion's piece of a stacked bar: where it begins and how long it is, in points."""

    number: int
    start: str
    width: str

    @property
    def kind(self) -> int:
        """Which of the four looks is its own: a fifth criterion looks like the first."""
        return (self.number - 1) % len(FILLS) + 1

    @property
    def fill(self) -> str:
        """Its colour."""
        return FILLS[self.kind]

    @property
    def ink(self) -> str:
        """The colour of its texture; "" for the plain one."""
        return TEXTURES.get(self.kind, "")

    @property
    def texture(self) -> str:
        """The path over it that tells the criterion without colour; "" for the plain one.

        Drawn shape by shape: patterns of SVG come out of a PDF with seams between their tiles.
        """
        start, end = Decimal(self.start), Decimal(self.start) + Decimal(self.width)
        if self.kind == 2:
            return "".join(f"M{x} 6l2-6h.8l-2 6z" for x in _along(start, end, Decimal("2.5"), Decimal("2.8")))
        if self.kind == 3:
            marks = list(_along(start, end, Decimal("2.4"), Decimal("1.8")))
            return "".join(f"M{x + Decimal('.6')} {y}h1.2v1.4h-1.2z" for y in ("1", "3.6") for x in marks)
        if self.kind == 4:
            return "".join(f"M{self.start} {y}H{end}v.8H{self.start}z" for y in ("1", "2.8", "4.6"))
        return ""


def _along(start: Decimal, end: Decimal, step: Decimal, length: Decimal) -> Iterable[Decimal]:
    """Where marks of a length begin, a step apart, none beyond the end."""
    while start + length <= end:
        yield start
        start += step


def pieces(points: Iterable[tuple[int, str]]) -> tuple[Piece, ...]:
    """Criteria with their points, one after another; those without points have no piece."""
    found, start = [], Decimal(0)
    for number, width in points:
        if Decimal(width) > 0:
            found.append(Piece(number, str(start), width))
            start += Decimal(width)
    return tuple(found)


def keys(titles: Iterable[tuple[int, str]]) -> list[tuple[Piece, str]]:
    """The legend: a piece of each criterion with its title."""
    return [(Piece(number, "0", "8"), title) for number, title in titles]


@dataclass(frozen=True, slots=True)
class Slope:
    """One project's line from its place in one ranking to its place in another. `move`: "up", "down" or "same"."""

    code: str
    name: str
    left: str
    right: str
    y1: int
    y2: int
    move: str


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """All lines and the size of the drawing, in its own units."""

    lines: tuple[Slope, ...]
    height: int
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH


def slope_chart(rows: Iterable[tuple[str, str, int | None, int | None]]) -> SlopeChart:
    """A slope chart of (code, name, place was, place is); whoever has no place in one of the two is left out.

    The height is the place itself; projects of a shared place stand one under another, by code, on the places that
    the shared one skips.
    """
    both = [(code, name, was, now) for code, name, was, now in rows if was is not None and now is not None]
    left = _slots((was, code) for code, _, was, _ in both)
    right = _slots((now, code) for code, _, _, now in both)
    lines = [
        Slope(code, shortened(name), str(was), str(now), _height(left[code]), _height(right[code]), _move(was, now))
        for code, name, was, now in both
    ]
    # Those that moved are drawn over those that did not.
    lines.sort(key=lambda line: (line.move != "same", right[line.code]))
    lowest = max((slot for slots in (left, right) for slot in slots.values()), default=0)
    return SlopeChart(tuple(lines), _height(lowest) + ROW)


def _slots(places: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Code -> where it stands, counted from 1."""
    found: dict[str, int] = {}
    last = 0
    for place, code in sorted(places):
        last = max(place, last + 1)
        found[code] = last
    return found


def _height(slot: int) -> int:
    return TOP + ROW * (slot - 1)


def _move(was: int, now: int) -> str:
    return "up" if now < was else "down" if now > was else "same"


def shortened(name: str, length: int = NAME) -> str:
    """A name cut at a word for a label."""
    if len(name) <= length:
        return name
    cut = name[: length - 1].rsplit(" ", 1)[0]
    return f"{cut}…"


def histogram_path(counts: Sequence[int], height: int = 20, bar: int = 6) -> str:
    """One path of bars, a place after another, the most frequent place being full height; nothing for no cases."""
    most = max(counts, default=0)
    drawn = []
    for order, count in enumerate(counts):
        if count:
            # What happened at all is seen.
            tall = max(1, round(Fraction(height * count, most)))
            drawn.append(f"M{bar * order} {height}h{bar - 1}v-{tall}h-{bar - 1}z")
    return "".join(drawn)
