"""The working calendar and terms in working days, checked by hand against the official production calendars."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from ranking_portal.clock import ZONE
from ranking_portal.deadlines.calendar import (
    BY_CODE,
    BY_DECREE,
    FIRST_YEAR,
    LAST_YEAR,
    Override,
    Term,
    TermDay,
    WorkingCalendar,
    YearDays,
    moscow_day,
    with_overrides,
    year_from_package,
)

CALENDAR = WorkingCalendar(cache(year_from_package))
DECREE = "постановление Правительства Российской Федерации № 1"


def due(event: str, working_days: int) -> str:
    return CALENDAR.term(date.fromisoformat(event), working_days).due.isoformat()


def calendar_with(*overrides: Override, decree_entered: bool = False) -> WorkingCalendar:
    def load(year: int) -> YearDays:
        return with_overrides(year_from_package(year), overrides, decree_entered=decree_entered)

    return WorkingCalendar(load)


def days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=shift) for shift in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize(
    ("year", "working_days"),
    [
        (2018, 247),
        (2019, 247),
        (2020, 248),
        (2021, 247),
        (2022, 247),
        (2023, 247),
        (2024, 248),
        (2025, 247),
        (2026, 247),
        (2027, 247),
    ],
)
def test_a_year_has_as_many_working_days_as_its_official_calendar(year: int, working_days: int) -> None:
    """Labour Code, art. 112: public holidays and the decreed transfers make the year's number."""
    assert sum(CALENDAR.is_working(day) for day in days_of(year)) == working_days


@pytest.mark.parametrize(
    ("year", "saturdays"),
    [
        (2018, ["2018-04-28", "2018-06-09", "2018-12-29"]),
        (2019, []),
        (2020, []),
        (2021, ["2021-02-20"]),
        (2022, ["2022-03-05"]),
        (2023, []),
        (2024, ["2024-04-27", "2024-11-02", "2024-12-28"]),
        (2025, ["2025-11-01"]),
        (2026, []),
        (2027, ["2027-02-20"]),
    ],
)
def test_weekends_are_worked_only_where_the_decree_says(year: int, saturdays: list[str]) -> None:
    """Labour Code, art. 112: a day off moved by decree makes its Saturday a working day."""
    worked = [day.isoformat() for day in days_of(year) if day.weekday() >= 5 and CALENDAR.is_working(day)]
    assert worked == saturdays


@pytest.mark.parametrize(
    ("event", "working_days", "last_day"),
    [
        # One, two and five days are the terms of clause 2.6. 23 February.
        ("2021-02-19", 1, "2021-02-20"),  # the working Saturday
        ("2021-02-19", 2, "2021-02-24"),  # Monday the 22nd off for that Saturday, the 23rd a holiday
        ("2022-02-22", 5, "2022-03-02"),  # Wednesday the 23rd
        ("2024-02-22", 1, "2024-02-26"),  # Friday the 23rd and the weekend
        ("2025-02-21", 1, "2025-02-24"),  # Sunday the 23rd was moved to 8 May: Monday is worked
        ("2026-02-20", 1, "2026-02-24"),  # Monday the 23rd
        ("2026-02-20", 2, "2026-02-25"),
        ("2026-02-20", 5, "2026-03-02"),
        ("2027-02-19", 1, "2027-02-20"),
        ("2027-02-19", 2, "2027-02-24"),
        ("2027-02-19", 5, "2027-03-01"),
        # 8 March.
        ("2022-03-04", 1, "2022-03-05"),  # the working Saturday
        ("2022-03-04", 2, "2022-03-09"),
        ("2024-03-07", 1, "2024-03-11"),
        ("2025-03-07", 1, "2025-03-10"),  # Saturday the 8th was moved to 13 June: Monday is worked
        ("2026-03-06", 1, "2026-03-10"),  # Sunday the 8th gives Monday off
        # May.
        ("2024-04-26", 1, "2024-04-27"),  # the working Saturday
        ("2024-04-26", 2, "2024-05-02"),
        ("2024-04-26", 5, "2024-05-07"),
        ("2025-04-30", 5, "2025-05-13"),  # 1-4 and 8-11 May off
        ("2026-04-30", 5, "2026-05-08"),
        ("2026-05-08", 1, "2026-05-12"),  # Saturday the 9th gives Monday off
        # November.
        ("2024-11-01", 1, "2024-11-02"),
        ("2024-11-01", 2, "2024-11-05"),
        ("2025-10-31", 1, "2025-11-01"),
        ("2025-10-31", 2, "2025-11-05"),
        # The turn of the year.
        ("2019-12-30", 1, "2019-12-31"),  # 31 December worked
        ("2019-12-30", 2, "2020-01-09"),
        ("2024-12-27", 1, "2024-12-28"),
        ("2024-12-27", 2, "2025-01-09"),  # 30 December to 8 January off
        ("2025-12-30", 1, "2026-01-12"),  # 31 December to 11 January off
        ("2026-12-30", 2, "2027-01-12"),
        ("2027-12-30", 1, "2028-01-10"),
    ],
)
def test_a_term_ends_with_its_last_working_day(event: str, working_days: int, last_day: str) -> None:
    """Clause 2.6: "в течение одного (двух, пяти) рабочих дней"."""
    assert due(event, working_days) == last_day


