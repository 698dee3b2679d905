"""What is reached and what is in time (clause 2.2)."""

from datetime import date
from decimal import Decimal

import pytest

from projects.progress import in_time, reached, target_mark, time_mark

DUE = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("direction", "plan", "fact", "met"),
    [
        ("up", "50", "50", True),
        ("up", "50", "49.9999", False),
        ("down", "10", "10", True),
        ("down", "10", "10.0001", False),
        ("up", "0", None, False),
    ],
)
def test_target_is_reached_when_not_worse_than_the_plan(direction, plan, fact, met):
    assert reached(direction, Decimal(plan), Decimal(fact) if fact else None) is met


def test_until_the_year_ends_a_target_is_not_failed():
    assert target_mark("up", Decimal(5), Decimal(4), year_ended=False).tone == "grey"
    assert target_mark("up", Decimal(5), Decimal(4), year_ended=True).tone == "bad"
    assert target_mark("up", Decimal(5), None, year_ended=True).word == "нет факта"


@pytest.mark.parametrize(
    ("done", "today", "word"),
    [
        (DUE, DUE, "в срок"),
        (date(2025, 6, 2), date(2025, 7, 1), "позже на 1\u00a0дн."),
        (None, DUE, "не сделано"),
        (None, date(2025, 5, 31), "срок впереди"),
    ],
)
def test_item_with_a_term(done, today, word):
    assert time_mark(DUE, done, today).word == word
    assert in_time(DUE, done) is (word == "в срок")
