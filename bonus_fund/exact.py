"""Exact numbers of a distribution as people read them: days, weights as fractions, parts of a kopeck."""

from fractions import Fraction

from ranking.scales import half_up
from ranking_portal.figures import grouped, roubles
from ranking_portal.words import NBSP


def days_told(days: Fraction) -> str:
    """Days: "184"; not whole where a day is shared between bodies: "182 1/2"."""
    whole, rest = divmod(days.numerator, days.denominator)
    if not rest:
        return str(whole)
    part = f"{rest}/{days.denominator}"
    return f"{whole}{NBSP}{part}" if whole else part


def weight_told(weight: Fraction, days_in_year: int) -> str:
    """A weight as a fraction of the year, "549/365"; where it is no such fraction, in lowest terms."""
    scaled = weight * days_in_year
    if scaled.denominator == 1:
        return f"{scaled.numerator}/{days_in_year}"
    return f"{weight.numerator}/{weight.denominator}"


def weight_rounded(weight: Fraction) -> str:
    """A weight to four decimals, to look at: "1,5041"."""
    return grouped(half_up(weight, 4), 4)


def parted(exact: Fraction) -> tuple[int, Fraction]:
    """An exact share in roubles as whole kopecks and the part of a kopeck that rounding down leaves."""
    kopecks = exact * 100
    whole = kopecks.numerator // kopecks.denominator
    return whole, kopecks - whole


def share_told(exact: Fraction) -> str:
    """An exact share in roubles: "859 154,93 руб. + 55/71 коп."."""
    whole, rest = parted(exact)
    told = f"{roubles(whole)}{NBSP}руб."
    return f"{told} + {rest.numerator}/{rest.denominator}{NBSP}коп." if rest else told