def test_the_day_of_the_event_does_not_count_even_a_working_one() -> None:
    """Civil Code, art. 191: a term begins on the day after the event."""
    assert CALENDAR.is_working(date(2026, 2, 9))
    assert due("2026-02-09", 1) == "2026-02-10"


@pytest.mark.parametrize(
    ("event", "last_day"),
    [
        ("2026-02-14", "2026-02-16"),  # an ordinary Saturday
        ("2026-02-15", "2026-02-16"),  # and Sunday
        ("2026-02-23", "2026-02-24"),  # a holiday
        ("2027-02-20", "2027-02-24"),  # a working Saturday is a day like any other
        ("2026-12-31", "2027-01-11"),  # a day off transferred to the eve of holidays
    ],
)
def test_an_event_on_a_day_off_starts_the_term_on_the_next_working_day(event: str, last_day: str) -> None:
    """Clause 2.6, one working day; Civil Code, art. 191."""
    assert due(event, 1) == last_day


@pytest.mark.parametrize(
    ("moment", "last_day"),
    [
        (datetime(2026, 2, 9, 23, 59, tzinfo=ZONE), date(2026, 2, 10)),
        (datetime(2026, 2, 10, 0, 1, tzinfo=ZONE), date(2026, 2, 11)),
        # The same two moments as a server in UTC records them.
        (datetime(2026, 2, 9, 20, 59, tzinfo=UTC), date(2026, 2, 10)),
        (datetime(2026, 2, 9, 21, 1, tzinfo=UTC), date(2026, 2, 11)),
        # New Year's night: the day, the month and the year differ from those of UTC.
        (datetime(2025, 12, 31, 21, 1, tzinfo=UTC), date(2026, 1, 12)),
    ],
)
def test_the_day_of_an_event_is_its_day_in_moscow(moment: datetime, last_day: date) -> None:
    """Clause 2.6 "с момента утверждения"; Civil Code, art. 191: a minute past midnight is the next day's event."""
    assert CALENDAR.term(moscow_day(moment), 1).due == last_day


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="часового пояса"):
        moscow_day(datetime(2026, 2, 9, 12))


def test_the_arithmetic_of_a_term_is_told_day_by_day() -> None:
    """Clause 2.6, two working days after Friday, 20 February 2026."""
    assert CALENDAR.term(date(2026, 2, 20), 2) == Term(
        due=date(2026, 2, 25),
        provisional=False,
        days=(
            TermDay(date(2026, 2, 21), False, None, "суббота"),
            TermDay(date(2026, 2, 22), False, None, "воскресенье"),
            TermDay(date(2026, 2, 23), False, None, "праздничный день: День защитника Отечества"),
            TermDay(date(2026, 2, 24), True, 1, "рабочий день"),
            TermDay(date(2026, 2, 25), True, 2, "рабочий день"),
        ),
    )


