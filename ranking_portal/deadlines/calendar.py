"""The working calendar of Russia and terms in working days, as pure rules on dates.

Days off come from the `holidays` package: public holidays, days off transferred by the Government's decree, working
Saturdays. The office may override any day by an act. No database and no "today" here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ranking_portal.clock import ZONE

# Those of the package, which brings the days of all countries with it (9 MB): it is loaded when a year is asked.
FIRST_YEAR, LAST_YEAR = 1991, 2100
SATURDAY = 5
ONE_DAY = timedelta(days=1)
WORKING = "рабочий день"
# What gives a day off: the Code itself for holidays and for those at a weekend, the Government's decree for the rest.
BY_CODE, BY_DECREE = "Трудовой кодекс, статья 112", "постановление Правительства о переносе выходных дней"
HOLIDAY, MOVED_HOLIDAY = "праздничный день: ", "перенос выходного дня: "
# How the package names a day off transferred by decree, and one given for a holiday that fell on a weekend.
TRANSFERRED, IN_LIEU = "Выходной (перенесено с ", " (выходной)"


@dataclass(frozen=True)
class YearDays:
    """What differs in a year from "Monday to Friday", each day with its reason in Russian.

    `days_off`: holidays (at weekends too) and transferred days off. `working_weekends`: days worked although a weekend
    or a holiday. `provisional`: the decree on transferring days off of the year is not known yet. `source`: the package
    and its version.
    """

    year: int
    days_off: Mapping[date, str]
    working_weekends: Mapping[date, str]
    provisional: bool
    source: str

    def as_plain(self) -> dict[str, Any]:
        """A mapping fit for JSON."""
        return {
            "year": self.year,
            "days_off": {day.isoformat(): reason for day, reason in sorted(self.days_off.items())},
            "working_weekends": {day.isoformat(): reason for day, reason in sorted(self.working_weekends.items())},
            "provisional": self.provisional,
            "source": self.source,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "YearDays":
        """Read back what `as_plain` gave."""
        return cls(
            plain["year"],
            {date.fromisoformat(day): reason for day, reason in plain["days_off"].items()},
            {date.fromisoformat(day): reason for day, reason in plain["working_weekends"].items()},
            plain["provisional"],
            plain["source"],
        )

    def is_working(self, day: date) -> bool:
        """Whether the day of this year is a working one."""
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.working_weekends

    def reason(self, day: date) -> str:
        """Why the day is working or not, in Russian."""
        if day in self.days_off:
            return self.days_off[day]
        if day in self.working_weekends:
            return self.working_weekends[day]
        return WORKING if day.weekday() < SATURDAY else ("суббота", "воскресенье")[day.weekday() - SATURDAY]

    def act(self, day: date) -> str:
        """By what a special day is what it is, where the office has entered no act of its own."""
        return BY_CODE if self.reason(day).startswith((HOLIDAY, MOVED_HOLIDAY)) else BY_DECREE


@dataclass(frozen=True)
class Override:
    """A day made working or not by an act (of the President, the Government or the Governor)."""

    day: date
    working: bool
    act: str


def year_from_package(year: int) -> YearDays:
    """The year as the `holidays` package knows it; raises ValueError for a year that it cannot serve."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _no_calendar(year)
    from holidays.countries.russia import RussiaStaticHolidays
    from holidays.utils import country_holidays
    from holidays.version import __version__ as package_version

    # The Government decrees transfers of days off a year at a time (Labour Code, art. 112), so the newest year with
    # transfers settles all the earlier ones, even those that needed none (2004).
    newest_decreed = max(RussiaStaticHolidays.special_public_holidays)
    known = country_holidays("RU", years=year, language="ru")
    days_off = {day: _reason_of(name) for day, name in known.items() if day.year == year}
    worked = {day: _worked(day) for day in known.weekend_workdays if day.year == year}
    return YearDays(year, days_off, worked, year > newest_decreed, f"holidays {package_version}")


