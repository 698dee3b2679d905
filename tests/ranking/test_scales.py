"""The methodology as plain values: what it gives, and what is refused (clause 2.1)."""

import copy
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ranking.scales import (
    CRITERION_OF_INDICATOR,
    SHARE_INDICATORS,
    Band,
    Indicator,
    MethodologyError,
    half_up,
    parse,
    problems,
)
from ranking.scoring import MEASURES
from tests.ranking.reading import demo_content, demo_methodology

CONTRACTS = Indicator(
    "contracts",
    "Контракты",
    "bands",
    bands=(Band(Decimal(0), Decimal(0)), Band(Decimal(1), Decimal(3)), Band(Decimal(11), Decimal(6))),
)
STEPS = Indicator("steps_on_time", "В срок", "share", Decimal(15))


def _indicator(content: dict[str, Any], criterion: int, code: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = content["criteria"][criterion - 1]["indicators"]
    return next(row for row in rows if row["code"] == code)


def _texts(content: Any) -> list[str]:
    return [str(problem) for problem in problems(content)]


def test_the_demonstration_methodology_is_sound_and_gives_100_points() -> None:
    methodology = demo_methodology()
    assert problems(demo_content()) == []
    assert [str(criterion.maximum()) for criterion in methodology.criteria] == ["20.00", "35.00", "20.00", "25.00"]
    assert methodology.maximum() == 100


def test_every_indicator_of_the_law_can_be_measured_and_the_demonstration_uses_all_of_them() -> None:
    used = {one.code for criterion in demo_methodology().criteria for one in criterion.indicators}
    assert used == set(CRITERION_OF_INDICATOR) == set(MEASURES)
    assert len(used) == 16
    assert {code for code in used if CRITERION_OF_INDICATOR[code] == 4} == SHARE_INDICATORS


def test_plain_form_goes_through_json_and_reads_back_equal() -> None:
    methodology = demo_methodology()
    plain = json.loads(json.dumps(methodology.as_plain()))
    assert parse(plain) == methodology
    assert parse(plain).as_plain() == methodology.as_plain()
    assert _indicator(plain, 2, "contracts")["bands"][3] == {"from": "31", "points": "10"}
    assert _indicator(plain, 2, "construction_objects")["points"] == "8"


def test_criteria_are_kept_in_order_of_number() -> None:
    content = demo_content()
    content["criteria"].reverse()
    assert parse(content) == demo_methodology()


@pytest.mark.parametrize(("value", "points"), [(0, "0.00"), (1, "3.00"), (10, "3.00"), (11, "6.00"), (5000, "6.00")])
def test_a_band_counts_from_its_threshold_on(value: int, points: str) -> None:
    scored, band = CONTRACTS.score(value)
    assert str(scored) == points
    assert band is not None
    assert band.lower <= value


def test_bands_over_a_share_compare_exactly() -> None:
    bands = (Band(Decimal(0), Decimal(0)), Band(Decimal("0.9"), Decimal(5)))
    indicator = Indicator("steps_on_time", "В срок", "bands", bands=bands)
    assert indicator.score(Fraction(9, 10))[0] == 5
    assert indicator.score(Fraction(89999999, 100000000))[0] == 0


def test_a_flag_gives_all_or_nothing() -> None:
    flag = Indicator("construction_objects", "Объекты", "flag", Decimal(8))
    assert [str(flag.score(value)[0]) for value in (0, 1, 9)] == ["0.00", "8.00", "8.00"]


@pytest.mark.parametrize(
    ("share", "points"),
    [
        (Fraction(2, 3), "10.00"),  # 0.6667 rounded first would give 10.0005: the share is not rounded
        (Fraction(1, 7), "2.14"),
        (Fraction(1, 1), "15.00"),
        (Fraction(1, 24), "0.63"),  # 0.625 half up
    ],
)
def test_a_share_is_multiplied_exactly_and_rounded_half_up(share: Fraction, points: str) -> None:
    assert str(STEPS.score(share)[0]) == points


def test_half_up_where_half_even_would_go_down() -> None:
    assert str(half_up(Fraction(1, 200), 2)) == "0.01"
    assert str(half_up(Fraction(1, 8), 2)) == "0.13"
    assert str(half_up(Fraction(0), 2)) == "0.00"
    assert str(half_up(Fraction(99995, 100000), 4)) == "1.0000"


def test_bands_that_do_not_ascend_are_named_by_place() -> None:
    content = demo_content()
    _indicator(content, 2, "contracts")["bands"][2]["from"] = 1
    assert _texts(content) == [
        "критерий 2, показатель «Заключенные государственные и муниципальные контракты»"
        ", порог 3: пороги должны возрастать, а 1 после 1",
    ]


def test_a_scale_that_does_not_start_at_zero_has_a_gap() -> None:
    content = demo_content()
    del _indicator(content, 2, "contracts")["bands"][0]
    assert _texts(content) == [
        "критерий 2, показатель «Заключенные государственные и муниципальные контракты»"
        ", порог 1: первый порог — 0, иначе в шкале разрыв",
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (-1, "баллы: число не может быть отрицательным"),
        ("-0.5", "баллы: число не может быть отрицательным"),
        ("восемь", "баллы: «восемь» — не число"),
        (float("nan"), "баллы: «nan» — не число"),
        (float("inf"), "баллы: «inf» — не число"),
        ("Infinity", "баллы: «Infinity» — не число"),
        ("1e5", "баллы: «1e5» — не число"),
        (True, "баллы: «True» — не число"),
        ([5], "баллы: «[5]» — не число"),
        (None, "не заполнено: баллы"),
        ("", "не заполнено: баллы"),
        (10**12, "баллы: не больше 12 знаков до запятой и 6 после"),
        ("0.1234567", "баллы: не больше 12 знаков до запятой и 6 после"),
    ],
)
def test_points_are_finite_numbers_not_below_zero(given: object, message: str) -> None:
    content = demo_content()
    _indicator(content, 2, "construction_objects")["points"] = given
    assert _texts(content) == [f"критерий 2, показатель «Наличие объектов строительства»: {message}"]


