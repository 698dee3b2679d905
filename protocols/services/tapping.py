"""One tap at the sitting: it is saved at once, unless what it was made on has changed under the hand.

A vote comes with what its screen showed (`seen`). Where somebody else, another screen or the member himself, has
changed it meanwhile, nothing is overwritten unseen: the screen is shown anew, and the tap is made again or not. The
rules themselves are those of the acts beneath.
"""

from protocols.enums import PRESIDING_ROLES, Choice, ProtocolState
from protocols.models import CouncilSeat, Protocol, Question, Vote
from protocols.services import preparing, sitting
from protocols.sitting import Sitting
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused

HERE, ABSENT = "here", "absent"
AGENDA_MOVED = "Повестка изменилась, экран показан заново."


def mark(protocol: Protocol, seat_key: int, there: str, *, by: Principal) -> str:
    """Mark one member as HERE or ABSENT, the others as they are; says in words what is saved. Raises Refused."""
    if there not in {HERE, ABSENT}:
        raise Refused("Неизвестная отметка: присутствует или отсутствует.")
    with journal.transaction():
        fresh = _locked(protocol, by)
        seat = _seat(seat_key)
        marked = {one.pk: one for one in Sitting(fresh).marked}
        marked = marked | {seat.pk: seat} if there == HERE else {pk: one for pk, one in marked.items() if pk != seat.pk}
        sitting.mark_present(fresh, marked.values(), by=by)
        return f"{seat.person.short_name}: {'присутствует' if there == HERE else 'отсутствует'}."


def mark_everybody(protocol: Protocol, *, by: Principal) -> str:
    """Mark all members of the day as present."""
    with journal.transaction():
        fresh = _locked(protocol, by)
        sitting.mark_present(fresh, Sitting(fresh).members, by=by)
        return "Присутствуют все."


def preside(protocol: Protocol, seat_key: int, *, by: Principal) -> str:
    """Hand the chair of a draft to a present deputy, or back to the chairman. Raises Refused."""
    with journal.transaction():
        fresh = _locked(protocol, by)
        seat = _seat(seat_key)
        if seat.role not in PRESIDING_ROLES or seat not in Sitting(fresh).present:
            raise Refused(worded("Председательствует присутствующий председатель малого совета или его заместитель."))
        preparing.change(fresh, by=by, chair=seat)
        return f"Председательствует {seat.person.short_name}"


def vote(protocol: Protocol, question_key: int, seat_key: int, choice: str, *, seen: str, by: Principal) -> str:
    """Record one member's vote on one question, or take it back (choice ""); says in words what is saved.

    Raises Refused.
    """
    with journal.transaction():
        fresh = _locked(protocol, by)
        question, seat = _question(fresh, question_key), _seat(seat_key)
        stands = Vote.objects.filter(question=question, seat=seat).values_list("choice", flat=True).first() or ""
        if stands not in {seen, choice}:
            raise Refused(f"{seat.person.short_name}: голос только что изменили, сейчас {_told(stands)}. Проверьте.")
        if choice:
            sitting.record_votes(question, {seat.pk: choice}, by=by)
        else:
            sitting.withdraw_votes(question, by=by, seat=seat)
        return f"{seat.person.short_name}: {_told(choice)}."


def rest_in_favour(protocol: Protocol, question_key: int, *, by: Principal) -> str:
    """ "За" of everybody present who has not voted on the question yet. Raises Refused."""
    with journal.transaction():
        fresh = _locked(protocol, by)
        question = _question(fresh, question_key)
        sitting.record_votes(question, sitting.missing_in_favour(fresh, question.pk), by=by)
        return "Остальные присутствующие проголосовали «за»."


def _told(choice: str) -> str:
    return f"«{Choice(choice).label}»" if choice in Choice.values else "голоса нет"


def _locked(protocol: Protocol, by: Principal) -> Protocol:
    """The protocol as it now stands, for the one who records. Raises PermissionDenied, Refused once it is approved."""
    fresh = Protocol.objects.select_for_update(of=("self",), no_key=True).filter(pk=protocol.pk).first()
    if fresh is None:
        raise Refused("Этого проекта протокола больше нет.")
    require(by, "protocols.record", fresh)
    if fresh.state not in (ProtocolState.DRAFT, ProtocolState.VOTING):
        raise Refused(f"Сейчас «{fresh.get_state_display()}»: протокол больше не меняется.")
    found: Protocol = fresh
    return found


def _question(protocol: Protocol, key: int) -> Question:
    found: Question | None = protocol.questions.filter(pk=key).first()
    if found is None:
        raise Refused(AGENDA_MOVED)
    return found


def _seat(key: int) -> CouncilSeat:
    found = CouncilSeat.objects.select_related("person").filter(pk=key).first()
    if found is None:
        raise Refused("Такого места в совете нет.")
    return found
