"""What stands in the way of a step of a protocol; each reason is a sentence for the user."""

from datetime import date
from typing import Any

from protocols.enums import ProtocolState, QuestionKind
from protocols.sitting import Sitting, sitting_of
from ranking.enums import RankingState
from ranking.services.rankings import projects_of
from ranking_portal import clock
from ranking_portal.journal.standing import until_told
from ranking_portal.region import worded
from ranking_portal.words import counted


def may_open_voting(protocol: Any, **_: Any) -> list[str]:
    """Clauses 2.5 and 2.6: confirmed results of an ended year, a quorum, a chair, candidates who may be candidates.

    In absentia the ballots come in during the voting, so the quorum is asked for at its end.
    """
    sitting = sitting_of(protocol)
    present = [] if protocol.is_in_absentia else _day_has_come(protocol) + _chair_is_present(sitting) + _quorum(sitting)
    return (
        _ranking_is_settled(protocol)
        + _ranking_is_the_newest(protocol)
        + _edition_is_current(protocol)
        + _requisites(protocol)
        + _seats_are_held(sitting)
        + present
        + _candidates_are_sound(protocol)
        + (
            []
            if sitting.results_question
            else [worded("В повестке нет вопроса о результатах ранжирования (пункт 2.6).")]
        )
    )


def no_votes_yet(protocol: Any, **_: Any) -> list[str]:
    """Once a vote is given the agenda stands."""
    if protocol.questions.filter(votes__isnull=False).exists():
        return ["Голоса уже поданы: вопросы и кандидаты больше не меняются."]
    return []


def may_be_approved(protocol: Any, **_: Any) -> list[str]:
    """Clause 2.6: quorum, everybody's vote on every question, a majority for the results."""
    sitting = sitting_of(protocol)
    reasons = (
        _approval_day(protocol)
        + _day_has_come(protocol)
        + _seats_are_held(sitting)
        + _chair_is_present(sitting)
        + _quorum(sitting)
        + _candidates_are_sound(protocol)
    )
    for question in sitting.questions:
        missing = len(sitting.present) - sitting.tally(question).cast
        if missing > 0:
            reasons.append(f"По вопросу {sitting.labels[question.pk]} не внесено голосов: {missing}.")
    results = sitting.results_question
    if results is None or not sitting.is_carried(results):
        reasons.append(worded("За утверждение результатов ранжирования нет большинства (пункт 2.6)."))
    return reasons


def may_be_decided(protocol: Any, *, number: str | None = None, **_: Any) -> list[str]:
    """Clause 2.6: the Governor's decision has a number, and a day not before the results were sent to him."""
    day, reasons = protocol.step_on, []
    if day is not None and protocol.passed_on and day < protocol.passed_on:
        sent = f"{protocol.passed_on:%d.%m.%Y}"
        reasons.append(worded(f"Результаты направлены Губернатору {sent}: решение не может быть раньше."))
    if number is not None and not number.strip():
        reasons.append("Укажите номер решения.")
    return reasons


def may_be_returned(protocol: Any, *, remark: str | None = None, **inputs: Any) -> list[str]:
    """As any decision; and the council must know what to correct."""
    blank = remark is not None and not remark.strip()
    return may_be_decided(protocol, **inputs) + (["Напишите, почему результаты возвращены."] if blank else [])


def _ranking_is_settled(protocol: Any) -> list[str]:
    ranking, year = protocol.ranking, protocol.cycle.year
    reasons = []
    if ranking.state != RankingState.CONFIRMED:
        reasons.append("Ранжирование не подтверждено: протокол утверждает только подтверждённые результаты.")
    if ranking.as_of <= date(year, 12, 31):
        reasons.append(f"Факты ранжирования — на {ranking.as_of:%d.%m.%Y}; показатели известны после 31.12.{year}.")
    if ranking.as_of > protocol.held_on:
        reasons.append("Заседание назначено раньше дня, по фактам на который проведено ранжирование.")
    if ranking.confirmed_on and ranking.confirmed_on > protocol.held_on:
        reasons.append(f"Ранжирование подтверждено {ranking.confirmed_on:%d.%m.%Y}, позже дня заседания.")
    return reasons


def _ranking_is_the_newest(protocol: Any) -> list[str]:
    newer = newer_ranking(protocol)
    if newer is None or newer.confirmed_on > protocol.held_on:
        return []
    return [f"Подтверждено более позднее ранжирование, по фактам на {newer.as_of:%d.%m.%Y}: выберите его."]


@until_told
def newer_ranking(protocol: Any) -> Any:
    """The year's confirmed ranking by later facts than those of the protocol, None where there is none."""
    rows = type(protocol.ranking).objects.filter(
        cycle_id=protocol.cycle_id, state=RankingState.CONFIRMED, as_of__gt=protocol.ranking.as_of
    )
    return rows.defer("snapshot", "result", "names").order_by("-as_of").first()


