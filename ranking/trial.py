"""A methodology on trial: other weights of criteria, other points and bands. Plain values; nothing is saved here."""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ranking.scales import Band, Criterion, Indicator, MethodologyContent, half_up, plain_number

FULL = 100
# As many decimals as a methodology may have.
_DECIMALS = 6
_BAND = re.compile(r"^\s*([^\s:—–-]+)\s*(?:[:—–]|\s-\s|\s)\s*(\S+)\s*$")


def weighted(methodology: MethodologyContent, weights: Mapping[int, int]) -> MethodologyContent:
    """The same methodology with the points of each criterion multiplied by its weight (per cent; 100: as it was)."""
    return MethodologyContent(
        tuple(_criterion(one, weights.get(one.number, FULL)) for one in methodology.criteria),
    )


def _criterion(criterion: Criterion, weight: int) -> Criterion:
    if weight == FULL:
        return criterion
    return replace(criterion, indicators=tuple(_indicator(one, weight) for one in criterion.indicators))


def _indicator(indicator: Indicator, weight: int) -> Indicator:
    bands = tuple(Band(band.lower, _times(band.points, weight)) for band in indicator.bands)
    points = None if indicator.points is None else _times(indicator.points, weight)
    return replace(indicator, bands=bands, points=points)


def _times(points: Decimal, weight: int) -> Decimal:
    return Decimal(plain_number(half_up(Fraction(points) * weight / FULL, _DECIMALS)))


def changed(content: Mapping[str, Any], scales: Mapping[str, str]) -> dict[str, Any]:
    """The content with other points or bands by code of indicator, as typed; what is wrong is left for the scales."""
    made = deepcopy(dict(content))
    for criterion in made.get("criteria", ()):
        for indicator in criterion["indicators"]:
            typed = scales.get(indicator["code"])
            if typed is None:
                continue
            if indicator["scale"] == "bands":
                indicator["bands"] = read_bands(typed)
            else:
                indicator["points"] = read_number(typed)
    return made


def read_bands(text: str) -> list[dict[str, str]]:
    """Bands "11: 6", "11 — 6" or "11 6", each on a line of its own or parted by a semicolon.

    One that is none of these stays whole and is named as wrong by the scales.
    """
    bands = []
    for line in filter(str.strip, re.split(r"[\n;]", text)):
        match = _BAND.match(line)
        lower, points = match.groups() if match else (line.strip(), "")
        bands.append({"from": read_number(lower), "points": read_number(points)})
    return bands


def read_number(text: str) -> str:
    """A number as people type it, in the notation of the methodology file."""
    return text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", "")


def written_scale(indicator: Indicator) -> str:
    """Bands or points on one line, as `changed` takes them back: "0: 0; 1: 3; 11: 6", "7,5"."""
    if indicator.scale == "bands":
        return "; ".join(f"{_written(band.lower)}: {_written(band.points)}" for band in indicator.bands)
    return _written(indicator.points or Decimal(0))


def _written(number: Decimal) -> str:
    return plain_number(number).replace(".", ",")