@pytest.mark.parametrize("working_days", [0, -1])
def test_a_term_shorter_than_a_day_is_refused(working_days: int) -> None:
    with pytest.raises(ValueError, match="не меньше одного"):
        CALENDAR.term(date(2026, 2, 9), working_days)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-02-09", "рабочий день"),
        ("2026-02-14", "суббота"),
        ("2026-02-15", "воскресенье"),
        ("2026-01-07", "праздничный день: Рождество Христово"),
        ("2025-02-23", "праздничный день: День защитника Отечества"),  # at a weekend the holiday is named all the same
        ("2025-05-08", "перенос выходного дня с 23.02.2025"),
        ("2026-12-31", "перенос выходного дня с 04.01.2026"),
        ("2026-05-11", "перенос выходного дня: День Победы"),
        ("2027-02-20", "рабочая суббота"),
    ],
)
def test_every_day_says_why_it_is_worked_or_not(day: str, reason: str) -> None:
    assert CALENDAR.reason(date.fromisoformat(day)) == reason


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        # Clause 2.3: 31 December.
        ("2020-12-31", "2020-12-31", "2020-12-31"),
        ("2023-12-31", "2023-12-29", "2024-01-09"),
        ("2024-12-31", "2024-12-28", "2025-01-09"),  # a working Saturday is the last day to act
        ("2025-12-31", "2025-12-30", "2026-01-12"),
        ("2027-12-31", "2027-12-30", "2028-01-10"),
        # Clause 2.3: 1 February.
        ("2021-02-01", "2021-02-01", "2021-02-01"),
        ("2026-02-01", "2026-01-30", "2026-02-02"),
        # Clause 2.6: 15 February.
        ("2025-02-15", "2025-02-14", "2025-02-17"),
        ("2026-02-15", "2026-02-13", "2026-02-16"),
        ("2027-02-15", "2027-02-15", "2027-02-15"),
    ],
)
def test_a_fixed_date_on_a_day_off_has_working_days_on_both_sides(day: str, before: str, after: str) -> None:
    """Civil Code, art. 193, is the choice of the later day; the earlier one is when people must act without it."""
    fixed = date.fromisoformat(day)
    assert CALENDAR.last_working_on_or_before(fixed) == date.fromisoformat(before)
    assert CALENDAR.next_working_on_or_after(fixed) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        ("2026-02-24", "2026-02-25", 1),
        ("2026-02-24", "2026-03-02", 4),
        ("2026-02-27", "2026-03-01", 0),  # a weekend adds no lateness in working days
        ("2026-02-20", "2026-02-24", 1),  # nor does a holiday
        ("2027-02-19", "2027-02-24", 2),  # a working Saturday does
        ("2025-12-30", "2026-01-12", 1),
        ("2026-02-24", "2026-02-24", 0),
        ("2026-02-24", "2026-02-20", 0),
    ],
)
def test_lateness_and_days_left_are_working_days_after_one_day_up_to_another(start: str, end: str, number: int) -> None:
    assert CALENDAR.working_days_after(date.fromisoformat(start), date.fromisoformat(end)) == number


@pytest.mark.parametrize("year", [2004, *range(2018, 2028)])
def test_a_year_whose_transfers_are_decreed_is_final(year: int) -> None:
    """Labour Code, art. 112. 2004 needed no decreed transfer, and is settled all the same."""
    assert not CALENDAR.is_provisional(year)


@pytest.mark.parametrize("year", [2028, 2029, 2060])
def test_a_year_without_a_decree_is_provisional(year: int) -> None:
    assert CALENDAR.is_provisional(year)


def test_a_term_is_provisional_once_it_touches_a_year_without_a_decree() -> None:
    assert not CALENDAR.term(date(2027, 12, 29), 1).provisional
    assert CALENDAR.term(date(2027, 12, 30), 1).provisional
    assert CALENDAR.term(date(2028, 2, 1), 1).provisional


def test_a_term_stays_provisional_though_the_year_it_ends_in_is_decreed() -> None:
    calendar = WorkingCalendar(lambda year: with_overrides(year_from_package(year), [], decree_entered=year == 2029))
    term = calendar.term(date(2028, 12, 28), 2)
    assert term.due.year == 2029
    assert term.provisional


def test_the_decree_once_entered_makes_the_year_final() -> None:
    in_lieu_of_saturday = Override(date(2028, 11, 6), working=False, act=DECREE)
    for entered in (False, True):
        term = calendar_with(in_lieu_of_saturday, decree_entered=entered).term(date(2028, 11, 3), 1)
        assert (term.due, term.provisional) == (date(2028, 11, 7), not entered)


