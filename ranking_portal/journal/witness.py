"""What the journal is witness of beside its own rows: marks printed on papers, hashes of files, prints of decisions.

Each app tells of its own; `verify_journal` compares them all with the journal.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ranking_portal.journal import marks
from ranking_portal.journal.keeping import Damage, Kept
from ranking_portal.journal.marks import NBSP, Printed
from ranking_portal.journal.models import Entry

UNTOLD, GONE = "отпечатка файла нет в журнале", "записан в журнале, а в портале его нет"
Papers = Callable[[], Iterable[Printed]]
Files = Callable[[], Iterable[Kept]]
Comparison = Callable[[], tuple[int, list[Damage]]]
_papers: list[Papers] = []
_told: dict[str, Files] = {}
_comparisons: list[Comparison] = []


@dataclass
class Heard:
    """How much was compared with the journal, and what does not agree with it."""

    papers: int = 0
    decisions: int = 0
    damage: list[Damage] = field(default_factory=list)


def prints(source: Papers) -> Papers:
    """Register a source of stored papers that bear a mark of the journal."""
    _papers.append(source)
    return source


def told_as(action: str) -> Callable[[Files], Files]:
    """Register a source of stored files each of which the journal told of by that action, with its "sha256"."""

    def register(source: Files) -> Files:
        _told[action] = source
        return source

    return register


def compares(comparison: Comparison) -> Comparison:
    """Register a comparison of decisions with the journal: how many, and those that do not agree."""
    _comparisons.append(comparison)
    return comparison


def heard() -> Heard:
    """Everything compared with the journal."""
    found = Heard()
    papers = [one for source in _papers for one in source()]
    found.papers = len(papers)
    found.damage += [_rewritten(one, holds) for one, holds in marks.rewritten(papers)]
    for action, source in _told.items():
        found.damage += _files(action, source())
    for comparison in _comparisons:
        count, damage = comparison()
        found.decisions += count
        found.damage += damage
    return found


def _rewritten(one: Printed, holds: int) -> Damage:
    since = f"после записи №{NBSP}{holds}" if holds else "с самого начала"
    number = f"№{NBSP}{one.mark.number}"
    return Damage(one.title, one.ref, f"напечатана запись {number}, а в журнале её нет: журнал переписан {since}")


def _files(action: str, kept: Iterable[Kept]) -> Iterator[Damage]:
    """Files and the journal's words of them, both ways: a row altered together with its file, a row deleted."""
    told = {
        (ref, json.loads(details)["sha256"]): label
        for ref, label, details in Entry.objects.filter(action=action).values_list("ref", "label", "details")
    }
    for one in kept:
        if told.pop((one.ref, one.sha256), None) is None:
            yield Damage(one.title, one.ref, UNTOLD)
    yield from (Damage(label, ref, GONE) for (ref, _), label in told.items())
