"""The demonstration as a story in order of days: each app tells its own part, at the moments when it would happen.

Everything is done by the portal's own services and real transitions, under the clock of the day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ranking_portal import clock

DATA = Path(__file__).parent / "data"
Act = Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Scene:
    """An act on a day; `told` is what it returns: a line for whoever watches."""

    day: date
    order: int
    act: Act


_scenes: list[Scene] = []


def scene(day: date, order: int = 0) -> Callable[[Act], Act]:
    """Register an act: (cast) -> a line; `cast` is what earlier acts have left for later ones."""

    def decorate(act: Act) -> Act:
        _scenes.append(Scene(day, order, act))
        return act

    return decorate


def play(tell: Callable[[str], None]) -> dict[str, Any]:
    """Act everything out, day after day."""
    cast: dict[str, Any] = {"accounts": []}
    for one in sorted(_scenes, key=lambda one: (one.day, one.order)):
        with clock.at(one.day):
            tell(f"{one.day:%d.%m.%Y}  {one.act(cast)}")
    return cast
