"""Who grants coefficients tells the ranking of them (clause 2.4)."""

from collections.abc import Mapping
from typing import Any

from ranking import coefficients
from ranking.coefficients import coefficient_source, coefficients_of


def undecided(_ranking: Any) -> Mapping[str, int] | None:
    return None


def decided(_ranking: Any) -> Mapping[str, int] | None:
    return {"A": 1}


def test_whoever_has_decided_is_heard_and_nobody_is_asked_twice(monkeypatch):
    monkeypatch.setattr(coefficients, "_sources", [])
    assert coefficients_of(object()) is None
    for source in (undecided, decided, undecided):
        assert coefficient_source(source) is source
    assert coefficients._sources == [undecided, decided]
    assert coefficients_of(object()) == {"A": 1}
