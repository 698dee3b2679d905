"""The membership of the small council, by dates and acts."""

from typing import Any

from django.db import IntegrityError

from protocols.enums import VOTING_ROLES, SeatRole
from protocols.models import CouncilSeat
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.directory.models import Person
from ranking_portal.directory.wording import by_number
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.versions import check_version
from ranking_portal.workflow.errors import Refused

NAME = "фамилия, имя, отчество"
CHANGEABLE = ("position", "since", "until", "order")


def seat_person(*, by: Principal, **fields: Any) -> CouncilSeat:
    """Give a person a seat in the council: person, role, position, since, until, order.

    Raises Refused for a second voting seat of one person or a second chair in the same days, ProofNeeded where the one
    who gives the vote has to show himself.
    """
    require(by, "protocols.appoint")
    require_fresh(is_system=by.is_system)
    with journal.transaction():
        made = CouncilSeat(**fields)
        _check(made)
        try:
            made.save()
        except IntegrityError as error:
            raise Refused("Это место у этого человека с того же дня уже есть.") from error
        details = {"role": made.role, "since": made.since, "until": made.until, "order": made.order}
        _tell(by, worded("Введён в состав малого совета"), made, details)
        return made


def change_seat(seat: CouncilSeat, *, by: Principal, version: str | None = None, **fields: Any) -> CouncilSeat:
    """Change a seat's dates, position or act; what the council has approved stands. Raises Refused, ChangedMeanwhile.

    The person and the role stay: another one is another seat. Raises ProofNeeded like `seat_person`.
    """
    require(by, "protocols.appoint")
    require_fresh(is_system=by.is_system)
    if unknown := set(fields) - set(CHANGEABLE):
        raise TypeError(f"a seat keeps its {', '.join(sorted(unknown))}")
    with journal.transaction():
        fresh = CouncilSeat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
        if version is not None:
            check_version(fresh, version)
        before = {name: getattr(fresh, name) for name in fields}
        for name, value in fields.items():
            setattr(fresh, name, value)
        _check(fresh)
        changed = {name: [before[name], value] for name, value in fields.items() if before[name] != value}
        if changed:
            fresh.save()
            _tell(by, worded("Изменён состав малого совета"), fresh, changed)
        return fresh


def _check(seat: CouncilSeat) -> None:
    """Raise Refused where the seat stands against another one in its days."""
    # Two people who seat at the same moment wait for each other on the person, and on the chair's former seats.
    list(Person.objects.select_for_update(no_key=True).filter(pk=seat.person_id))
    others = CouncilSeat.objects.select_for_update(of=("self",), no_key=True).exclude(pk=seat.pk)
    others = others.select_related("person")
    others = others.within(seat.since, seat.until)
    reasons = []
    same = [one for one in others.filter(person=seat.person) if _alike(one.role, seat.role)]
    if same:
        reasons.append(f"В эти дни {seat.person} уже состоит в совете: {_told(same[0])}.")
    if seat.role == SeatRole.CHAIR:
        chairs = [one for one in others.filter(role=SeatRole.CHAIR) if one not in same]
        reasons += [f"В эти дни председатель — {one.person}: {_told(one)}. Сначала завершите." for one in chairs]
    if reasons:
        raise Refused(*reasons)


def _alike(one: str, other: str) -> bool:
    """Both give a vote, or both are the secretary's: one person holds one such seat at a time."""
    return (one in VOTING_ROLES) == (other in VOTING_ROLES)


def _told(seat: CouncilSeat) -> str:
    until = f" по {seat.until:%d.%m.%Y}" if seat.until else ""
    return f"{seat.get_role_display()} с {seat.since:%d.%m.%Y}{until}"


def _tell(by: Principal, action: str, seat: CouncilSeat, details: dict[str, Any]) -> None:
    label = f"{seat.get_role_display()}, {by_number(seat.person)}"
    personal = {NAME: seat.person.full_name}
    journal.record(by.actor, action, obj=seat, label=label, clause=worded("2.5"), details=details, personal=personal)
