"""Events by name: what has happened below, for whoever stands above to react to in the same transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ranking_portal.accounts.principals import Principal


@dataclass(frozen=True)
class Event:
    """Something that has happened. `on` is its legal day, from which terms run; `scope` says what it concerns."""

    name: str
    obj: Any
    year: int | None
    scope: str
    on: date
    by: Principal
    data: Mapping[str, Any] = field(default_factory=dict)


Reaction = Callable[[Event], None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)
EVERY = "*"


def reacts_to(*names: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction to the named events (or to EVERY one)."""

    def decorate(reaction: Reaction) -> Reaction:
        for name in names:
            if reaction not in _reactions[name]:
                _reactions[name].append(reaction)
        return reaction

    return decorate


def publish(event: Event) -> None:
    """Let everyone react, inside the transaction that made the event; an error in a reaction undoes it all."""
    for reaction in [*_reactions[event.name], *_reactions[EVERY]]:
        reaction(event)
