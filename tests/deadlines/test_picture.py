"""The year as a picture: bars stand where their days are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranking_portal.deadlines.picture import WIDTH, Term, picture_of

TODAY = date(2026, 2, 9)
days = st.dates(date(2024, 12, 1), date(2026, 12, 31))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    start = draw(days)
    due = start + timedelta(days=draw(st.integers(0, 60)))
    done = draw(st.none() | st.integers(0, 90).map(lambda more: start + timedelta(days=more)))
    return Term(start, due, done, ahead=done is None and draw(st.booleans()))


steps = st.lists(
    st.tuples(st.text(max_size=5), st.sampled_from(("done", "now", "late", "")), st.lists(terms(), max_size=4)),
    max_size=9,
)


def test_a_year_without_days_has_no_picture() -> None:
    assert picture_of([("Провести ранжирование", "", [])], TODAY) is None


def test_a_step_done_in_time_and_one_that_is_late() -> None:
    drawn = picture_of(
        [
            ("Ранжирование", "done", [Term(date(2026, 1, 12), date(2026, 2, 1), date(2026, 1, 26))]),
            ("Протокол", "late", [Term(date(2026, 1, 26), date(2026, 2, 2))]),
        ],
        TODAY,
    )
    assert drawn is not None
    ranking, protocol = drawn.bars
    [in_time], [late] = ranking.spans, protocol.spans
    assert (ranking.is_late, ranking.done, protocol.is_late, protocol.done) == (False, date(2026, 1, 26), True, None)
    assert in_time.done_at == late.left
    # From the last lawful day to today.
    assert (late.late_left, late.late_left + late.late_width) == (late.left + late.width, drawn.today)


def test_of_many_terms_the_step_is_done_when_all_are() -> None:
    some = [Term(TODAY, TODAY, TODAY), Term(TODAY, TODAY + timedelta(days=7))]
    drawn = picture_of([("Предложения", "now", some)], TODAY)
    assert drawn is not None
    assert (drawn.bars[0].done, drawn.bars[0].due) == (None, TODAY + timedelta(days=7))


@pytest.mark.parametrize("mark", ["done", ""])
def test_today_is_drawn_within_the_year_only(mark: str) -> None:
    past = picture_of([("Шаг", mark, [Term(date(2024, 12, 1), date(2024, 12, 31), date(2024, 12, 20))])], TODAY)
    assert past is not None
    assert past.today is None


@given(steps, days)
def test_everything_stands_inside_the_drawing(given_steps, today: date) -> None:
    drawn = picture_of(given_steps, today)
    if drawn is None:
        assert not any(found for _, _, found in given_steps)
        return
    for bar in drawn.bars:
        assert bar.y < drawn.height
        for span in bar.spans:
            assert span.left >= 0
            assert max(span.left + span.width, span.late_left + span.late_width, span.done_at or 0) <= WIDTH + 4
            assert span.late_width >= 0
    assert [tick.x for tick in drawn.ticks] == sorted({tick.x for tick in drawn.ticks})
