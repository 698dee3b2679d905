"""What stands in the way of a step of a protocol; each reason is a sentence for the user."""

from datetime import date
from typing import Any

from protocols.enums import QuestionKind, SittingForm
from protocols.sitting import Sitting
from ranking.enums import RankingState
from ranking.services.rankings import projects_of
from ranking_portal.words import counted


def may_open_voting(protocol: Any, **_: Any) -> list[str]:
    """Clauses 2.5 and 2.6: confirmed results of an ended year, a quorum, a chair, candidates who may be candidates."""
    sitting = Sitting(protocol)
    return (
        _ranking_is_settled(protocol)
        + _edition_is_current(protocol)
        + _seats_are_held(sitting)
        + _quorum(sitting)
        + _candidates_are_sound(protocol)
        + ([] if sitting.results_question else ["В повестке нет вопроса о результатах ранжирования (пункт 2.6)."])
    )


def no_votes_yet(protocol: Any, **_: Any) -> list[str]:
    """Once a vote is given the agenda stands."""
    if any(protocol.questions.filter(votes__isnull=False)[:1]):
        return ["Голоса уже поданы: вопросы и кандидаты больше не меняются."]
    return []


def may_be_approved(protocol: Any, **_: Any) -> list[str]:
    """Clause 2.6: quorum, everybody's vote on every question, a majority for the results."""
    sitting = Sitting(protocol)
    reasons = _seats_are_held(sitting) + _quorum(sitting) + _candidates_are_sound(protocol)
    for question in sitting.questions:
        missing = len(sitting.present) - sitting.tally(question).cast
        if missing > 0:
            reasons.append(f"По вопросу {question.position} не внесено голосов: {missing}.")
    results = sitting.results_question
    if results is None or not sitting.is_carried(results):
        reasons.append("За утверждение результатов ранжирования нет большинства (пункт 2.6).")
    return reasons


def _ranking_is_settled(protocol: Any) -> list[str]:
    ranking, year = protocol.ranking, protocol.cycle.year
    reasons = []
    if ranking.state != RankingState.CONFIRMED:
        reasons.append("Ранжирование не подтверждено: протокол утверждает только подтверждённые результаты.")
    if ranking.as_of <= date(year, 12, 31):
        reasons.append(f"Факты ранжирования — на {ranking.as_of:%d.%m.%Y}; показатели известны после 31.12.{year}.")
    if ranking.as_of > protocol.held_on:
        reasons.append("Заседание назначено раньше дня, по фактам на который проведено ранжирование.")
    return reasons


def _edition_is_current(protocol: Any) -> list[str]:
    newer = type(protocol).objects.filter(cycle=protocol.cycle, edition__gt=protocol.edition)
    return ["Есть более новая редакция протокола."] if newer.exists() else []


def _seats_are_held(sitting: Sitting) -> list[str]:
    day = sitting.protocol.held_on
    reasons = []
    if sitting.chair not in sitting.members:
        reasons.append(f"Председательствующий на {day:%d.%m.%Y} не состоит в малом совете.")
    elif sitting.chair not in sitting.present:
        reasons.append("Председательствующий не отмечен среди присутствующих.")
    if not sitting.secretary_holds_seat:
        reasons.append(f"Секретарь на {day:%d.%m.%Y} не состоит в малом совете.")
    strangers = [seat for seat in sitting.marked if seat not in sitting.members]
    reasons += [f"{seat.person.short_name} на {day:%d.%m.%Y} не член малого совета." for seat in strangers]
    return reasons


def _quorum(sitting: Sitting) -> list[str]:
    if sitting.has_quorum:
        return []
    word = "голосуют" if sitting.protocol.form == SittingForm.IN_ABSENTIA else "присутствуют"
    members = counted(len(sitting.members), "члена", "членов", "членов")
    return [f"Нет кворума: {word} {len(sitting.present)} из {members}, нужно не менее {sitting.quorum}."]


def _candidates_are_sound(protocol: Any) -> list[str]:
    candidates = list(protocol.candidates.select_related("project"))
    eligible = {row["code"]: row["eligible"] for row in projects_of(protocol.ranking)}
    reasons = []
    if len(candidates) > protocol.limit:
        reasons.append(f"Коэффициент 1 — не более чем {protocol.limit} проектам (пункт 2.5).")
    for candidate in candidates:
        code = candidate.project.code
        if eligible.get(code) is not True:
            reasons.append(f"{code}: проект не допущен к ранжированию, коэффициент ему не присваивается (пункт 2.4).")
        if not (candidate.ground_2 or candidate.ground_3):
            reasons.append(f"{code}: не указано основание пункта 1.6 (пункт 2.5).")
        if not candidate.justification.strip():
            reasons.append(f"{code}: нет обоснования.")
    if protocol.questions.filter(kind=QuestionKind.COEFFICIENT, candidate__isnull=True).exists():
        reasons.append("В повестке есть вопрос о коэффициенте без проекта.")
    return reasons
