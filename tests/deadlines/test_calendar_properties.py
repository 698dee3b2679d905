"""What holds for every event, every term and every act."""

import json
from datetime import date, datetime, timedelta, timezone
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from ranking_portal.clock import ZONE
from ranking_portal.deadlines.calendar import (
    Override,
    WorkingCalendar,
    YearDays,
    moscow_day,
    with_overrides,
    year_from_package,
)

FIRST, LAST = date(2018, 1, 1), date(2029, 12, 31)
year_of = cache(year_from_package)
events = st.dates(FIRST, LAST)
terms = st.integers(1, 30)
acts = st.text(min_size=1, max_size=20)
overrides = st.lists(
    st.builds(Override, st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.booleans(), acts), max_size=30
)
calendars = st.just(WorkingCalendar(year_of)) | overrides.map(
    lambda entered: WorkingCalendar(cache(lambda year: with_overrides(year_of(year), entered)))
)
unhurried = settings(deadline=None, max_examples=50)


@unhurried
@given(calendars, events, terms)
def test_a_term_ends_on_a_working_day_after_its_event(calendar: WorkingCalendar, event: date, number: int) -> None:
    """Civil Code, art. 191; clause 2.6 counts working days only."""
    term = calendar.term(event, number)
    assert calendar.is_working(term.due)
    assert term.due > event


@unhurried
@given(calendars, events, terms)
def test_a_longer_term_ends_later(calendar: WorkingCalendar, event: date, number: int) -> None:
    assert calendar.term(event, number + 1).due > calendar.term(event, number).due


@unhurried
@given(calendars, events, terms)
def test_a_term_holds_exactly_its_number_of_working_days(calendar: WorkingCalendar, event: date, number: int) -> None:
    term = calendar.term(event, number)
    assert calendar.working_days_after(event, term.due) == number
    assert [day.ordinal for day in term.days if day.working] == list(range(1, number + 1))
    assert all(day.ordinal is None for day in term.days if not day.working)


@unhurried
@given(calendars, events, terms)
def test_the_arithmetic_misses_no_day_and_gives_each_its_reason(
    calendar: WorkingCalendar, event: date, number: int
) -> None:
    term = calendar.term(event, number)
    assert [day.day for day in term.days] == [event + timedelta(days=shift) for shift in range(1, len(term.days) + 1)]
    assert term.days[-1].day == term.due
    assert all(
        (day.working, day.reason) == (calendar.is_working(day.day), calendar.reason(day.day)) for day in term.days
    )


@unhurried
@given(calendars, events, terms, st.integers(1, 20))
def test_a_later_event_never_ends_its_term_earlier(
    calendar: WorkingCalendar, event: date, number: int, later: int
) -> None:
    assert calendar.term(event + timedelta(days=later), number).due >= calendar.term(event, number).due


@unhurried
@given(calendars, events, terms, terms)
def test_two_terms_one_after_the_other_make_one_of_their_sum(
    calendar: WorkingCalendar, event: date, first: int, second: int
) -> None:
    assert calendar.term(calendar.term(event, first).due, second).due == calendar.term(event, first + second).due


@unhurried
@given(events, terms)
def test_a_term_is_provisional_exactly_when_a_day_of_it_is(event: date, number: int) -> None:
    term = WorkingCalendar(year_of).term(event, number)
    assert term.provisional == any(year_of(day.day.year).provisional for day in term.days)


@unhurried
@given(calendars, events, st.integers(-20, 40), st.integers(0, 40))
def test_working_days_add_up_and_none_lie_behind(calendar: WorkingCalendar, start: date, ahead: int, more: int) -> None:
    middle = start + timedelta(days=ahead)
    end = middle + timedelta(days=more)
    counted = calendar.working_days_after(start, middle)
    if ahead <= 0:
        assert counted == 0
    else:
        assert counted + calendar.working_days_after(middle, end) == calendar.working_days_after(start, end)


@unhurried
@given(calendars, events)
def test_the_nearest_working_days_have_only_days_off_between(calendar: WorkingCalendar, day: date) -> None:
    before, after = calendar.last_working_on_or_before(day), calendar.next_working_on_or_after(day)
    assert before <= day <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    assert calendar.working_days_after(before, after) == (0 if before == after else 1)


@unhurried
@given(st.integers(2018, 2029), overrides, st.booleans())
def test_a_year_with_acts_survives_its_stored_form(year: int, entered: list[Override], decreed: bool) -> None:
    days = with_overrides(year_of(year), entered, decree_entered=decreed)
    assert YearDays.from_plain(json.loads(json.dumps(days.as_plain()))) == days


@unhurried
@given(overrides)
def test_the_last_act_on_a_day_decides_and_every_other_day_stays(entered: list[Override]) -> None:
    last = {override.day: override for override in entered}
    for year in (2024, 2025):
        before, after = year_of(year), with_overrides(year_of(year), entered)
        for shift in range(365):
            day = date(year, 1, 1) + timedelta(days=shift)
            expected = last[day].working if day in last else before.is_working(day)
            assert after.is_working(day) is expected


@unhurried
@given(st.datetimes(datetime(2018, 1, 1), datetime(2029, 12, 31)), st.integers(-12, 14))
def test_a_moment_has_one_day_whatever_zone_records_it(wall: datetime, hours: int) -> None:
    moment = wall.replace(tzinfo=ZONE)
    shifted = moment.astimezone(timezone(timedelta(hours=hours)))
    assert moscow_day(moment) == moscow_day(shifted) == wall.date()
