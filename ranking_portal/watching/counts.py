"""Figures that stand in the database: each room tells its own, they are counted when somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass

Count = Callable[[], float]


@dataclass(frozen=True)
class Told:
    """A figure: its name, what it means, how it is counted."""

    name: str
    meaning: str
    count: Count


_told: dict[str, Told] = {}


def counted(name: str, meaning: str) -> Callable[[Count], Count]:
    """Register a figure; `name` ends with its unit, as Prometheus wants it."""

    def decorate(count: Count) -> Count:
        _told[name] = Told(name, meaning, count)
        return count

    return decorate


def all_counts() -> list[Told]:
    """Every figure by name."""
    return [_told[name] for name in sorted(_told)]
