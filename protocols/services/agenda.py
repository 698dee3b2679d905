"""The agenda of a draft: projects proposed for a coefficient (clauses 2.4 and 2.5), questions of the council's own."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError

from projects.models import Project
from protocols.coefficients import ONE, told
from protocols.enums import ProtocolState, QuestionKind
from protocols.models import Candidate, Protocol, Question
from ranking.models import Ranking
from ranking.services.rankings import projects_of
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused

GROUNDS = (2, 3)
GONE = "Этого уже нет в повестке: обновите страницу."


def draft_of(protocol: Protocol, by: Principal) -> Protocol:
    """The protocol locked, if it may still be prepared. Raises PermissionDenied, Refused."""
    fresh = Protocol.objects.select_for_update(of=("self",), no_key=True).filter(pk=protocol.pk).first()
    if fresh is None:
        raise Refused("Этого проекта протокола больше нет.")
    require(by, "protocols.prepare", fresh)
    if fresh.state != ProtocolState.DRAFT:
        raise Refused(f"Сейчас «{fresh.get_state_display()}»: менять можно только проект протокола.")
    found: Protocol = fresh
    return found


def eligible_codes(ranking: Ranking) -> set[str]:
    """Codes of the projects that may have a coefficient (clause 2.4)."""
    return {row["code"] for row in projects_of(ranking) if row["eligible"] is True}


def add_candidate(
    protocol: Protocol,
    project: Project,
    *,
    grounds: Iterable[int],
    justification: str,
    by: Principal,
    coefficient: str = ONE,
) -> Candidate:
    """Propose a coefficient for a project, on the grounds 2 and (or) 3 of clause 1.6, with a justification.

    Raises Refused for a coefficient that the edition does not allow (clause 2.4), past the limit (clause 2.5), for a
    project that is not eligible (2.4), without a ground or justification, or twice for one project.
    """
    with journal.transaction():
        fresh = draft_of(protocol, by)
        given = tuple(number for number in GROUNDS if number in set(grounds))
        reasons = []
        if fresh.candidates.count() >= fresh.limit:
            reasons.append(
                worded(f"{given_by(fresh)} — не более чем {fresh.limit} проектам (пункт 2.5): места заняты.")
            )
        if project.code not in eligible_codes(fresh.ranking):
            reasons.append(
                worded(f"{project.code}: проект не допущен, коэффициент ему не присваивается (пункты 2.2 и 2.4).")
            )
        if fresh.candidates.filter(project=project).exists():
            reasons.append(f"{project.code}: проект уже в повестке.")
        reasons += _reasons_against(fresh, project.code, given, justification, coefficient)
        if reasons:
            raise Refused(*reasons)
        made = _add(fresh, project, grounds=given, justification=justification, coefficient=coefficient)
        _tell(by, f"Предложен коэффициент {made.coefficient_told}", fresh, made)
        return made


def given_by(protocol: Protocol) -> str:
    """What the limit counts, at the start of a sentence."""
    return protocol.what_is_given.capitalize()


def _reasons_against(
    protocol: Protocol, code: str, grounds: tuple[int, ...], justification: str, coefficient: str
) -> list[str]:
    reasons = []
    if coefficient not in protocol.offered:
        allowed = "; ".join(told(step) for step in protocol.offered)
        reasons.append(
            worded(f"{code}: коэффициент {told(coefficient)} не предусмотрен, можно предложить: {allowed} (пункт 2.4).")
        )
    if not grounds:
        reasons.append(worded(f"{code}: укажите основание — подпункт 2 и (или) 3 пункта 1.6 (пункт 2.5)."))
    if not justification.strip():
        reasons.append(f"{code}: напишите обоснование.")
    return reasons


def _tell(by: Principal, action: str, protocol: Protocol, candidate: Candidate) -> None:
    details = {
        "project": candidate.project.code,
        "основание": candidate.grounds,
        "обоснование": candidate.justification,
    }
    journal.record(by.actor, action, obj=protocol, clause=worded("2.5"), details=details)


def _add(
    protocol: Protocol, project: Project, *, grounds: Iterable[int], justification: str, coefficient: str
) -> Candidate:
    slots = set(protocol.candidates.values_list("slot", flat=True))
    slot = next(number for number in range(1, protocol.limit + 1) if number not in slots)
    try:
        question = Question.objects.create(
            protocol=protocol,
            position=_next_position(protocol),
            kind=QuestionKind.COEFFICIENT,
            title=_title(project.code, coefficient),
        )
        made: Candidate = Candidate.objects.create(
            protocol=protocol,
            project=project,
            question=question,
            slot=slot,
            limit=protocol.limit,
            coefficient=coefficient,
            ground_2=2 in grounds,
            ground_3=3 in grounds,
            justification=justification.strip(),
        )
    except IntegrityError as error:
        # The database has the last word: whoever came past the lock finds the slot taken.
        raise Refused(
            f"Это место среди коэффициентов {protocol.which} только что занято: обновите страницу."
        ) from error
    return made


def _title(code: str, coefficient: str) -> str:
    return f"О присвоении проекту {code} коэффициента ранжирования, равного {told(coefficient)}"


def _next_position(protocol: Protocol) -> int:
    last = protocol.questions.order_by("-position").first()
    return last.position + 1 if last else 1


def change_candidate(
    candidate: Candidate, *, grounds: Iterable[int], justification: str, by: Principal, coefficient: str = ONE
) -> Candidate:
    """Change the coefficient, the grounds and the justification of a proposal in a draft. Raises Refused."""
    with journal.transaction():
        protocol = draft_of(candidate.protocol, by)
        fresh: Candidate | None = protocol.candidates.filter(pk=candidate.pk).select_related("project").first()
        if fresh is None:
            raise Refused(GONE)
        given = tuple(number for number in GROUNDS if number in set(grounds))
        if reasons := _reasons_against(protocol, fresh.project.code, given, justification, coefficient):
            raise Refused(*reasons)
        fresh.ground_2, fresh.ground_3, fresh.justification = 2 in given, 3 in given, justification.strip()
        fresh.coefficient = coefficient
        fresh.save(update_fields=("ground_2", "ground_3", "justification", "coefficient"))
        question = fresh.question
        if question.title != _title(fresh.project.code, coefficient):
            question.title = _title(fresh.project.code, coefficient)
            question.save(update_fields=("title",))
        _tell(by, f"Изменено предложение о коэффициенте {fresh.coefficient_told}", protocol, fresh)
        return fresh


def remove_candidate(candidate: Candidate, *, by: Principal) -> None:
    """Take a proposal off the agenda of a draft; its slot is free again."""
    with journal.transaction():
        fresh = draft_of(candidate.protocol, by)
        code, coefficient = candidate.project.code, candidate.coefficient_told
        removed, _ = fresh.questions.filter(candidate=candidate).delete()
        if not removed:
            raise Refused(GONE)
        _renumber(fresh)
        journal.record(
            by.actor,
            f"Снято предложение о коэффициенте {coefficient}",
            obj=fresh,
            clause=worded("2.5"),
            details={"project": code},
        )


def carry_over(former: Protocol, made: Protocol) -> None:
    """Proposals and questions of the former edition, as far as the new ranking and the limit let them."""
    eligible = eligible_codes(made.ranking)
    kept = [row for row in former.candidates.select_related("project") if row.project.code in eligible]
    # A step that the edition allows no more is proposed anew by hand.
    kept = [row for row in kept if row.coefficient in made.offered]
    for candidate in kept[: made.limit]:
        _add(
            made,
            candidate.project,
            grounds=candidate.ground_numbers,
            justification=candidate.justification,
            coefficient=candidate.coefficient,
        )
    for question in former.questions.filter(kind=QuestionKind.OTHER):
        _add_question(made, question.title, question.speaker, question.decision)
    speakers = {question.kind: question.speaker for question in former.questions.all()}
    results = made.questions.get(kind=QuestionKind.RESULTS)
    results.speaker = speakers.get(QuestionKind.RESULTS, "")
    results.save(update_fields=("speaker",))


def add_question(protocol: Protocol, *, title: str, speaker: str, decision: str, by: Principal) -> Question:
    """Another question for the agenda of a draft."""
    with journal.transaction():
        fresh = draft_of(protocol, by)
        made = _add_question(fresh, title, speaker, decision)
        journal.record(by.actor, "Добавлен вопрос повестки", obj=fresh, clause=worded("2.6"), details={"title": title})
        return made


def _add_question(protocol: Protocol, title: str, speaker: str, decision: str) -> Question:
    made: Question = Question.objects.create(
        protocol=protocol,
        position=_next_position(protocol),
        kind=QuestionKind.OTHER,
        title=title,
        speaker=speaker,
        decision=decision,
    )
    return made


def change_question(question: Question, *, by: Principal, **values: Any) -> Question:
    """Change a question of a draft; of the prescribed ones, the speaker only. Raises Refused."""
    with journal.transaction():
        protocol = draft_of(question.protocol, by)
        fresh: Question | None = protocol.questions.filter(pk=question.pk).first()
        if fresh is None:
            raise Refused(GONE)
        if fresh.kind != QuestionKind.OTHER and set(values) != {"speaker"}:
            raise Refused("Вопрос предписан Порядком: в нём меняется только докладчик.")
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=tuple(values))
        details, personal = {"title": fresh.title}, {"докладчик": fresh.speaker}
        journal.record(
            by.actor, "Изменён вопрос повестки", obj=protocol, clause=worded("2.6"), details=details, personal=personal
        )
        return fresh


def remove_question(question: Question, *, by: Principal) -> None:
    """Take a question of the council's own off the agenda; the results stay on it (clause 2.6)."""
    with journal.transaction():
        fresh = draft_of(question.protocol, by)
        if question.kind != QuestionKind.OTHER:
            raise Refused("Этот вопрос предписан Порядком: снять его нельзя.")
        removed, _ = fresh.questions.filter(pk=question.pk).delete()
        if not removed:
            raise Refused(GONE)
        _renumber(fresh)
        details = {"title": question.title}
        journal.record(by.actor, "Снят вопрос повестки", obj=fresh, clause=worded("2.6"), details=details)


def _renumber(protocol: Protocol) -> None:
    """Close the gaps in the agenda: going up, no number is ever taken twice."""
    for position, question in enumerate(protocol.questions.order_by("position"), start=1):
        if question.position != position:
            question.position = position
            question.save(update_fields=("position",))
