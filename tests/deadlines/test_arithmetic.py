"""The arithmetic of a term told day by day, checked by hand (Civil Code, art. 191; clause 2.6)."""

from datetime import UTC, date, datetime
from functools import cache

import pytest

from ranking_portal import clock
from ranking_portal.clock import ZONE
from ranking_portal.deadlines.arithmetic import told
from ranking_portal.deadlines.calendar import Override, WorkingCalendar, year_from_package
from tests.deadlines.test_calendar import calendar_with

CALENDAR = WorkingCalendar(cache(year_from_package))


def lines(event: date, working_days: int, calendar: WorkingCalendar = CALENDAR) -> list[str]:
    rows = told(calendar.term(event, working_days).days)
    return [f"{row.when} — {row.count}".replace("\u00a0", " ") for row in rows]


def test_two_working_days_around_23_february() -> None:
    assert lines(date(2026, 2, 18), 3) == [
        "19 февраля, чт — 1-й рабочий день",
        "20 февраля, пт — 2-й рабочий день",
        "21–23 февраля, сб–пн — нерабочие дни",
        "24 февраля, вт — 3-й рабочий день",
    ]


def test_days_off_in_a_run_name_every_reason_once() -> None:
    run = told(CALENDAR.term(date(2026, 2, 20), 1).days)[0]
    assert run.why == "суббота, воскресенье, праздничный день: День защитника Отечества"
    assert not run.working


def test_new_year_holidays_run_over_the_turn_of_the_year() -> None:
    """31 December 2025 is a transferred day off; 12 January 2026 is the first working day."""
    assert lines(date(2025, 12, 29), 2) == [
        "30 декабря, вт — 1-й рабочий день",
        "31 декабря – 11 января, ср–вс — нерабочие дни",
        "12 января, пн — 2-й рабочий день",
    ]


@pytest.mark.parametrize(
    ("event", "saturday"),
    [
        (date(2021, 2, 19), "20 февраля, сб"),
        (date(2022, 3, 4), "5 марта, сб"),
        (date(2024, 4, 26), "27 апреля, сб"),
        (date(2024, 11, 1), "2 ноября, сб"),
        (date(2024, 12, 27), "28 декабря, сб"),
        (date(2025, 10, 31), "1 ноября, сб"),
        (date(2027, 2, 19), "20 февраля, сб"),
    ],
)
def test_a_working_saturday_counts_and_says_so(event: date, saturday: str) -> None:
    """Working Saturdays of 2021, 2022, 2024, 2025 and 2027 by the Government's transfer decrees."""
    row = told(CALENDAR.term(event, 1).days)[0]
    assert (row.when.replace("\u00a0", " "), row.count, row.why) == (saturday, "1-й рабочий день", "рабочая суббота")


def test_8_march_and_may() -> None:
    """8 March 2026 is a Sunday, Monday the 9th is off for it; 9 May 2026 is a Saturday, Monday the 11th is off."""
    assert lines(date(2026, 3, 5), 2)[1] == "7–9 марта, сб–пн — нерабочие дни"
    assert lines(date(2026, 5, 8), 1)[0] == "9–11 мая, сб–пн — нерабочие дни"
    # 2025: 1-4 and 8-11 May off.
    assert [line for line in lines(date(2025, 4, 30), 5) if "нерабочие" in line] == [
        "1–4 мая, чт–вс — нерабочие дни",
        "8–11 мая, чт–вс — нерабочие дни",
    ]


def test_a_single_day_off_by_an_act_names_the_act() -> None:
    calendar = calendar_with(Override(date(2026, 2, 11), working=False, act="указ № 1"))
    row = told(calendar.term(date(2026, 2, 10), 1).days)[0]
    assert (row.when.replace("\u00a0", " "), row.count, row.why) == (
        "11 февраля, ср",
        "нерабочий день",
        "решение: указ № 1",
    )


@pytest.mark.parametrize(
    ("moment", "last_day"),
    [
        (datetime(2026, 2, 9, 23, 59, tzinfo=ZONE), date(2026, 2, 10)),
        (datetime(2026, 2, 10, 0, 1, tzinfo=ZONE), date(2026, 2, 11)),
        (datetime(2026, 2, 9, 20, 59, tzinfo=UTC), date(2026, 2, 10)),
        (datetime(2026, 2, 9, 21, 1, tzinfo=UTC), date(2026, 2, 11)),
    ],
)
def test_what_happens_a_minute_before_midnight_and_a_minute_after_it_belongs_to_two_days(
    moment: datetime, last_day: date
) -> None:
    """The portal's own day decides, and it is Moscow's wherever the server stands."""
    with clock.at(moment):
        assert CALENDAR.term(clock.today(), 1).due == last_day
