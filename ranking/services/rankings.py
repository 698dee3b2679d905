"""Calculating and confirming rankings (clauses 2.2 and 2.3)."""

import json
from datetime import date
from typing import Any

from projects.models import Cycle, ProjectYear
from projects.services.cycles import open_cycle
from ranking.computation import Snapshot
from ranking.enums import MethodologyState, RankingKind, RankingState
from ranking.facts import facts_of
from ranking.models import Methodology, Ranking
from ranking.scales import parse
from ranking.scoring import Options, canonical
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.regulation.services import may_rank, stored_edition_for
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused

NO_METHODOLOGY = worded("Нет действующей методики (пункт 2.1): утвердите её приказом и введите в действие.")


def calculate(year: int, kind: RankingKind, as_of: date, *, by: Principal) -> Ranking:
    """Calculate a ranking by the facts as of a day; the same day again recalculates the same draft.

    A ranking confirmed for that day is returned as it stands. Opens the cycle where there is none. Raises Refused
    without a methodology in force, or where the edition of the law that covers the year is not in hand.
    """
    require(by, "ranking.calculate")
    with journal.transaction():
        if reasons := may_rank(year):
            raise Refused(*reasons)
        cycle, _ = open_cycle(year, by=by)
        # One calculation of a year at a time: the second finds the first one's draft.
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        same = Ranking.objects.filter(cycle=cycle, kind=kind, as_of=as_of)
        confirmed: Ranking | None = same.filter(state=RankingState.CONFIRMED).first()
        if confirmed is not None:
            return confirmed
        methodology = methodology_for(cycle)
        edition = stored_edition_for(year)
        draft = same.first() or Ranking.objects.create(
            cycle=cycle, kind=kind, as_of=as_of, methodology=methodology, edition=edition
        )
        draft.methodology, draft.edition = methodology, edition
        draft.save(update_fields=("methodology", "edition"))
        snapshot = take_snapshot(draft)
        return perform(
            draft,
            "calculate",
            by=by,
            snapshot=snapshot.as_text(),
            result=snapshot.result(),
            names=canonical(snapshot.names),
            calculated_at=clock.now(),
        )


def hardly_meant(year: int, as_of: date) -> list[str]:
    """What a person at the page can hardly mean: facts of a day to come, a year without projects. A command may."""
    reasons = []
    if as_of > clock.today():
        reasons.append(f"День {as_of:%d.%m.%Y} ещё не наступил: возьмите сегодняшний или прошедший.")
    if not ProjectYear.objects.filter(cycle__year=year).exists():
        reasons.append(f"В реестре за {year} год нет ни одного проекта: загрузите рабочую книгу этого года.")
    if not Methodology.objects.filter(state=MethodologyState.IN_FORCE).exists():
        reasons.append(NO_METHODOLOGY)
    return reasons


def methodology_for(cycle: Cycle) -> Methodology:
    """The methodology of the cycle's confirmed primary ranking, else the one in force (clause 2.1)."""
    primary = Ranking.objects.filter(cycle=cycle, kind=RankingKind.PRIMARY, state=RankingState.CONFIRMED)
    kept: Methodology | None = Methodology.objects.filter(rankings__in=primary).first()
    if kept is not None:
        return kept
    in_force: Methodology | None = Methodology.objects.filter(state=MethodologyState.IN_FORCE).first()
    if in_force is None:
        raise Refused(NO_METHODOLOGY)
    return in_force


def take_snapshot(ranking: Ranking) -> Snapshot:
    """The facts of the year as they stand now, with the methodology and the parameters that the ranking uses."""
    facts, names = facts_of(ranking.cycle)
    edition = ranking.edition.edition
    return Snapshot(
        year=ranking.cycle.year,
        kind=ranking.kind,
        as_of=ranking.as_of,
        methodology_name=ranking.methodology.order_number,
        methodology=parse(ranking.methodology.content),
        edition={"sha256": ranking.edition.sha256, "title": str(ranking.edition)},
        options=Options(
            count_major_repairs=edition.boolean("count_major_repairs"),
            count_concessions=edition.boolean("count_concessions"),
        ),
        facts=tuple(facts),
        names=names,
    )


def confirm(ranking: Ranking, *, by: Principal, on: date | None = None) -> Ranking:
    """Confirm a calculated ranking; from then on it never changes."""
    return perform(ranking, "confirm", by=by, on=on)


def last_confirmed(cycle: Cycle) -> Ranking | None:
    """The confirmed ranking of the year with the latest day of facts."""
    rows = Ranking.objects.filter(cycle=cycle, state=RankingState.CONFIRMED)
    return rows.select_related("cycle").order_by("-as_of", "-pk").first()


def projects_of(ranking: Ranking) -> list[dict[str, Any]]:
    """The stored result: projects in order of place, as `rank --json` gives them."""
    rows: list[dict[str, Any]] = json.loads(ranking.result) if ranking.result else []
    return rows


def as_document(ranking: Ranking) -> dict[str, Any]:
    """The whole answer of `rank --json`."""
    return {
        "year": ranking.cycle.year,
        "kind": str(ranking.kind),
        "as_of": ranking.as_of.isoformat(),
        "methodology": ranking.methodology.order_number,
        "projects": projects_of(ranking),
    }
