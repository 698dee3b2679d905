"""Which protocols a user sees; the one in force; the council by days."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from protocols.dispatch_kinds import all_kinds
from protocols.enums import ARRIVES, IN_FORCE, SETTLED, GovernorDecision
from protocols.models import CouncilSeat, Dispatch, Incoming, Protocol
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.predicates import is_admin
from ranking_portal.journal.models import Entry
from ranking_portal.region import worded

HEAVY = ("ranking__snapshot", "ranking__result", "ranking__names")


def visible_protocols(user: Any) -> QuerySet[Protocol]:
    """All protocols for those who see everything, approved ones for heads. The ranking's heavy texts are left aside."""
    related = ("cycle", "ranking__methodology", "chair__person", "secretary__person", "previous")
    rows: QuerySet[Protocol] = Protocol.objects.select_related(*related).defer(*HEAVY)
    return rows if permitted(user, "protocols.view_all") else rows.filter(state__in=SETTLED)


def approved_protocols() -> QuerySet[Protocol]:
    """What the council has approved, which never changes: the only protocols that leave the portal."""
    rows: QuerySet[Protocol] = Protocol.objects.select_related("cycle").filter(state__in=SETTLED)
    return rows


def current_protocol(year: int) -> Protocol | None:
    """The newest edition of the year's protocol that is in force, None before the first approval."""
    rows = Protocol.objects.filter(cycle__year=year, state__in=IN_FORCE).select_related("cycle")
    found: Protocol | None = rows.order_by("-edition").first()
    return found


def is_agreed(protocol: Protocol, day: date | None = None) -> bool:
    """Whether the Governor has agreed the results (by the end of the day, where one is given)."""
    return protocol.decision == GovernorDecision.AGREED and _is_by(protocol.decided_on, day)


def _is_by(moment: date | None, day: date | None) -> bool:
    return moment is not None and (day is None or moment <= day)


def agreement_note(protocol: Protocol, day: date | None = None) -> str:
    """What later pages and documents say while the Governor has not agreed (clause 2.6): "" once he has.

    A document of a past day says what was known on that `day`.
    """
    if is_agreed(protocol, day):
        return ""
    if _is_by(protocol.decided_on, day):
        return worded(f"Результаты не согласованы Губернатором: возвращены {protocol.decided_on:%d.%m.%Y}.")
    if _is_by(protocol.passed_on, day):
        return worded(f"Результаты не согласованы Губернатором: направлены ему {protocol.passed_on:%d.%m.%Y}.")
    return worded("Результаты не согласованы Губернатором: ещё не направлены ему.")


def approvable_rankings(year: int) -> QuerySet[Ranking]:
    """Confirmed rankings of the year by facts after its end: the only ones whose results a protocol approves."""
    rows: QuerySet[Ranking] = Ranking.objects.filter(
        cycle__year=year, state=RankingState.CONFIRMED, as_of__year__gt=year
    )
    return rows.select_related("cycle").defer("snapshot", "result", "names").order_by("-as_of")


def council_history() -> QuerySet[Entry]:
    """Journal entries about seats of the council, newest first."""
    return Entry.objects.filter(ref__startswith=f"{CouncilSeat._meta.label_lower}:").order_by("-pk")


def addressed_to(user: Any) -> Q:
    """Documents to the user's role, or to the office he holds where the document names one. Sent or not."""
    found = Q(pk__in=())
    for kind in all_kinds():
        if kind.addressee in user.roles:
            offices = ["", *user.office_keys(kind.addressee)]
            found |= Q(kind=kind.code, office__in=offices)
    return found


def sent_by_roles_of(user: Any) -> Q:
    """Documents of the kinds that the user's roles send."""
    return Q(kind__in=[kind.code for kind in all_kinds() if kind.sender in user.roles])


def visible_dispatches(user: Any) -> QuerySet[Dispatch]:
    """All documents for those who keep the registers; otherwise those that the user's role sends, and those that have
    left for him. Who keeps accounts sees the register's lines without sums."""
    rows: QuerySet[Dispatch] = Dispatch.objects.all()
    if permitted(user, "protocols.view_all_dispatches"):
        return rows
    seen = sent_by_roles_of(user) | (addressed_to(user) & Q(state__in=ARRIVES))
    if is_admin(user):
        seen |= Q(kind__in=[kind.code for kind in all_kinds() if not kind.tells_sums])
    return rows.filter(seen)


def visible_incoming(user: Any) -> QuerySet[Incoming]:
    """The register of incoming documents: all of it, or without those that tell sums."""
    if not permitted(user, "protocols.view_incoming"):
        return Incoming.objects.none()
    rows = Incoming.objects.all()
    return rows if permitted(user, "protocols.view_all_dispatches") else rows.filter(tells_sums=False)
