"""Coefficients of a ranking, told by whoever grants them (the protocols stand above and register themselves)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

# Whole ones are counted as whole numbers: 0, 1, Decimal("0.5").
Coefficient = int | Decimal
Source = Callable[[Any], Mapping[str, Coefficient] | None]
_sources: list[Source] = []


def coefficient_source(source: Source) -> Source:
    """Register who knows the coefficients: ranking -> {code: from 0 to 1}, or None while nothing is decided."""
    if source not in _sources:
        _sources.append(source)
    return source


def coefficients_of(ranking: Any) -> Mapping[str, Coefficient] | None:
    """Coefficients by code of the eligible projects (clause 2.4), None until a protocol is approved."""
    found = (source(ranking) for source in _sources)
    return next((decided for decided in found if decided is not None), None)
