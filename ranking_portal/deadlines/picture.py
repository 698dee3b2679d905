"""The year as a picture: where the bars of its steps stand on a line of days. Plain numbers for the SVG, no Django.

Whatever is drawn is written in the table behind the drawing too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, ROW, TOP, FOOT = 960, 44, 28, 12
EDGE = timedelta(days=3)
MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
# Names of months stand no closer than this.
NARROWEST = 34


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a step, or its forecast (`ahead`): event, last lawful day, the day it was done (None: not yet)."""

    start: date
    due: date
    done: date | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A term in the drawing: its lawful time, what of it was late, where it was done; in its units of length."""

    left: int
    width: int
    late_left: int
    late_width: int
    done_at: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A step in the drawing, with a span for every term of other days. `mark` is done, now, late or "" (still ahead).

    `start`, `due` and `done` are the days that the table tells: the first, the last, the last of what is all done.
    """

    title: str
    mark: str
    y: int
    spans: tuple[Span, ...]
    start: date
    due: date
    done: date | None
    ahead: bool

    @property
    def is_late(self) -> bool:
        """Something of it was or is late."""
        return any(span.late_width for span in self.spans)


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month; January is named by its year."""

    x: int
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole drawing; `today` is None where today is no day of the year's work."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: int | None
    height: int
    width: int = WIDTH


def picture_of(steps: Iterable[tuple[str, str, list[Term]]], today: date) -> Picture | None:
    """Bars of (title, mark, terms); a step without a day is left out. None where no step has a day."""
    dated = [(title, mark, terms) for title, mark, terms in steps if terms]
    if not dated:
        return None
    days = [day for _, _, terms in dated for term in terms for day in (term.start, term.due, term.done or term.due)]
    if any(not term.done and not term.ahead for _, _, terms in dated for term in terms):
        # What is not done runs up to today, or is late up to today.
        days.append(today)
    first, last = min(days) - EDGE, max(days) + EDGE
    scale = _Scale(first, last)
    bars = tuple(
        _bar(title, mark, terms, TOP + place * ROW, scale, today) for place, (title, mark, terms) in enumerate(dated)
    )
    shown = scale.x(today) if first <= today <= last else None
    return Picture(bars, tuple(_ticks(scale)), shown, TOP + len(bars) * ROW + FOOT)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Where a day stands."""
        return (day - self.first).days * WIDTH // max(1, (self.last - self.first).days)


def _bar(title: str, mark: str, terms: list[Term], y: int, scale: _Scale, today: date) -> Bar:
    finished = [term.done for term in terms if term.done]
    return Bar(
        title,
        mark,
        y,
        tuple(dict.fromkeys(_span(term, scale, today) for term in terms)),
        min(term.start for term in terms),
        max(term.due for term in terms),
        max(finished) if len(finished) == len(terms) else None,
        all(term.ahead for term in terms),
    )


def _span(term: Term, scale: _Scale, today: date) -> Span:
    left, right = scale.x(term.start), scale.x(term.due)
    # What was done, or is still to be done, after its last lawful day.
    until = right if term.ahead else max(right, scale.x(term.done or today))
    return Span(left, max(4, right - left), right, until - right, scale.x(term.done) if term.done else None)


def _ticks(scale: _Scale) -> Iterator[Tick]:
    day, at = scale.first.replace(day=1), -NARROWEST
    while day <= scale.last:
        if day >= scale.first and scale.x(day) - at >= NARROWEST:
            at = scale.x(day)
            yield Tick(at, str(day.year) if day.month == 1 else MONTHS[day.month - 1])
        day = (day + timedelta(days=31)).replace(day=1)
