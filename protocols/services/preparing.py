"""Preparing a sitting: the draft, its agenda, its candidates (clauses 2.4-2.6)."""

from collections.abc import Iterable
from typing import Any

from projects.models import Cycle, Project
from protocols.enums import ProtocolState, QuestionKind
from protocols.models import Candidate, CouncilSeat, Protocol, Question
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking.services.rankings import projects_of
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.errors import Refused

CURRENT = (ProtocolState.APPROVED,)


def draft(ranking: Ranking, *, by: Principal, **sitting: Any) -> Protocol:
    """A draft protocol on a confirmed ranking: number, held_on, place, form, chair, secretary, invited.

    Where the year has a protocol already, the draft is the next edition of it and names the former one; while that
    one is still being prepared or voted, a second is refused.
    """
    require(by, "protocols.prepare")
    with journal.transaction():
        cycle = Cycle.objects.select_for_update().get(pk=ranking.cycle_id)
        if ranking.state != RankingState.CONFIRMED:
            raise Refused("Протокол готовят по подтверждённому ранжированию.")
        former = Protocol.objects.filter(cycle=cycle).order_by("-edition").first()
        if former is not None and former.state not in CURRENT:
            raise Refused(f"{former} ещё не утверждён («{former.get_state_display()}»): доработайте его.")
        parameters = edition_for(cycle.year)
        made = Protocol.objects.create(
            cycle=cycle,
            ranking=ranking,
            edition=former.edition + 1 if former else 1,
            previous=former,
            limit=parameters.integer("max_projects"),
            quorum_share=str(parameters.share("quorum")),
            majority_share=str(parameters.share("majority")),
            created_at=clock.now(),
            **sitting,
        )
        _usual_agenda(made)
        if former is not None:
            _carry_candidates(former, made)
        details = {"ranking": str(ranking), "previous": str(former) if former else None}
        journal.record(by.actor, "Подготовлен проект протокола", obj=made, clause="2.6", details=details)
        return made


def _usual_agenda(protocol: Protocol) -> None:
    year = protocol.cycle.year
    Question.objects.create(
        protocol=protocol,
        position=1,
        kind=QuestionKind.RESULTS,
        title=f"О результатах ранжирования проектов за {year} год",
        decision=f"Утвердить результаты ранжирования проектов за {year} год согласно приложению 1.",
    )


def _carry_candidates(former: Protocol, made: Protocol) -> None:
    """Candidates of the former edition, as far as the new ranking lets them."""
    eligible = eligible_codes(made.ranking)
    for candidate in former.candidates.select_related("project"):
        if candidate.project.code in eligible:
            _add(
                made,
                candidate.project,
                grounds=[n for n, given in ((2, candidate.ground_2), (3, candidate.ground_3)) if given],
                justification=candidate.justification,
            )


def eligible_codes(ranking: Ranking) -> set[str]:
    """Codes of the projects that may have a coefficient (clause 2.4)."""
    return {row["code"] for row in projects_of(ranking) if row["eligible"] is True}


def change(protocol: Protocol, *, by: Principal, **sitting: Any) -> Protocol:
    """Change the requisites of a draft."""
    with journal.transaction():
        fresh = _draft_of(protocol, by)
        before = {name: getattr(fresh, name) for name in sitting}
        for name, value in sitting.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=tuple(sitting))
        changed = {name: [str(before[name]), str(value)] for name, value in sitting.items() if before[name] != value}
        if changed:
            journal.record(by.actor, "Изменён проект протокола", obj=fresh, clause="2.6", details=changed)
        return fresh


def _draft_of(protocol: Protocol, by: Principal) -> Protocol:
    """The protocol locked, if it may still be prepared. Raises Refused otherwise."""
    fresh = Protocol.locked(protocol.pk)
    require(by, "protocols.prepare", fresh)
    if fresh.state != ProtocolState.DRAFT:
        raise Refused(f"Сейчас «{fresh.get_state_display()}»: менять можно только проект протокола.")
    return fresh


