"""Which reminders are due on a day, by the working calendar of 2026 (23 February and 9 March are days off)."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranking_portal.deadlines.calendar import WorkingCalendar, year_from_package
from ranking_portal.deadlines.reminding import Term, due, next_day

CALENDAR = WorkingCalendar(cache(year_from_package))
# Five working days from Friday, 13 February: the last one is Friday, 20 February.
RELATIVE = Term(date(2026, 2, 20), date(2026, 2, 20), is_fixed=False)
# 15 February 2026 is a Sunday: the last working day before it is Friday, the 13th.
FIXED = Term(date(2026, 2, 15), date(2026, 2, 13), is_fixed=True)


@pytest.mark.parametrize(
    ("day", "told", "expected"),
    [
        (date(2026, 2, 13), (), ["opened"]),
        (date(2026, 2, 16), ("opened",), []),
        (date(2026, 2, 19), ("opened",), ["before_1"]),
        (date(2026, 2, 20), ("opened", "before_1"), ["on_day"]),
        (date(2026, 2, 21), ("opened",), []),  # Saturday is quiet
        (date(2026, 2, 23), ("opened",), []),  # a day off is quiet
        (date(2026, 2, 24), ("opened",), ["overdue", "escalation_office"]),
        (date(2026, 2, 25), ("opened", "overdue", "escalation_office"), ["overdue"]),
        (date(2026, 2, 26), ("opened", "overdue", "escalation_office"), ["overdue", "escalation_committee"]),
        (date(2026, 2, 27), ("opened", "overdue", "escalation_office", "escalation_committee"), ["overdue"]),
    ],
)
def test_a_term_of_five_working_days(day, told, expected):
    assert due(RELATIVE, day, CALENDAR, told) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 6), ["before_5"]),
        (date(2026, 2, 12), ["before_1"]),
        (date(2026, 2, 13), ["on_day"]),  # reminded by the last working day
        (date(2026, 2, 14), []),
        (date(2026, 2, 15), ["on_day"]),  # the very date, though a Sunday
        (date(2026, 2, 16), ["overdue", "escalation_office"]),
    ],
)
def test_a_fixed_date_on_a_sunday(day, expected):
    assert due(FIXED, day, CALENDAR, ("opened",)) == expected


def test_missed_reminders_are_not_caught_up_and_escalations_are():
    """Nobody was told anything for a week: one reminder of today, both escalations once."""
    assert due(RELATIVE, date(2026, 3, 2), CALENDAR, ("opened",)) == [
        "overdue",
        "escalation_office",
        "escalation_committee",
    ]


def test_a_term_past_when_it_opens_is_overdue_at_once():
    assert due(RELATIVE, date(2026, 2, 24), CALENDAR, ()) == ["overdue", "escalation_office"]


DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
TOLD = st.sets(st.sampled_from(["opened", "before_5", "before_1", "on_day", "overdue", "escalation_office"]))


@given(due_on=DAYS, day=DAYS, is_fixed=st.booleans(), told=TOLD)
def test_the_next_day_is_the_first_on_which_something_is_due(due_on, day, is_fixed, told):
    act_by = CALENDAR.last_working_on_or_before(due_on)
    term = Term(due_on if is_fixed else act_by, act_by, is_fixed)
    expected = day + timedelta(days=1)
    while not due(term, expected, CALENDAR, told):
        expected += timedelta(days=1)
    assert next_day(term, day, CALENDAR, told) == expected