def _no_calendar(year: int) -> ValueError:
    return ValueError(f"Производственного календаря на {year} год нет: известны {FIRST_YEAR}–{LAST_YEAR} годы.")


def _reason_of(name: str) -> str:
    """The reason in the portal's words, from the package's name of a day off."""
    if name.startswith(TRANSFERRED):
        return f"перенос выходного дня с {name.removeprefix(TRANSFERRED).removesuffix(')')}"
    if name.endswith(IN_LIEU):
        # A holiday at a weekend moves the day off to the next working day (Labour Code, art. 112).
        return f"{MOVED_HOLIDAY}{name.removesuffix(IN_LIEU)}"
    return f"{HOLIDAY}{name}"


def _worked(day: date) -> str:
    return "рабочая суббота" if day.weekday() == SATURDAY else "рабочее воскресенье"


def with_overrides(year_days: YearDays, overrides: Iterable[Override], *, decree_entered: bool = False) -> YearDays:
    """The year with the acts that the office has entered; acts on days of other years are passed over.

    `decree_entered`: the transfer decree of the year is among them, so the year is no longer provisional.
    """
    days_off, weekends = dict(year_days.days_off), dict(year_days.working_weekends)
    for override in overrides:
        if override.day.year != year_days.year:
            continue
        days_off.pop(override.day, None)
        weekends.pop(override.day, None)
        (weekends if override.working else days_off)[override.day] = f"решение: {override.act}"
    provisional = year_days.provisional and not decree_entered
    return replace(year_days, days_off=days_off, working_weekends=weekends, provisional=provisional)


@dataclass(frozen=True)
class TermDay:
    """A day of a term: `ordinal` is its number among the working days, None for a day off."""

    day: date
    working: bool
    ordinal: int | None
    reason: str


@dataclass(frozen=True)
class Term:
    """A term in working days, day by day. `provisional`: a decree yet to come may move it."""

    due: date
    provisional: bool
    days: tuple[TermDay, ...]


class WorkingCalendar:
    """Working days of any year; years are read through `load`, which should remember what it has read."""

    def __init__(self, load: Callable[[int], YearDays]) -> None:
        self._load = load

    def is_working(self, day: date) -> bool:
        """Whether the day is a working one."""
        return self._load(day.year).is_working(day)

    def reason(self, day: date) -> str:
        """Why it is working or not."""
        return self._load(day.year).reason(day)

    def is_provisional(self, year: int) -> bool:
        """Whether the year's transfers of days off are not decreed yet."""
        return self._load(year).provisional

    def term(self, event_day: date, working_days: int) -> Term:
        """A term of whole working days from an event.

        The day of the event does not count; the term runs from the next working day and ends with the last one (Civil
        Code, art. 191). Raises ValueError for a term shorter than one day, or running into a year without a calendar.
        """
        if working_days < 1:
            raise ValueError("Срок в рабочих днях — не меньше одного.")
        if event_day.year > LAST_YEAR:
            raise _no_calendar(event_day.year)
        days: list[TermDay] = []
        day, counted, provisional = event_day, 0, False
        while counted < working_days:
            day += ONE_DAY
            year = self._load(day.year)
            working = year.is_working(day)
            counted += working
            provisional = provisional or year.provisional
            days.append(TermDay(day, working, counted if working else None, year.reason(day)))
        return Term(day, provisional, tuple(days))

    def last_working_on_or_before(self, day: date) -> date:
        """The day itself or the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def next_working_on_or_after(self, day: date) -> date:
        """The day itself or the first working day after it (Civil Code, art. 193)."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_days_after(self, start: date, end: date) -> int:
        """Working days later than `start` and not later than `end`; 0 where `end` is not later."""
        return sum(self.is_working(start + timedelta(days=shift)) for shift in range(1, (end - start).days + 1))


def moscow_day(moment: datetime) -> date:
    """The day of a moment in the region, where terms are counted; raises ValueError for a moment without a zone."""
    if moment.utcoffset() is None:
        raise ValueError("У момента без часового пояса нет дня: срок считается по времени региона.")
    return moment.astimezone(ZONE).date()