def add_candidate(
    protocol: Protocol, project: Project, *, grounds: Iterable[int], justification: str, by: Principal
) -> Candidate:
    """Propose coefficient 1 for a project, on the grounds 2 and (or) 3 of clause 1.6, with a justification.

    Raises Refused past the limit (clause 2.5), for a project that is not eligible (2.4), without a ground or
    justification, or twice for one project.
    """
    with journal.transaction():
        fresh = _draft_of(protocol, by)
        given = sorted(set(grounds) & {2, 3})
        reasons = []
        taken = fresh.candidates.count()
        if taken >= fresh.limit:
            reasons.append(f"Коэффициент 1 — не более чем {fresh.limit} проектам (пункт 2.5): места заняты.")
        if project.code not in eligible_codes(fresh.ranking):
            reasons.append(f"{project.code}: проект не допущен, коэффициент ему не присваивается (пункты 2.2 и 2.4).")
        if not given:
            reasons.append(f"{project.code}: укажите основание — подпункт 2 и (или) 3 пункта 1.6 (пункт 2.5).")
        if not justification.strip():
            reasons.append(f"{project.code}: напишите обоснование.")
        if fresh.candidates.filter(project=project).exists():
            reasons.append(f"{project.code}: проект уже в повестке.")
        if reasons:
            raise Refused(*reasons)
        made = _add(fresh, project, grounds=given, justification=justification)
        details = {"project": project.code, "grounds": made.grounds, "justification": justification}
        journal.record(by.actor, "Предложен коэффициент 1", obj=fresh, clause="2.5", details=details)
        return made


def _add(protocol: Protocol, project: Project, *, grounds: Iterable[int], justification: str) -> Candidate:
    slots = set(protocol.candidates.values_list("slot", flat=True))
    slot = next(number for number in range(1, protocol.limit + 1) if number not in slots)
    last = protocol.questions.order_by("-position").first()
    question = Question.objects.create(
        protocol=protocol,
        position=last.position + 1 if last else 1,
        kind=QuestionKind.COEFFICIENT,
        title=f"О присвоении проекту {project.code} коэффициента ранжирования, равного 1",
    )
    return Candidate.objects.create(
        protocol=protocol,
        project=project,
        question=question,
        slot=slot,
        limit=protocol.limit,
        ground_2=2 in grounds,
        ground_3=3 in grounds,
        justification=justification.strip(),
    )


def remove_candidate(candidate: Candidate, *, by: Principal) -> None:
    """Take a proposal off the agenda of a draft; its slot is free again."""
    with journal.transaction():
        fresh = _draft_of(candidate.protocol, by)
        code = candidate.project.code
        candidate.question.delete()
        _renumber(fresh)
        journal.record(
            by.actor, "Снято предложение о коэффициенте 1", obj=fresh, clause="2.5", details={"project": code}
        )


def add_question(protocol: Protocol, *, title: str, speaker: str, decision: str, by: Principal) -> Question:
    """Another question for the agenda of a draft."""
    with journal.transaction():
        fresh = _draft_of(protocol, by)
        last = fresh.questions.order_by("-position").first()
        made = Question.objects.create(
            protocol=fresh,
            position=last.position + 1 if last else 1,
            kind=QuestionKind.OTHER,
            title=title,
            speaker=speaker,
            decision=decision,
        )
        journal.record(by.actor, "Добавлен вопрос повестки", obj=fresh, clause="2.6", details={"title": title})
        return made


def remove_question(question: Question, *, by: Principal) -> None:
    """Take a question of the council's own off the agenda; the results stay on it (clause 2.6)."""
    with journal.transaction():
        fresh = _draft_of(question.protocol, by)
        if question.kind != QuestionKind.OTHER:
            raise Refused("Этот вопрос предписан Порядком: снять его нельзя.")
        title = question.title
        question.delete()
        _renumber(fresh)
        journal.record(by.actor, "Снят вопрос повестки", obj=fresh, clause="2.6", details={"title": title})


def _renumber(protocol: Protocol) -> None:
    """Close the gaps in the agenda: going up, no number is ever taken twice."""
    for position, question in enumerate(protocol.questions.order_by("position"), start=1):
        if question.position != position:
            question.position = position
            question.save(update_fields=("position",))


def seat_person(*, by: Principal, **fields: Any) -> CouncilSeat:
    """Give a person a seat in the council."""
    require(by, "protocols.appoint")
    with journal.transaction():
        made = CouncilSeat.objects.create(**fields)
        details = {"since": made.since, "until": made.until, "order": made.order, "role": made.get_role_display()}
        journal.record(by.actor, "Введён в состав малого совета", obj=made, clause="2.5", details=details)
        return made


def change_seat(seat: CouncilSeat, *, by: Principal, **fields: Any) -> CouncilSeat:
    """Change a seat's dates or act. What was voted from it stands."""
    require(by, "protocols.appoint")
    with journal.transaction():
        fresh = CouncilSeat.objects.select_for_update().get(pk=seat.pk)
        before = {name: getattr(fresh, name) for name in fields}
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save()
        changed = {name: [str(before[name]), str(value)] for name, value in fields.items() if before[name] != value}
        if changed:
            journal.record(by.actor, "Изменён состав малого совета", obj=fresh, clause="2.5", details=changed)
        return fresh