def _edition_is_current(protocol: Any) -> list[str]:
    return ["Есть более новая редакция протокола."] if _has_newer_edition(protocol) else []


@until_told
def _has_newer_edition(protocol: Any) -> bool:
    newer = type(protocol).objects.filter(cycle=protocol.cycle, edition__gt=protocol.edition)
    return bool(newer.exists())


def _requisites(protocol: Any) -> list[str]:
    """What a draft may wait for, and its paper may not."""
    missing = {"номер": protocol.number, "место составления": protocol.place}
    names = [name for name, value in missing.items() if not value.strip()]
    return [f"В реквизитах не указано: {', '.join(names)}."] if names else []


def _day_has_come(protocol: Any) -> list[str]:
    if protocol.held_on > clock.today():
        return [f"День заседания, {protocol.held_on:%d.%m.%Y}, ещё не наступил."]
    return []


def _approval_day(protocol: Any) -> list[str]:
    day, previous = protocol.step_on, protocol.previous
    if day is None:
        return []
    reasons = []
    if day < protocol.held_on:
        reasons.append(f"Утвердить протокол раньше дня заседания, {protocol.held_on:%d.%m.%Y}, нельзя.")
    if previous is not None and previous.state == ProtocolState.RETURNED and day < previous.decided_on:
        reasons.append(
            worded(f"Губернатор вернул прежнюю редакцию {previous.decided_on:%d.%m.%Y}: новая не может быть раньше.")
        )
    if previous is not None and previous.approved_on and day < previous.approved_on:
        reasons.append(f"Прежняя редакция утверждена {previous.approved_on:%d.%m.%Y}: новая не может быть раньше.")
    return reasons


def _seats_are_held(sitting: Sitting) -> list[str]:
    day = sitting.protocol.held_on
    reasons = []
    if sitting.chair not in sitting.members:
        reasons.append(worded(f"Председательствующий на {day:%d.%m.%Y} не состоит в малом совете."))
    elif not sitting.chair_may_preside:
        reasons.append(worded("Председательствует председатель малого совета или его заместитель."))
    if not sitting.secretary_holds_seat:
        reasons.append(worded(f"Секретарь на {day:%d.%m.%Y} не состоит в малом совете."))
    strangers = [seat for seat in sitting.marked if seat not in sitting.members]
    reasons += [worded(f"{seat.person.short_name} на {day:%d.%m.%Y} не член малого совета.") for seat in strangers]
    return reasons


def _chair_is_present(sitting: Sitting) -> list[str]:
    if sitting.chair in sitting.members and sitting.chair not in sitting.present:
        if sitting.protocol.is_in_absentia:
            return ["Председательствующий не проголосовал."]
        return ["Председательствующий не отмечен среди присутствующих."]
    return []


def _quorum(sitting: Sitting) -> list[str]:
    if sitting.has_quorum:
        return []
    word = "проголосовали" if sitting.protocol.is_in_absentia else "присутствуют"
    members = counted(len(sitting.members), "члена", "членов", "членов")
    return [f"Нет кворума: {word} {len(sitting.present)} из {members}, нужно не менее {sitting.quorum}."]


@until_told
def _eligible(ranking: Any) -> dict[str, bool | None]:
    return {row["code"]: row["eligible"] for row in projects_of(ranking)}


def _candidates_are_sound(protocol: Any) -> list[str]:
    candidates = list(protocol.candidates.select_related("project"))
    eligible = _eligible(protocol.ranking)
    reasons = []
    if len(candidates) > protocol.limit:
        given = protocol.what_is_given.capitalize()
        reasons.append(worded(f"{given} — не более чем {protocol.limit} проектам (пункт 2.5)."))
    for candidate in candidates:
        code = candidate.project.code
        if eligible.get(code) is not True:
            reasons.append(
                worded(f"{code}: проект не допущен к ранжированию, коэффициент ему не присваивается (пункт 2.4).")
            )
        if candidate.coefficient not in protocol.offered:
            reasons.append(worded(f"{code}: коэффициент {candidate.coefficient_told} не предусмотрен (пункт 2.4)."))
        if not (candidate.ground_2 or candidate.ground_3):
            reasons.append(worded(f"{code}: не указано основание пункта 1.6 (пункт 2.5)."))
        if not candidate.justification.strip():
            reasons.append(f"{code}: нет обоснования.")
    if protocol.questions.filter(kind=QuestionKind.COEFFICIENT, candidate__isnull=True).exists():
        reasons.append("В повестке есть вопрос о коэффициенте без проекта.")
    return reasons