@pytest.mark.parametrize("given", [7.1, "7.1", Decimal("7.10"), " 7.1 "])
def test_a_number_is_taken_as_it_is_written(given: object) -> None:
    content = demo_content()
    _indicator(content, 2, "construction_objects")["points"] = given
    assert _indicator(parse(content).as_plain(), 2, "construction_objects")["points"] == "7.1"


def test_an_unknown_scale_an_unknown_indicator_and_one_of_another_criterion_are_refused() -> None:
    content = demo_content()
    _indicator(content, 2, "construction_objects")["scale"] = "steps"
    _indicator(content, 3, "new_technologies")["code"] = "happiness"
    content["criteria"][0]["indicators"].append(
        {"code": "reports_on_time", "title": "Отчеты", "scale": "share", "points": 5}
    )
    assert _texts(content) == [
        "критерий 1, показатель «Отчеты»: показатель относится к критерию 4 (пункт 2.2)",
        "критерий 2, показатель «Наличие объектов строительства»: неизвестный вид шкалы «steps»: "
        "есть bands (по порогам), flag (наличие) и share (доля в срок)",
        "критерий 3, показатель happiness: такой показатель по реестру не считается",
        "методика: показатель «Отчёты в срок» указан несколько раз",
    ]


def test_a_count_cannot_be_scored_as_a_share_nor_a_share_as_a_flag() -> None:
    content = demo_content()
    _indicator(content, 2, "construction_objects")["scale"] = "share"
    _indicator(content, 4, "steps_on_time")["scale"] = "flag"
    assert _texts(content) == [
        "критерий 2, показатель «Наличие объектов строительства»"
        ": шкала «доля в срок» годится только для доли, а здесь количество",
        "критерий 4, показатель «Мероприятия и контрольные точки в срок»"
        ": шкала «наличие» годится только для количества, а здесь доля",
    ]


def test_each_criterion_of_clause_2_2_stands_once() -> None:
    content = demo_content()
    content["criteria"][2] = copy.deepcopy(content["criteria"][1])
    assert _texts(content)[:2] == [
        "методика: критерий 2 указан несколько раз",
        "методика: нет критерия 3 (пункт 2.2)",
    ]


def test_all_problems_are_named_at_once_and_parse_refuses_with_them() -> None:
    content = demo_content()
    content["criteria"][0]["clause"] = " "
    content["criteria"][1]["number"] = 7
    content["criteria"][2]["indicators"] = []
    content["criteria"][3]["indicators"][0] = {"scale": "bands"}
    with pytest.raises(MethodologyError) as refusal:
        parse(content)
    assert refusal.value.problems == problems(content)
    assert [str(problem) for problem in refusal.value.problems] == [
        "критерий 1: не заполнено: пункт порядка",
        "критерий в строке 2: номер критерия — целое число от 1 до 4 (пункт 2.2)",
        "критерий 3: не указаны показатели",
        "критерий 4, показатель 1: не заполнено: код",
        "критерий 4, показатель 1: не заполнено: название",
        "критерий 4, показатель 1: не указаны пороги шкалы",
        "методика: нет критерия 2 (пункт 2.2)",
    ]


@pytest.mark.parametrize("number", [0, 5, True, "1", None])
def test_a_criterion_has_one_of_the_numbers_of_the_clause(number: object) -> None:
    content = demo_content()
    content["criteria"][0]["number"] = number
    assert "критерий в строке 1: номер критерия — целое число от 1 до 4 (пункт 2.2)" in _texts(content)


def test_rows_of_another_shape_are_named() -> None:
    assert "методика: критерии записаны не по форме" in _texts({"criteria": [1]})


def test_indicators_without_a_code_are_not_told_to_be_one() -> None:
    content = demo_content()
    content["criteria"][3]["indicators"] = [{"scale": "bands"}, {"scale": "bands"}]
    assert not [text for text in _texts(content) if "несколько раз" in text]


def test_points_that_are_not_given_yet_are_written_as_none() -> None:
    assert Indicator("steps_on_time", "В срок", "share").as_plain()["points"] == "0"
    assert STEPS.as_plain()["points"] == "15"


@pytest.mark.parametrize(
    "content", [{}, {"criteria": None}, {"criteria": {}}, {"criteria": [1]}, {"criteria": [[]]}, [], None, "текст"]
)
def test_content_of_another_shape_is_a_problem_and_not_a_crash(content: Any) -> None:
    assert _texts(content)[0].startswith("методика: ")
