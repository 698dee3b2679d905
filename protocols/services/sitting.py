"""The sitting itself: who is present, who votes how."""

from collections.abc import Iterable, Mapping

from protocols.enums import Choice, ProtocolState
from protocols.models import Attendance, CouncilSeat, Protocol, Question, Vote
from protocols.sitting import Sitting
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.workflow.errors import Refused


def mark_present(protocol: Protocol, seats: Iterable[CouncilSeat], *, by: Principal) -> None:
    """Say who is present (in absentia: whose ballots came in); only members of the day may be.

    Once votes are given, whoever has voted cannot be marked absent.
    """
    with journal.transaction():
        fresh = Protocol.locked(protocol.pk)
        require(by, "protocols.record", fresh)
        if fresh.state not in (ProtocolState.DRAFT, ProtocolState.VOTING):
            raise Refused(f"Сейчас «{fresh.get_state_display()}»: присутствие больше не меняется.")
        sitting = Sitting(fresh)
        wanted = {seat.pk: seat for seat in seats}
        strangers = [seat for pk, seat in wanted.items() if pk not in {member.pk for member in sitting.members}]
        voted = Vote.objects.filter(question__protocol=fresh).exclude(seat__in=wanted).select_related("seat__person")
        reasons = [
            f"{seat.person}: на {fresh.held_on:%d.%m.%Y} не член малого совета с правом голоса." for seat in strangers
        ]
        reasons += sorted({f"{vote.seat.person}: голос уже подан, отметить отсутствующим нельзя." for vote in voted})
        if reasons:
            raise Refused(*reasons)
        before = {seat.pk for seat in sitting.marked}
        fresh.attendances.exclude(seat__in=wanted).delete()
        Attendance.objects.bulk_create(
            Attendance(protocol=fresh, seat=seat) for pk, seat in wanted.items() if pk not in before
        )
        if before != set(wanted):
            present = [len(before), len(wanted)]
            journal.record(by.actor, "Отмечены присутствующие", obj=fresh, clause="2.5", details={"present": present})


def record_votes(question: Question, choices: Mapping[int, str], *, by: Principal) -> None:
    """Record the votes on a question: {seat key: choice}. The secretary records anyone's, a member his own only.

    Raises Refused before voting is open, for a seat that does not vote that day or is absent, for an unknown choice.
    """
    with journal.transaction():
        protocol = Protocol.locked(question.protocol_id)
        sitting = Sitting(protocol)
        present = {seat.pk: seat for seat in sitting.present}
        members = {seat.pk for seat in sitting.members}
        reasons = []
        if protocol.state != ProtocolState.VOTING:
            reasons.append(f"Голосование не идёт: сейчас «{protocol.get_state_display()}».")
        for seat_id, choice in choices.items():
            if seat_id not in members:
                reasons.append("Голос не члена малого совета (на день заседания) не принимается.")
            elif seat_id not in present:
                reasons.append("Голос отсутствующего не принимается: отметьте присутствие.")
            if choice not in Choice.values:
                reasons.append(f"Неизвестный голос «{choice}»: за, против или воздержался.")
        for seat_id in choices:
            seat = present.get(seat_id)
            if seat is not None:
                require(by, "protocols.vote_for_seat", (protocol, seat))
        if reasons:
            raise Refused(*dict.fromkeys(reasons))
        told = {}
        for seat_id, choice in choices.items():
            vote, _ = Vote.objects.update_or_create(question=question, seat_id=seat_id, defaults={"choice": choice})
            told[str(seat_id)] = vote.choice
        details = {"question": question.position, "votes": told}
        journal.record(by.actor, "Внесены голоса", obj=protocol, clause="2.5", details=details)


def withdraw_votes(question: Question, *, by: Principal) -> None:
    """Take back all votes on a question while voting goes on: they were recorded by mistake."""
    with journal.transaction():
        protocol = Protocol.locked(question.protocol_id)
        require(by, "protocols.record", protocol)
        if protocol.state != ProtocolState.VOTING:
            raise Refused(f"Голосование не идёт: сейчас «{protocol.get_state_display()}».")
        removed, _ = question.votes.all().delete()
        details = {"question": question.position, "votes": removed}
        journal.record(by.actor, "Голоса по вопросу отозваны", obj=protocol, clause="2.5", details=details)
