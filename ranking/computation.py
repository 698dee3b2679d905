"""From a snapshot to a result and back: canonical texts, so that an old ranking recalculates to the same bytes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ranking.plain_facts import Facts, facts_as_plain
from ranking.scales import MethodologyContent, parse
from ranking.scoring import Options, RankedProject, as_json, canonical, rank
from ranking_portal.garbage import garbage_left


@dataclass(frozen=True)
class Snapshot:
    """Everything a ranking was calculated from. `names`: how each project and its body were called then."""

    year: int
    kind: str
    as_of: date
    methodology_name: str
    methodology: MethodologyContent
    edition: Mapping[str, Any]
    options: Options
    facts: tuple[Facts, ...]
    names: Mapping[str, Mapping[str, str]]

    def as_text(self) -> str:
        """Canonical JSON."""
        return canonical(
            {
                "year": self.year,
                "kind": self.kind,
                "as_of": self.as_of.isoformat(),
                "methodology_name": self.methodology_name,
                "methodology": self.methodology.as_plain(),
                "edition": dict(self.edition),
                "options": asdict(self.options),
                "facts": facts_as_plain(self.facts),
                "names": {code: dict(name) for code, name in self.names.items()},
            }
        )

    @classmethod
    def from_text(cls, text: str) -> "Snapshot":
        """Read back what `as_text` gave."""
        with garbage_left():
            return cls._from_plain(json.loads(text))

    @classmethod
    def _from_plain(cls, plain: Mapping[str, Any]) -> "Snapshot":
        return cls(
            year=plain["year"],
            kind=plain["kind"],
            as_of=date.fromisoformat(plain["as_of"]),
            methodology_name=plain["methodology_name"],
            methodology=parse(plain["methodology"]),
            edition=plain["edition"],
            options=Options(**plain["options"]),
            facts=tuple(Facts.from_plain(row) for row in plain["facts"]),
            names=plain["names"],
        )

    def ranked(self) -> list[RankedProject]:
        """The projects ranked, with the very records behind every number."""
        with garbage_left():
            return rank(self.facts, self.methodology, self.year, self.as_of, self.options)

    def result(self) -> str:
        """The result as canonical text, in order of place."""
        return result_text(self.ranked())


def result_text(ranked: Iterable[RankedProject]) -> str:
    """The stored form of a result."""
    return canonical(as_json(ranked))
