"""A reminder in words: the day, what is left, whose it is."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines import wording
from ranking_portal.deadlines.calendar import WorkingCalendar, year_from_package
from ranking_portal.deadlines.models import Deadline

CALENDAR = WorkingCalendar(cache(year_from_package))
FRIDAY = date(2026, 2, 20)


def told(day: date, kind: str = "opened", **fields: Any) -> str:
    """The reminder of a day, with plain spaces."""
    given: dict[str, Any] = {"who": Role.PROJECT_HEAD, "due_on": FRIDAY, "act_by": FRIDAY} | fields
    return wording.reminder(Deadline(**given), kind, day, CALENDAR).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "остался 1 рабочий день"),
        (2, "осталось 2 рабочих дня"),
        (3, "осталось 3 рабочих дня"),
        (5, "осталось 5 рабочих дней"),
        (11, "осталось 11 рабочих дней"),
        (21, "остался 21 рабочий день"),
        (22, "осталось 22 рабочих дня"),
        (111, "осталось 111 рабочих дней"),
    ],
)
def test_days_left_agree_with_their_number(days: int, words: str) -> None:
    assert wording.left(days).replace("\u00a0", " ") == words


def test_before_and_on_the_last_day() -> None:
    assert told(date(2026, 2, 19)) == "Срок – 20 февраля 2026 года, остался 1 рабочий день."
    assert told(FRIDAY, "on_day") == "Срок – сегодня, 20 февраля 2026 года."


def test_a_fixed_date_on_a_sunday_names_the_last_working_day_before_it() -> None:
    sunday: dict[str, Any] = {"due_on": date(2026, 2, 15), "act_by": date(2026, 2, 13), "who": Role.OFFICE}
    assert told(date(2026, 2, 12), **sunday) == (
        "Срок – 15 февраля 2026 года (последний рабочий день – 13 февраля 2026 года), остался 1 рабочий день."
    )
    assert told(date(2026, 2, 13), "on_day", **sunday) == (
        "Срок – 15 февраля 2026 года, воскресенье; сегодня последний рабочий день до него."
    )


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_missed_term_names_whoever_has_missed_it_to_those_who_watch() -> None:
    """23 February is a day off: Tuesday the 24th is the first working day overdue."""
    own = "Срок был 20 февраля 2026 года, просрочен на 1 рабочий день. Исполнить можно и сейчас, с опозданием."
    assert told(date(2026, 2, 24), "overdue") == own
    assert told(date(2026, 2, 24), "escalation_office") == f"Не исполнено: руководитель проекта. {own}"
    assert told(date(2026, 2, 24), "escalation_office", who=Role.OFFICE) == own


def test_a_term_that_a_decree_may_yet_move_is_called_so() -> None:
    assert "предварительно" in told(date(2026, 2, 19), provisional=True)
