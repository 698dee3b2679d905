"""How a paragraph looks by its tag and classes: the few that templates of papers use (GOST R 7.0.97-2016)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

LEFT, RIGHT, CENTER, BOTH = "left", "right", "center", "both"
# Points. The text of papers is 13 pt, of their tables 10 pt.
TEXT, TABLE, SMALL = 13.0, 10.0, 9.5
FIRST_LINE_MM = 12.5
# What a container passes on to the paragraphs in it.
INHERITED = ("align", "bold", "caps", "size")


@dataclass(frozen=True)
class Look:
    """A paragraph's look: sizes in points, indents in millimetres."""

    align: str = LEFT
    size: float = TEXT
    bold: bool = False
    italic: bool = False
    caps: bool = False
    first_mm: float = 0
    left_mm: float = 0
    right_mm: float = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    boxed: bool = False
    new_page: bool = False
    tab_mm: float = 0


# Later lines stand over earlier ones: a tag, then the classes of what it stands in, then its own.
BY_TAG: dict[str, dict[str, Any]] = {
    "h1": {"align": CENTER, "bold": True, "size": 15, "before": 16, "after": 2},
    "h2": {"bold": True, "before": 12, "after": 4, "keep_next": True},
    "h3": {"bold": True, "before": 6, "after": 4, "keep_next": True},
    "p": {"align": BOTH, "first_mm": FIRST_LINE_MM, "after": 6},
    "th": {"align": CENTER, "bold": True},
}
WITHIN: dict[tuple[str, str], dict[str, Any]] = {
    ("annex", "p"): {"align": LEFT, "first_mm": 0, "size": 10.5},
    ("annex", "h2"): {"align": CENTER},
    ("small", "p"): {"align": LEFT, "first_mm": 0, "size": SMALL, "after": 3},
}
BY_CLASS: dict[str, dict[str, Any]] = {
    "center": {"align": CENTER, "first_mm": 0},
    "body-name": {"bold": True},
    "dated": {"before": 14, "after": 4, "tab_mm": 180},
    "intro": {"keep_next": True},
    "vote": {"italic": True},
    "plain": {"align": LEFT, "first_mm": 0},
    "replaces": {"first_mm": 0, "before": 4},
    "letterhead": {"align": CENTER, "caps": True, "size": 10},
    "registered": {"align": CENTER, "caps": False, "size": 11.5, "before": 24},
    "about": {"align": LEFT, "first_mm": 0, "size": 12, "right_mm": 98, "before": 32, "after": 28},
    "warning": {"align": LEFT, "first_mm": 0, "bold": True, "boxed": True},
    "executor": {"first_mm": 0, "size": 10, "before": 28},
    "why": {"align": LEFT, "first_mm": 0, "size": 10},
    "mark": {"align": RIGHT, "size": 10, "after": 10, "new_page": True},
    "money": {"align": RIGHT},
    "to": {"align": LEFT},
    "addressed": {"left_mm": 90},
    "subject": {"align": CENTER, "after": 16},
    "n": {"align": RIGHT},
    "c": {"align": CENTER},
    "name": {"align": RIGHT},
    "total": {"bold": True},
}


def look_of(tag: str, classes: Collection[str], within: Collection[str], inherited: Look) -> Look:
    """The look of a paragraph: what its container passes on, then its tag, where it stands, its own classes."""
    found = replace(Look(), **{name: getattr(inherited, name) for name in INHERITED})
    for change in (
        BY_TAG.get(tag, {}),
        *(change for (name, of_tag), change in WITHIN.items() if of_tag == tag and name in within),
        *(BY_CLASS[name] for name in BY_CLASS if name in classes),
    ):
        found = replace(found, **change)
    return found
