"""The discipline of a year: who was in time, and by how many working days late, by step and by who answers for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ranking_portal.deadlines.bodies import body_of
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline


@dataclass(frozen=True)
class Kept:
    """One term and what came of it by a day. `late` is working days: as recorded, or so far where it is still open."""

    deadline: Deadline
    answerable: str
    outcome: str
    late: int


IN_TIME, LATE, OVERDUE, RUNNING = "in_time", "late", "overdue", "running"
OUTCOMES = {IN_TIME: "в срок", LATE: "с опозданием", OVERDUE: "просрочено", RUNNING: "срок идёт"}


@dataclass(frozen=True)
class Tally:
    """Terms of one step, or of one body or office, counted. `days` is working days of lateness together."""

    label: str
    total: int
    in_time: int
    late: int
    overdue: int
    running: int
    days: int
    longest: int

    @property
    def judged(self) -> int:
        """Terms whose outcome is known: done, or already past."""
        return self.in_time + self.late + self.overdue

    @property
    def percent(self) -> int | None:
        """Whole percent of the judged ones that were in time, rounded down; None where none is judged."""
        return self.in_time * 100 // self.judged if self.judged else None


def kept(
    deadlines: Iterable[Deadline], bodies: Mapping[str, str], today: date, calendar: WorkingCalendar
) -> list[Kept]:
    """Terms that count, each with its outcome on the day; cancelled and untracked ones judge nobody."""
    skipped = {DeadlineState.CANCELLED, DeadlineState.UNTRACKED}
    return [
        _judged(deadline, answerable(deadline, bodies), today, calendar)
        for deadline in deadlines
        if deadline.state not in skipped
    ]


def answerable(deadline: Deadline, bodies: Mapping[str, str]) -> str:
    """Who answers for the term: the body behind its object, or the office that the law names."""
    return body_of(deadline.object_key, bodies) if deadline.office else str(deadline.get_who_display())


def _judged(deadline: Deadline, who: str, today: date, calendar: WorkingCalendar) -> Kept:
    who = who or str(deadline.get_who_display())
    if deadline.state == DeadlineState.MET:
        return Kept(deadline, who, IN_TIME, 0)
    if deadline.state == DeadlineState.MET_LATE:
        return Kept(deadline, who, LATE, deadline.late_working_days)
    if today <= deadline.due_on:
        return Kept(deadline, who, RUNNING, 0)
    return Kept(deadline, who, OVERDUE, max(1, calendar.working_days_after(deadline.due_on, today)))


def by_step(rows: Iterable[Kept]) -> list[Tally]:
    """A line a step, in the order in which the rows come."""
    return _tallies(rows, lambda row: row.deadline.title)


def by_answerable(rows: Iterable[Kept]) -> list[Tally]:
    """A line a body or office, the latest first."""
    found = _tallies(rows, lambda row: row.answerable)
    return sorted(found, key=lambda tally: (-tally.days, tally.label.replace("ё", "е")))


def _tallies(rows: Iterable[Kept], label: Callable[[Kept], str]) -> list[Tally]:
    groups: dict[str, list[Kept]] = {}
    for row in rows:
        groups.setdefault(label(row), []).append(row)
    return [tally(name, group) for name, group in groups.items()]


def tally(label: str, rows: Iterable[Kept]) -> Tally:
    """Terms counted together under a label."""
    rows = list(rows)
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in OUTCOMES}
    late = [row.late for row in rows]
    return Tally(
        label,
        len(rows),
        counts[IN_TIME],
        counts[LATE],
        counts[OVERDUE],
        counts[RUNNING],
        sum(late),
        max(late, default=0),
    )


@dataclass(frozen=True)
class Segment:
    """A part of a bar in user units of the SVG; `stripes`: heights of the white lines along it."""

    fill: str
    x: int
    width: int
    stripes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A bar of the chart: one segment an outcome, and the same in words."""

    label: str
    segments: tuple[Segment, ...]
    told: str


@dataclass(frozen=True)
class Chart:
    """Bars on one scale; `width` and `height` of each bar's viewBox."""

    width: int
    height: int
    bars: tuple[Bar, ...]


BAR_WIDTH, BAR_HEIGHT = 720, 14
# Told apart without colour and on grey paper: plain, one white line along, two, or three; words stand beside each bar.
FILLS = {IN_TIME: "#1e6b3a", LATE: "#c9781f", OVERDUE: "#a3231c", RUNNING: "#8390a0"}
STRIPES: dict[str, tuple[int, ...]] = {IN_TIME: (), LATE: (6,), OVERDUE: (3, 9), RUNNING: (1, 6, 11)}


def chart(tallies: list[Tally]) -> Chart:
    """Horizontal bars of the counts, all on one scale: the longest takes the whole width."""
    largest = max((one.total for one in tallies), default=1)
    return Chart(BAR_WIDTH, BAR_HEIGHT, tuple(_bar(one, largest) for one in tallies))


def legend() -> list[tuple[Segment, str]]:
    """A segment of each outcome with its words."""
    return [(Segment(FILLS[outcome], 0, BAR_HEIGHT, STRIPES[outcome]), label) for outcome, label in OUTCOMES.items()]


def _bar(one: Tally, largest: int) -> Bar:
    counts = {IN_TIME: one.in_time, LATE: one.late, OVERDUE: one.overdue, RUNNING: one.running}
    segments, x = [], 0
    for outcome, count in counts.items():
        if count:
            width = count * BAR_WIDTH // largest
            segments.append(Segment(FILLS[outcome], x, width, STRIPES[outcome]))
            x += width
    told = ", ".join(f"{OUTCOMES[outcome]} {count}" for outcome, count in counts.items() if count)
    return Bar(one.label, tuple(segments), told)
