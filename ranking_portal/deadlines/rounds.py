"""What the portal does by itself as days pass, besides marking terms: each app registers its own part.

`enforce_deadlines` runs every part before it looks at terms, so that what a part brings about is marked in the same
run; the closing parts come after that, and have what was told of the terms.
"""

from collections.abc import Callable

Part = Callable[[], int]
_parts: dict[str, Part] = {}
_closing: dict[str, Part] = {}


def each_round(title: str, *, closing: bool = False) -> Callable[[Part], Part]:
    """Register a part of the round: it does what the day has made due and returns how many things it has done.

    It must bear being run twice, by two at once, and days late.
    """

    def decorate(part: Part) -> Part:
        (_closing if closing else _parts)[title] = part
        return part

    return decorate


def make_round() -> dict[str, int]:
    """Run every part; what each has done, by its title."""
    return {title: part() for title, part in sorted(_parts.items())}


def close_round() -> dict[str, int]:
    """Run the closing parts; what each has done, by its title."""
    return {title: part() for title, part in sorted(_closing.items())}
