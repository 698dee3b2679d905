"""What has been reached and what was done in time: plain values only (clause 2.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.enums import Direction


@dataclass(frozen=True)
class Mark:
    """A word about a fact, and its tone: "ok", "warn", "bad", "grey"."""

    word: str
    tone: str


def reached(direction: str, plan: Decimal, fact: Decimal | None) -> bool:
    """Whether a target is reached: the fact is known and not worse than the plan (clause 2.2)."""
    if fact is None:
        return False
    return fact >= plan if direction == Direction.UP else fact <= plan


def target_mark(direction: str, plan: Decimal, fact: Decimal | None, *, year_ended: bool) -> Mark:
    """Reached, not reached; until the year ends a target not reached is awaited, not failed."""
    if reached(direction, plan, fact):
        return Mark("достигнут", "ok")
    if not year_ended:
        return Mark("ожидается", "grey")
    return Mark("не достигнут", "bad") if fact is not None else Mark("нет факта", "bad")


def fell_due(due: date, today: date) -> bool:
    """Whether the item counts by today: its day has come (clause 2.2, item 4)."""
    return due <= today


def in_time(due: date, done: date | None) -> bool:
    """Whether the item was done not later than its own day."""
    return done is not None and done <= due


def time_mark(due: date, done: date | None, today: date) -> Mark:
    """How an item with a term stands today."""
    if in_time(due, done):
        return Mark("в срок", "ok")
    if done is not None:
        return Mark(f"позже на {(done - due).days}\u00a0дн.", "warn")
    return Mark("не сделано", "bad") if fell_due(due, today) else Mark("срок впереди", "grey")
