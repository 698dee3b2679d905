"""A description of an edition that does not hold together is refused with every reason at once."""

from collections.abc import Callable
from typing import Any

import pytest

from ranking_portal.regulation.edition import EditionError, parse, problems
from ranking_portal.regulation.reading import read_yaml
from tests.regulation.conftest import entry

Plain = dict[str, Any]


def _parameter(code: str, /, **fields: Any) -> Callable[[Plain], None]:
    return lambda plain: entry(plain, "parameters", code).update(fields)


def _obligation(code: str, /, **fields: Any) -> Callable[[Plain], None]:
    return lambda plain: entry(plain, "obligations", code).update(fields)


def _without(section: str, code: str, field: str) -> Callable[[Plain], None]:
    return lambda plain: entry(plain, section, code).pop(field)


def _no_parameter(plain: Plain) -> None:
    plain["parameters"] = [item for item in plain["parameters"] if item["code"] != "quorum"]


def _twice(plain: Plain) -> None:
    plain["grounds"].append(dict(plain["grounds"][0]))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without("parameters", "quorum", "clause"), "параметр «quorum»: не назван пункт Порядка"),
        (_without("parameters", "quorum", "act"), "параметр «quorum»: нет поля «act»"),
        (_without("parameters", "quorum", "in_force_from"), "параметр «quorum»: нет поля «in_force_from»"),
        (_without("grounds", "ground_2", "clause"), "основание «ground_2»: не назван пункт Порядка"),
        (_without("checks", "positions", "clause"), "проверка «positions»: не назван пункт Порядка"),
        (_without("obligations", "general_fund", "clause"), "обязательство «general_fund»: не назван пункт Порядка"),
        (_parameter("quorum", clause="9.9"), "пункта «9.9» нет среди пунктов редакции"),
        (_parameter("quorum", act="1-пг"), "акта «1-пг» нет среди актов редакции"),
        (_parameter("quorum", in_force_from="скоро"), "поле «in_force_from»: нужна дата вида ГГГГ-ММ-ДД"),
        (_parameter("quorum", hepl="опечатка"), "параметр «quorum»: неизвестное поле «hepl»"),
        (_parameter("quorum", value="1/0"), "нужна дробь меньше единицы"),
        (_parameter("quorum", value="3/2"), "нужна дробь меньше единицы"),
        (_parameter("quorum", type="decimal"), "тип «decimal», а нужен «share»"),
        (_parameter("quorum", type="bytes"), "неизвестно: «bytes»"),
        (_parameter("max_projects", value="шесть"), "нужно целое число"),
        (_parameter("max_projects", value=True), "нужно целое число"),
        (_parameter("max_projects", value=-1), "значение -1 меньше наименьшего – 0"),
        (_parameter("allowed_coefficients", value=[0, 2]), "значение 2 больше наибольшего – 1"),
        (_parameter("allowed_coefficients", value=[]), "нужен перечень разных чисел"),
        (_parameter("allowed_coefficients", value=["0.5", 1]), "нужны числа от 0 до 1, среди них 0"),
        (_parameter("ceiling_multiplier", value=1.5), "нужно десятичное число в кавычках"),
        (_parameter("deemed_receipt", value="да"), "нужно true или false"),
        (_parameter("discipline_fall", value="never"), "значения «never» нет среди вариантов"),
        (
            _parameter("discipline_fall", choices=[{"value": "guess", "title": "на глаз"}]),
            "варианта «guess» портал не умеет",
        ),
        (_parameter("max_projects", code="most_projects"), "портал такого параметра не знает"),
        (_no_parameter, "параметры: нет параметра «quorum»"),
        (_twice, "grounds: «ground_2» записано несколько раз (2)"),
        (_obligation("general_fund", who="boss"), "неизвестно: «boss» – такой роли нет"),
        (_obligation("general_fund", per="village"), "неизвестно: «village»"),
        (_obligation("general_fund", opens_on="moon.rose"), "неизвестно: «moon.rose» – такого события"),
        (_obligation("general_fund", cancelled_by=["moon.set"]), "неизвестно: «moon.set» – такого события"),
        (_obligation("general_fund", opens_next=["nothing"]), "следующее обязательство «nothing» не описано"),
        (_obligation("general_fund", url="/funds/{pk}/"), "в адресе можно оставить только {year} и {object}"),
        (_obligation("general_fund", url="https://elsewhere/"), "нужен адрес, начинающийся с «/»"),
        (_obligation("general_fund", term={}), "нужно ровно одно из"),
        (_obligation("general_fund", term={"working_days": 1, "none": True}), "нужно ровно одно из"),
        (_obligation("general_fund", term={"working_days": 0}), "рабочих дней – от 1 до"),
        (
            _obligation("general_fund", term={"date": {"month": 2, "day": 30, "year_offset": 1}}),
            "нет такого дня – 30.02",
        ),
        (_obligation("general_fund", term={"date": {"month": 2, "day": 1, "year_offset": 7}}), "сдвиг года"),
        (_obligation("general_fund", term={"none": True, "target": "quorum"}), "не целочисленный параметр"),
    ],
)
def test_each_mistake_is_named_with_its_place(plain: Plain, spoil: Callable[[Plain], None], told: str) -> None:
    spoil(plain)
    assert any(told in reason for reason in problems(plain)), problems(plain)
    with pytest.raises(EditionError):
        parse(plain)


def test_all_mistakes_come_at_once(plain: Plain) -> None:
    for spoil in (
        _without("parameters", "quorum", "clause"),
        _obligation("general_fund", who="boss"),
        _without("grounds", "ground_3", "text"),
    ):
        spoil(plain)
    plain["surprise"] = 1
    with pytest.raises(EditionError) as refusal:
        parse(plain)
    assert sorted(refusal.value.reasons) == [
        "обязательство «general_fund», поле «who»: неизвестно: «boss» – такой роли нет",
        "основание «ground_3»: нет поля «text»",
        "параметр «quorum»: не назван пункт Порядка (поле «clause»)",
        "редакция: неизвестное поле «surprise»",
    ]


@pytest.mark.parametrize("nonsense", [None, [], "текст", {}, {"parameters": [1]}, {"acts": [{"number": ["x"]}]}])
def test_nonsense_is_refused_with_reasons(nonsense: object) -> None:
    assert problems(nonsense)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"clauses": [{"number": 1, "parts": [{"key": []}], "links": [{}]}]},
        {"parameters": [{"code": [], "type": [], "value": {}}]},
        {"obligations": [{"code": {}, "term": {"date": 5, "exceptions": {"x": 1}}, "opens_next": [5], "url": "/{"}]},
        {"checks": [{"code": []}], "grounds": [{}], "earlier": [{"act": 5}]},
    ],
)
def test_wrong_kinds_of_values_never_break_the_reading(plain: Plain, spoiled: Plain) -> None:
    assert problems(plain | spoiled)


def test_open_question_needs_a_decision(plain: Plain) -> None:
    plain["clauses"][0]["decision"] = ""
    assert problems(plain) == ["пункт «1.6(2)»: открытый вопрос без принятого решения (поле «decision»)"]


def test_key_written_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"строка 3, столбец 1: поле «title» записано дважды"):
        read_yaml("region: область\ntitle: один\ntitle: два\n")


def test_text_that_is_not_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="строка 2"):
        read_yaml("title: [\n}")
