"""Preparing a sitting: the draft, its requisites, a new edition (clauses 2.4-2.6)."""

from datetime import date
from typing import Any

from django.db.models import ProtectedError

from projects.models import Cycle
from protocols.coefficients import written_steps
from protocols.enums import QuestionKind
from protocols.models import CouncilSeat, Protocol, Question
from protocols.services import agenda
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.directory.wording import by_number
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.versions import check_version
from ranking_portal.workflow.errors import Refused

# Names of people: told in the journal's erasable part.
PERSONAL = ("invited",)
# What a new edition takes over from the returned one as it stands.
REQUISITES = ("number", "place", "form", "chair", "secretary", "invited")


def draft(ranking: Ranking, *, by: Principal, **sitting: Any) -> Protocol:
    """A draft protocol on a confirmed ranking: number, held_on, place, form, chair, secretary, invited.

    Where the year has a protocol already, the draft is the next edition of it and names the former one; while that
    one is still being prepared or voted, a second is refused.
    """
    require(by, "protocols.prepare")
    with journal.transaction():
        cycle = Cycle.objects.select_for_update(no_key=True).get(pk=ranking.cycle_id)
        if reasons := reasons_against(ranking):
            raise Refused(*reasons)
        former = newest_edition(cycle)
        if former is not None and not former.is_in_force:
            raise Refused(f"{former} ещё не утверждён («{former.get_state_display()}»): доработайте его.")
        made = _make(cycle, ranking, former, sitting)
        details = {"ranking": _told(ranking), "previous": str(former) if former else None}
        journal.record(by.actor, "Подготовлен проект протокола", obj=made, clause=worded("2.6"), details=details)
        return made


def newest_edition(cycle: Cycle) -> Protocol | None:
    """The newest edition of the year's protocol, whatever its state."""
    found: Protocol | None = Protocol.objects.filter(cycle=cycle).order_by("-edition").first()
    return found


def draft_after_return(returned: Protocol, day: date) -> Protocol | None:
    """The Governor has returned the results: the portal drafts the next edition as the returned one stands.

    None where the office has begun the next edition already. The new sitting's number, day and people are then
    the office's to correct.
    """
    with journal.transaction():
        cycle = Cycle.objects.select_for_update(no_key=True).get(pk=returned.cycle_id)
        if newest_edition(cycle) != returned:
            return None
        sitting = {name: getattr(returned, name) for name in REQUISITES} | {"held_on": day}
        made = _make(cycle, returned.ranking, returned, sitting)
        details = {"previous": str(returned), "decided_on": returned.decided_on, "reason": returned.decision_remark}
        action = worded("Подготовлена новая редакция: результаты возвращены Губернатором")
        journal.record(SYSTEM.actor, action, obj=made, clause=worded("2.6"), details=details)
        return made


def _make(cycle: Cycle, ranking: Ranking, former: Protocol | None, sitting: dict[str, Any]) -> Protocol:
    parameters = edition_for(cycle.year)
    made: Protocol = Protocol.objects.create(
        cycle=cycle,
        ranking=ranking,
        edition=former.edition + 1 if former else 1,
        previous=former,
        limit=parameters.integer("max_projects"),
        coefficients=written_steps(parameters.coefficients()),
        quorum_share=str(parameters.share("quorum")),
        majority_share=str(parameters.share("majority")),
        created_at=clock.now(),
        **sitting,
    )
    _usual_agenda(made)
    if former is not None:
        agenda.carry_over(former, made)
    return made


def reasons_against(ranking: Ranking) -> list[str]:
    """Why a protocol cannot approve this ranking: its results are not settled (clause 2.2) or not confirmed."""
    year, reasons = ranking.cycle.year, []
    if ranking.state != RankingState.CONFIRMED:
        reasons.append("Протокол готовят по подтверждённому ранжированию.")
    if ranking.as_of <= date(year, 12, 31):
        reasons.append(f"Нужно ранжирование по фактам после 31.12.{year}: раньше показатели года ещё неизвестны.")
    return reasons


def _usual_agenda(protocol: Protocol) -> None:
    year = protocol.cycle.year
    Question.objects.create(
        protocol=protocol,
        position=1,
        kind=QuestionKind.RESULTS,
        title=f"О результатах ранжирования проектов за {year} год",
        decision=f"Утвердить результаты ранжирования проектов за {year} год согласно приложению 1.",
    )


def change(protocol: Protocol, *, by: Principal, version: str | None = None, **sitting: Any) -> Protocol:
    """Change the requisites of a draft, or its ranking. Raises Refused, ChangedMeanwhile (where a version is given)."""
    with journal.transaction():
        fresh = agenda.draft_of(protocol, by)
        if version is not None:
            check_version(fresh, version)
        ranking = sitting.get("ranking", fresh.ranking)
        if ranking.cycle_id != fresh.cycle_id:
            raise Refused("Ранжирование другого года.")
        if reasons := reasons_against(ranking):
            raise Refused(*reasons)
        before = {name: getattr(fresh, name) for name in sitting}
        for name, value in sitting.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=tuple(sitting))
        changed = {name: [_told(before[name]), _told(new)] for name, new in sitting.items() if before[name] != new}
        personal = {name: changed.pop(name)[1] for name in PERSONAL if name in changed}
        if changed or personal:
            action = "Изменён проект протокола"
            journal.record(by.actor, action, obj=fresh, clause=worded("2.6"), details=changed, personal=personal)
        return fresh


def _told(value: Any) -> str:
    """A requisite as the journal names it: people by their numbers."""
    if isinstance(value, CouncilSeat):
        return f"{value.get_role_display()}, {by_number(value.person)}"
    if isinstance(value, Ranking):
        return f"{value}, по фактам на {value.as_of:%d.%m.%Y}"
    return str(value)


def discard(protocol: Protocol, *, by: Principal, version: str | None = None) -> None:
    """Throw a draft away: nobody has voted on it. Raises Refused, ChangedMeanwhile."""
    with journal.transaction():
        fresh = agenda.draft_of(protocol, by)
        if version is not None:
            check_version(fresh, version)
        journal.record(
            by.actor, "Удалён проект протокола", obj=fresh, clause=worded("2.6"), details={"edition": fresh.edition}
        )
        try:
            fresh.delete()
        except ProtectedError as error:
            raise Refused("На этот проект протокола уже ссылаются другие документы: удалить его нельзя.") from error
