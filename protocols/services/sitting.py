"""The sitting itself: who is present, who votes how."""

from collections.abc import Iterable, Mapping

from protocols.enums import Choice, ProtocolState
from protocols.models import Attendance, CouncilSeat, Protocol, Question, Vote
from protocols.sitting import Sitting
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.directory.wording import by_number
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused


def mark_present(protocol: Protocol, seats: Iterable[CouncilSeat], *, by: Principal) -> None:
    """Say who is present (in absentia: whose ballots came in); only members of the day may be.

    Once votes are given, whoever has voted cannot be marked absent. Raises Refused.
    """
    with journal.transaction():
        fresh = Protocol.locked(protocol.pk)
        require(by, "protocols.record", fresh)
        if fresh.is_settled:
            raise Refused(f"Сейчас «{fresh.get_state_display()}»: присутствие больше не меняется.")
        sitting = Sitting(fresh)
        members = {seat.pk for seat in sitting.members}
        wanted = {seat.pk: seat for seat in seats}
        strangers = [seat for pk, seat in wanted.items() if pk not in members]
        voted = Vote.objects.filter(question__protocol=fresh).exclude(seat__in=wanted).select_related("seat__person")
        reasons = [
            worded(f"{seat.person}: на {fresh.held_on:%d.%m.%Y} не член малого совета с правом голоса.")
            for seat in strangers
        ]
        reasons += sorted({f"{vote.seat.person}: голос уже подан, отметить отсутствующим нельзя." for vote in voted})
        if reasons:
            raise Refused(*reasons)
        before = {seat.pk for seat in sitting.marked}
        if before != set(wanted):
            fresh.attendances.exclude(seat__in=wanted).delete()
            _attend(fresh, [seat for pk, seat in wanted.items() if pk not in before])
            details = {"present": [_numbers(sitting.marked), _numbers(wanted.values())]}
            journal.record(by.actor, "Отмечены присутствующие", obj=fresh, clause=worded("2.5"), details=details)


def _numbers(seats: Iterable[CouncilSeat]) -> str:
    return ", ".join(sorted(by_number(seat.person) for seat in seats))


def _attend(protocol: Protocol, seats: Iterable[CouncilSeat]) -> None:
    Attendance.objects.bulk_create(Attendance(protocol=protocol, seat=seat) for seat in seats)


def record_votes(question: Question, choices: Mapping[int, str], *, by: Principal) -> None:
    """Record the votes on one question: {seat key: choice}; see `record_ballots`."""
    record_ballots(question.protocol, {question.pk: choices}, by=by)


def record_ballots(protocol: Protocol, ballots: Mapping[int, Mapping[int, str]], *, by: Principal) -> None:
    """Record votes, all or none: {question key: {seat key: choice}}. The secretary records anyone's, a member his own.

    In absentia a ballot is the presence too. Raises PermissionDenied for somebody else's vote; Refused before voting
    is open, for a seat that does not vote that day or is absent, for an unknown choice.
    """
    with journal.transaction():
        fresh = Protocol.locked(protocol.pk)
        keys = {pk for choices in ballots.values() for pk in choices}
        seats = CouncilSeat.objects.select_related("person").in_bulk(list(keys))
        for seat in seats.values():
            require(by, "protocols.vote_for_seat", (fresh, seat))
        if fresh.state != ProtocolState.VOTING:
            raise Refused(f"Голосование не идёт: сейчас «{fresh.get_state_display()}».")
        sitting = Sitting(fresh)
        if reasons := _against(sitting, seats, ballots):
            raise Refused(*dict.fromkeys(reasons))
        here = {seat.pk for seat in sitting.marked}
        _attend(fresh, [seats[pk] for pk in sorted(keys) if pk not in here])
        told = {}
        for question in sitting.questions:
            news = _give(question, ballots.get(question.pk, {}))
            if news:
                words = {by_number(seats[pk].person): Choice(choice).label for pk, choice in news.items()}
                told[f"вопрос {sitting.labels[question.pk]}"] = words
        if told:
            journal.record(by.actor, "Внесены голоса", obj=fresh, clause=worded("2.5"), details=told)


def _give(question: Question, choices: Mapping[int, str]) -> dict[int, str]:
    """Keep the votes on a question; those that are new or other than before."""
    given = {vote.seat_id: vote.choice for vote in question.votes.all()}
    news = {pk: choice for pk, choice in choices.items() if given.get(pk) != choice}
    for pk, choice in news.items():
        Vote.objects.update_or_create(question=question, seat_id=pk, defaults={"choice": choice})
    return news


def _against(sitting: Sitting, seats: Mapping[int, CouncilSeat], ballots: Mapping[int, Mapping[int, str]]) -> list[str]:
    day = sitting.protocol.held_on
    members, voters = {seat.pk for seat in sitting.members}, {seat.pk for seat in sitting.voters}
    reasons = []
    if not set(ballots) <= {question.pk for question in sitting.questions}:
        reasons.append("Повестка изменилась: обновите страницу.")
    for pk, choice in ((pk, choice) for choices in ballots.values() for pk, choice in choices.items()):
        name = seats[pk].person.short_name if pk in seats else "Неизвестный человек"
        if pk not in members:
            reasons.append(worded(f"{name} на {day:%d.%m.%Y} не член малого совета: голос не принимается."))
        elif pk not in voters:
            reasons.append(f"{name} не отмечен среди присутствующих: голос не принимается.")
        if choice not in Choice.values:
            reasons.append(f"Неизвестный голос «{choice}»: за, против или воздержался.")
    return reasons


def missing_in_favour(protocol: Protocol, question: int) -> dict[int, str]:
    """ "За" of everybody present who has not voted on the question (its key). Raises Refused for an unknown one."""
    sitting = Sitting(protocol)
    asked = next((one for one in sitting.questions if one.pk == question), None)
    if asked is None:
        raise Refused("Повестка изменилась: обновите страницу.")
    given = {vote.seat_id for vote in asked.votes.all()}
    return {seat.pk: Choice.FOR.value for seat in sitting.present if seat.pk not in given}


def withdraw_votes(question: Question, *, by: Principal, seat: CouncilSeat | None = None) -> None:
    """Take back the votes on a question, of one seat or all, while voting goes on: they were recorded by mistake."""
    with journal.transaction():
        protocol = Protocol.locked(question.protocol_id)
        require(by, "protocols.record", protocol)
        if protocol.state != ProtocolState.VOTING:
            raise Refused(f"Голосование не идёт: сейчас «{protocol.get_state_display()}».")
        votes = question.votes.all() if seat is None else question.votes.filter(seat=seat)
        removed, _ = votes.delete()
        if removed:
            details = {"вопрос": Sitting(protocol).labels[question.pk], "отозвано голосов": removed}
            if seat is not None:
                details["чей"] = by_number(seat.person)
            journal.record(by.actor, "Голоса по вопросу отозваны", obj=protocol, clause=worded("2.5"), details=details)
