"""Quorum and majority, as pure rules on counts (parameters of the edition)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from protocols.enums import Choice


@dataclass(frozen=True)
class Tally:
    """Votes on a question. Shares are exact fractions 0..1; both rules say "more than"."""

    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        """All votes given."""
        return self.in_favour + self.against + self.abstained

    def __str__(self) -> str:
        return f"{self.in_favour} / {self.against} / {self.abstained}"


def tally(choices: Iterable[str]) -> Tally:
    """Count the votes."""
    counted = Counter(choices)
    return Tally(counted[Choice.FOR], counted[Choice.AGAINST], counted[Choice.ABSTAINED])


def has_quorum(present: int, members: int, share: Fraction) -> bool:
    """More than the share of all voting members of the day are present."""
    return members > 0 and Fraction(present, members) > share


def needed(among: int, share: Fraction) -> int:
    """The least whole number that is more than the share of `among`."""
    return int(among * share) + 1


def is_carried(votes: Tally, present: int, share: Fraction) -> bool:
    """More than the share of those present voted in favour."""
    return present > 0 and Fraction(votes.in_favour, present) > share
