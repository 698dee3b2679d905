"""A methodology on trial: weights, points and bands as they are typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranking.charts import histogram_path, shortened, slope_chart
from ranking.scales import parse, problems
from ranking.trial import changed, read_bands, weighted, written_scale
from tests.ranking.reading import demo_content, demo_methodology

METHODOLOGY = demo_methodology()


def test_a_weight_multiplies_every_point_of_its_criterion_and_no_other() -> None:
    heavier = weighted(METHODOLOGY, {4: 120})
    assert [str(one.maximum()) for one in heavier.criteria] == ["20.00", "35.00", "20.00", "30.00"]
    assert heavier.criteria[:3] == METHODOLOGY.criteria[:3]


@given(st.dictionaries(st.integers(1, 4), st.integers(0, 300)))
def test_any_weights_leave_a_methodology_that_can_be_saved(weights: dict[int, int]) -> None:
    assert problems(weighted(METHODOLOGY, weights).as_plain()) == []


def test_usual_weights_change_nothing() -> None:
    assert weighted(METHODOLOGY, {1: 100, 4: 100}) == METHODOLOGY


def test_what_the_form_shows_is_read_back_to_the_same_scales() -> None:
    shown = {one.code: written_scale(one) for criterion in METHODOLOGY.criteria for one in criterion.indicators}
    assert shown["contracts"] == "0: 0; 1: 3; 11: 6; 31: 10"
    assert parse(changed(demo_content(), shown)) == METHODOLOGY


def test_changed_scales_leave_the_stored_content_alone() -> None:
    stored = demo_content()
    made = parse(changed(stored, {"contracts": "0: 0; 5: 7,5", "construction_objects": "9"}))
    contracts, objects = made.indicator("contracts"), made.indicator("construction_objects")
    assert contracts
    assert [(band.lower, band.points) for band in contracts.bands] == [(0, 0), (5, Decimal("7.5"))]
    assert objects
    assert objects.points == 9
    assert stored == demo_content()


@pytest.mark.parametrize("text", ["0: 0; 11: 6", "0: 0\n11: 6", "0 — 0;11 — 6", "0 0; 11 6;"])
def test_bands_are_read_as_people_write_them(text: str) -> None:
    assert read_bands(text) == [{"from": "0", "points": "0"}, {"from": "11", "points": "6"}]


def test_what_cannot_be_read_is_named_in_words() -> None:
    wrong = changed(demo_content(), {"contracts": "1: 3; 1: 2", "steps_on_time": "много"})
    told = [str(problem) for problem in problems(wrong)]
    assert "критерий 4, показатель «Мероприятия и контрольные точки в срок»: баллы: «много» — не число" in told
    assert any("первый порог — 0" in one for one in told)


def test_lines_of_a_chart_stand_at_the_places_and_shared_places_one_under_another() -> None:
    chart = slope_chart([("A", "Альфа", 1, 2), ("B", "Бета", 2, 2), ("C", "Вега", 2, 1), ("D", "Гамма", None, 4)])
    lines = {line.code: line for line in chart.lines}
    assert set(lines) == {"A", "B", "C"}
    assert lines["A"].y1 < lines["B"].y1 < lines["C"].y1
    assert lines["C"].y2 < lines["A"].y2 < lines["B"].y2
    assert {line.code: line.move for line in chart.lines} == {"A": "down", "B": "same", "C": "up"}


def test_an_empty_chart_draws_nothing() -> None:
    assert slope_chart([]).lines == ()
    assert histogram_path([0, 0]) == histogram_path([]) == ""


def test_the_most_frequent_place_is_full_height_and_what_happened_once_is_seen() -> None:
    path = histogram_path([1000, 0, 1], height=20, bar=6)
    assert path == "M0 20h5v-20h-5zM12 20h5v-1h-5z"


def test_a_long_name_is_cut_at_a_word() -> None:
    assert shortened("Цифровая образовательная среда", 20) == "Цифровая…"
    assert shortened("Жильё", 20) == "Жильё"