def test_the_decree_does_not_make_a_final_year_provisional() -> None:
    assert not with_overrides(year_from_package(2026), [], decree_entered=False).provisional


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 10), False),  # a Tuesday
        (date(2026, 2, 14), True),  # a Saturday
        (date(2026, 2, 14), False),  # a Saturday declared off by name
        (date(2026, 2, 23), True),  # a holiday
        (date(2026, 5, 11), True),  # a day off given for a holiday
        (date(2027, 2, 20), False),  # a working Saturday
        (date(2026, 2, 11), True),  # a Wednesday confirmed as working
    ],
)
def test_an_act_makes_any_day_worked_or_not_and_is_named_as_the_reason(day: date, working: bool) -> None:
    calendar = calendar_with(Override(day, working, "указ № 239"))
    assert calendar.is_working(day) is working
    assert calendar.reason(day) == "решение: указ № 239"


def test_an_act_moves_the_term_that_meets_it() -> None:
    """Clause 2.6, one working day from Monday; Tuesday is declared off."""
    calendar = calendar_with(Override(date(2026, 2, 10), working=False, act="указ № 239"))
    assert calendar.term(date(2026, 2, 9), 1).due == date(2026, 2, 11)
    assert calendar.term(date(2026, 2, 10), 1).due == date(2026, 2, 11)


def test_of_two_acts_on_a_day_the_later_entered_stands() -> None:
    day = date(2026, 2, 10)
    calendar = calendar_with(Override(day, working=False, act="первый"), Override(day, working=True, act="второй"))
    assert calendar.is_working(day)
    assert calendar.reason(day) == "решение: второй"


def test_a_day_stands_on_one_side_only_after_an_act() -> None:
    """A working Saturday declared off, and a holiday declared worked, leave the list in which they stood."""
    saturday, holiday = date(2027, 2, 20), date(2027, 2, 23)
    acts = [Override(saturday, working=False, act=DECREE), Override(holiday, working=True, act=DECREE)]
    year = with_overrides(year_from_package(2027), acts)
    assert set(year.working_weekends) == {holiday}
    assert saturday in year.days_off
    assert holiday not in year.days_off


def test_acts_on_other_years_leave_the_year_as_it_was() -> None:
    year = year_from_package(2026)
    assert with_overrides(year, [Override(date(2027, 2, 10), working=False, act=DECREE)]) == year


def test_an_act_leaves_the_stored_year_untouched() -> None:
    year = year_from_package(2026)
    with_overrides(year, [Override(date(2026, 2, 10), working=False, act=DECREE)])
    assert year == year_from_package(2026)


def test_a_stored_year_reads_back_the_same_and_no_newer_package_moves_it() -> None:
    """The portal keeps the plain form when a year is first used."""
    kept = json.loads(json.dumps(year_from_package(2027).as_plain(), ensure_ascii=False))
    assert kept["days_off"]["2027-11-05"] == "перенос выходного дня с 02.01.2027"
    assert kept["working_weekends"] == {"2027-02-20": "рабочая суббота"}
    assert kept["provisional"] is False
    assert kept["source"].startswith("holidays ")
    assert YearDays.from_plain(kept) == year_from_package(2027)


def test_the_calendar_asks_only_for_the_years_it_touches() -> None:
    asked: list[int] = []

    def load(year: int) -> YearDays:
        asked.append(year)
        return replace(year_from_package(year), source="хранимый")

    calendar = WorkingCalendar(load)
    calendar.term(date(2026, 2, 9), 5)
    assert set(asked) == {2026}


@pytest.mark.parametrize("year", [1, 1990, 2101])
def test_a_year_without_a_calendar_is_refused_in_words(year: int) -> None:
    with pytest.raises(ValueError, match=f"Производственного календаря на {year} год нет: известны 1991–2100 годы"):
        year_from_package(year)


def test_a_term_running_past_the_last_known_year_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="на 2101 год нет"):
        CALENDAR.term(date(2100, 12, 31), 1)


def test_a_term_from_the_last_day_of_all_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="на 9999 год нет"):
        CALENDAR.term(date.max, 1)


def test_the_years_served_are_those_of_the_package() -> None:
    from holidays.countries.russia import Russia

    assert (Russia.start_year, Russia.end_year) == (FIRST_YEAR, LAST_YEAR)


def test_a_holiday_is_by_the_code_a_moved_day_by_decree() -> None:
    """Labour Code, art. 112: a holiday at a weekend moves by the Code itself, other days by the Government's decree."""
    year = year_from_package(2026)
    assert year.act(date(2026, 3, 8)) == BY_CODE
    assert year.act(date(2026, 3, 9)) == BY_CODE
    assert year.act(date(2026, 1, 9)) == BY_DECREE
