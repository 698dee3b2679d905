"""Doubts about a year's facts with what the office has said of them; accepting one, and taking that back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from projects.models import Accepted, Cycle, ProjectYear
from projects.quality import Finding, found_in
from projects.quality.loading import year_of
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.standing import until_told
from ranking_portal.workflow.errors import Refused

MEANWHILE = "Отмеченные факты тем временем изменились: посмотрите на список ещё раз."
ACCEPT = "projects.accept_doubts"


@dataclass(frozen=True)
class Shown:
    """A finding, and its acceptance where there is one for these very facts."""

    finding: Finding
    accepted: Accepted | None


def doubts_of(cycle: Cycle, cards: QuerySet[ProjectYear] | None = None) -> list[Shown]:
    """Every doubt about the year; about some cards only, those that concern nothing else."""
    said = {row.digest: row for row in Accepted.objects.filter(cycle=cycle)}
    chosen = None if cards is None else frozenset(cards.order_by().values_list("pk", flat=True))
    return [Shown(one, said.get(one.digest)) for one in _found(cycle, chosen, clock.today())]


@until_told
def _found(cycle: Cycle, cards: frozenset[int] | None, today: date) -> tuple[Finding, ...]:
    """Findings of the day: the journal tells of every change of a fact, of staff, of a person."""
    if cards is None:
        return tuple(found_in(year_of(cycle)))
    found = found_in(year_of(cycle, ProjectYear.objects.filter(pk__in=cards)))
    return tuple(one for one in found if all(record.code for record in one.records))


def open_doubts(cycle: Cycle) -> int:
    """How many doubts about the year nobody has accepted."""
    return sum(shown.accepted is None for shown in doubts_of(cycle))


def accept(cycle: Cycle, digests: Collection[str], reason: str, *, by: Principal) -> int:
    """Accept findings as they were shown; how many.

    Raises PermissionDenied; Refused where one of them is no longer what was shown: then none is accepted.
    """
    require(by, ACCEPT)
    there = {shown.finding.digest: shown for shown in doubts_of(cycle)}
    if not set(digests) <= there.keys():
        raise Refused(MEANWHILE)
    with journal.transaction():
        for digest in dict.fromkeys(digests):
            if there[digest].accepted is None:
                _keep(cycle, there[digest].finding, reason, by)
    return len(set(digests))


def _keep(cycle: Cycle, finding: Finding, reason: str, by: Principal) -> None:
    # What was accepted of the same records under former facts stands no longer.
    Accepted.objects.filter(cycle=cycle, rule=finding.rule.key, target=finding.target).delete()
    made, new = Accepted.objects.get_or_create(
        cycle=cycle,
        digest=finding.digest,
        defaults={
            "rule": finding.rule.key,
            "target": finding.target,
            "reason": reason,
            "actor": by.actor.key,
            "actor_label": by.actor.label[:255],
            "at": clock.now(),
        },
    )
    if new:
        _tell("Сомнительный факт принят", made, finding.rule.title, by)


def withdraw(made: Accepted, title: str, *, by: Principal) -> None:
    """Take an acceptance back: the doubt is open again. Raises PermissionDenied."""
    require(by, ACCEPT)
    with journal.transaction():
        _tell("Принятие сомнительного факта отозвано", made, title, by)
        made.delete()


def _tell(action: str, made: Accepted, title: str, by: Principal) -> None:
    """The journal names records by their keys: the journal is never erased, people are."""
    journal.record(
        by.actor,
        action,
        obj=made,
        label=f"{title}, {made.cycle.year} год",
        details={"записи": made.target},
        personal={"reason": made.reason},
    )
