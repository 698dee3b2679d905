"""Exact numbers in words: a day shared between bodies, weights in lowest terms, parts of a kopeck."""

from fractions import Fraction

from bonus_fund import exact


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_days() -> None:
    assert exact.days_told(Fraction(184)) == "184"
    assert plain(exact.days_told(Fraction(365, 2))) == "182 1/2"
    assert exact.days_told(Fraction(1, 3)) == "1/3"
    assert exact.days_told(Fraction(0)) == "0"


def test_weights_are_fractions_of_the_year_where_they_are() -> None:
    assert exact.weight_told(Fraction(549, 365), 365) == "549/365"
    assert exact.weight_told(Fraction(1), 366) == "366/366"
    assert exact.weight_told(Fraction(184, 549), 365) == "184/549"
    assert exact.weight_rounded(Fraction(549, 365)) == "1,5041"


def test_a_weight_is_rounded_once() -> None:
    assert exact.weight_rounded(Fraction(49_999, 10**9)) == "0,0000"
    assert exact.weight_rounded(Fraction(5, 10**5)) == "0,0001"


def test_a_share_with_its_part_of_a_kopeck() -> None:
    assert exact.parted(Fraction(1, 3)) == (33, Fraction(1, 3))
    assert plain(exact.share_told(Fraction(250_000, 3))) == "83 333,33 руб. + 1/3 коп."
    assert plain(exact.share_told(Fraction(125_000))) == "125 000,00 руб."
