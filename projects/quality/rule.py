"""How a rule is declared, what it finds, and how a finding is told from the same one with other facts."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from projects.quality.facts import Year

# Records that are no facts of a card.
CARD, POST, HELPER, ORGANIZATION, ABSENT = "card", "post", "infrastructure", "organization", "absent"


class Record(NamedTuple):
    """A record to be looked at. `kind`: as addresses call it; `code`: of its project, "" where it has none.

    `key` is the record's own, or where there is none yet (`ABSENT`) the kind that lacks it.
    """

    kind: str
    key: int | str
    code: str
    title: str
    person: int = 0

    @property
    def target(self) -> str:
        """Stable text key."""
        return f"{self.kind}:{self.key}" if self.kind != ABSENT else f"{self.kind}:{self.key}:{self.code}"


class Doubt(NamedTuple):
    """What a rule yields: records, a Russian sentence without a full stop, and the facts that it looked at."""

    records: tuple[Record, ...]
    told: str
    facts: tuple[Any, ...]


Test = Callable[[Year], Iterable[Doubt]]


@dataclass(frozen=True)
class Rule:
    """A rule: its key (kept with what was accepted), title, what it means, the clause that its facts matter for."""

    key: str
    title: str
    meaning: str
    clause: str
    test: Test


@dataclass(frozen=True)
class Finding:
    """A doubt under its rule. `digest` changes with the facts, so that what was accepted comes up again."""

    rule: Rule
    records: tuple[Record, ...]
    told: str
    digest: str

    @property
    def target(self) -> str:
        """What it is about, whatever the facts are."""
        return "+".join(record.target for record in self.records)

    @property
    def codes(self) -> tuple[str, ...]:
        """Projects that it is about."""
        return tuple(dict.fromkeys(record.code for record in self.records if record.code))


RULES: dict[str, Rule] = {}


def rule(key: str, title: str, meaning: str, clause: str = "") -> Callable[[Test], Test]:
    """Declare a rule. A key once used is never given to another rule: accepted findings stand under it."""

    def declare(test: Test) -> Test:
        if key in RULES:
            raise ValueError(f"two rules {key}")
        RULES[key] = Rule(key, title, meaning, clause, test)
        return test

    return declare


def found_in(year: Year) -> Iterator[Finding]:
    """Everything that every rule doubts, rule by rule."""
    for one in RULES.values():
        for doubt in one.test(year):
            yield Finding(one, doubt.records, doubt.told, _digest(one, year, doubt))


def _digest(one: Rule, year: Year, doubt: Doubt) -> str:
    about = [one.key, year.number, *(record.target for record in doubt.records), *doubt.facts]
    return hashlib.sha256("\n".join(map(str, about)).encode()).hexdigest()
