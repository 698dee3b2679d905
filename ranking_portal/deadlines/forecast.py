"""How far the rest of the year may still run: the last lawful day of each remaining step of the chain.

Pure: the edition's table, what stands open or done, a calendar. Each step is taken to be done on its very last day, so
a day told here is "not later than", never a plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.regulation.edition import Edition, Obligation

NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True)
class Standing:
    """What has come of an obligation: last days of its open terms, the latest day on which a closed one was done."""

    open_until: tuple[date, ...] = ()
    done_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Ahead:
    """A step still to come. `starts_by`: its event at the latest, None where the term runs already or the law dates it.

    `last_day`: the last lawful day, None where the law gives no term; `late` where a step before it is late already.
    """

    starts_by: date | None
    last_day: date | None
    provisional: bool
    late: bool


@dataclass(frozen=True)
class _Point:
    """A day in the chain, and what is known of it."""

    day: date
    provisional: bool = False
    late: bool = False


def ahead(
    edition: Edition, year: int, standings: Mapping[str, Standing], calendar: WorkingCalendar, today: date
) -> dict[str, Ahead]:
    """The remaining steps by code, as far as the table lets them be foreseen; done ones are left out.

    A step that opens by a need of clause 2.3 is told by its own date, until that has passed.
    """
    return _Chain(edition, year, standings, calendar, today).remaining()


class _Chain:
    """The table of one year, walked from the open terms to its end."""

    def __init__(
        self, edition: Edition, year: int, standings: Mapping[str, Standing], calendar: WorkingCalendar, today: date
    ) -> None:
        self.edition, self.year, self.standings = edition, year, standings
        self.calendar, self.today = calendar, today
        self.finish = cache(self._finish)
        self.start = cache(self._start)
        self.done_on = cache(self._done_on)

    def remaining(self) -> dict[str, Ahead]:
        found = {}
        for row in self.edition.obligations:
            if self.done_on(row.code):
                continue
            start, finish = self.start(row.code), self.finish(row.code)
            if start is None and finish is None:
                continue
            known = finish or start
            assert known is not None
            found[row.code] = Ahead(
                start.day if start else None, finish.day if finish else None, known.provisional, known.late
            )
        return found

    def _standing(self, code: str) -> Standing:
        return self.standings.get(code, Standing())

    def _before(self, code: str) -> list[Obligation]:
        return [row for row in self.edition.obligations if code in row.opens_next]

    def _done_on(self, code: str) -> date | None:
        """When the step was done; None where it runs, or the chain above it has been started anew since."""
        standing = self._standing(code)
        if standing.open_until or standing.done_on is None:
            return None
        for row in self._before(code):
            above = self._standing(row.code)
            restarted = above.open_until or (above.done_on and self.done_on(row.code) is None)
            if restarted or (above.done_on and above.done_on > standing.done_on):
                return None
        return standing.done_on

    def _finish(self, code: str) -> _Point | None:
        """The last lawful day of a step, or the day on which it was done."""
        row, standing = self.edition.obligation(code), self._standing(code)
        if standing.open_until:
            due = max(standing.open_until)
            # What is late already can be done today at the earliest: the rest is counted from there.
            return _Point(max(due, self.today), standing.provisional, due < self.today)
        if done := self.done_on(code):
            return _Point(done)
        if row.fixed is not None:
            named = self._named(row)
            return named if named.day >= self.today else None
        start = self.start(code)
        if start is None or row.working_days is None:
            return None
        term = self.calendar.term(start.day, row.working_days)
        return _Point(term.due, start.provisional or term.provisional, start.late)

    def _start(self, code: str) -> _Point | None:
        """The latest day of the event that opens a step not open yet."""
        row = self.edition.obligation(code)
        if self._standing(code).open_until or self.done_on(code) or row.fixed is not None:
            return None
        before = self._before(code)
        if not before:
            return self._after_fixed_date(row)
        points = [point for other in before if (point := self.finish(other.code)) is not None]
        if len(points) < len(before):
            return None
        latest = _Point(
            max(point.day for point in points),
            any(point.provisional for point in points),
            any(point.late for point in points),
        )
        return self._received(row, latest)

    def _after_fixed_date(self, row: Obligation) -> _Point | None:
        """Clause 2.6: results are approved and sent by 15 February, so the date above in the table bounds the event."""
        rows = self.edition.obligations
        dated = [other for other in rows[: rows.index(row)] if other.fixed is not None]
        if not dated:
            return None
        named = self._named(dated[-1])
        return _Point(max(named.day, self.today), named.provisional, named.day < self.today)

    def _received(self, row: Obligation, sent: _Point) -> _Point | None:
        """The event day of a step that opens by receipt: deemed so many working days after dispatch (clause 2.6)."""
        if not row.opens_on.rpartition(".")[2].startswith("received"):
            return _Point(max(sent.day, self.today), sent.provisional, sent.late)
        if not self.edition.boolean("deemed_receipt"):
            return None
        term = self.calendar.term(sent.day, self.edition.integer("deemed_receipt_days"))
        return _Point(max(term.due, self.today), sent.provisional or term.provisional, sent.late)

    def _named(self, row: Obligation) -> _Point:
        """The day that the law names, moved off a day off where the edition says so (Civil Code, art. 193)."""
        named = self.edition.due_date(row, self.year)
        assert named is not None
        if self.edition.choice("fixed_date_on_day_off") != NEXT_WORKING_DAY:
            return _Point(named)
        return _Point(self.calendar.next_working_on_or_after(named), self.calendar.is_provisional(named.year))
