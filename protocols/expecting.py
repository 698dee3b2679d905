"""What of the letters waits for a user: the Governor's decision, letters to send, receipts to acknowledge."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from protocols.enums import DispatchState, ProtocolState, SeatRole
from protocols.guards import may_be_approved
from protocols.letters import page_of
from protocols.models import CouncilSeat, Dispatch, Protocol
from protocols.queries import addressed_to, sent_by_roles_of
from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui.expected import Expected, expects
from ranking_portal.words import long_day


@expects
def governor_decision(user: Any) -> Iterable[Expected]:
    """Results that the Governor has not answered."""
    if not permitted(user, "protocols.agree"):
        return
    for protocol in Protocol.objects.filter(state=ProtocolState.WITH_GOVERNOR).select_related("cycle"):
        yield Expected(
            title=f"Согласовать или вернуть результаты ранжирования за {protocol.cycle.year} год",
            about=str(protocol),
            clause=worded("2.6"),
            url=page_of(protocol),
            button="Рассмотреть",
            since=protocol.passed_on,
        )


@expects
def sittings(user: Any) -> Iterable[Expected]:
    """A sitting whose day has come: to lead for its secretary, to vote in for a member, to approve for its chair."""
    running = Protocol.objects.filter(state__in=(ProtocolState.DRAFT, ProtocolState.VOTING), held_on__lte=clock.today())
    for protocol in running.select_related("cycle", "chair", "secretary"):
        title, button = _part_in(protocol, user)
        if title:
            yield Expected(title, str(protocol), worded("2.6"), _page_for(protocol, user), button, protocol.held_on)


def _page_for(protocol: Protocol, user: Any) -> str:
    """The sitting's own screen for whoever records it; ballots of an absent vote are entered on the protocol's page."""
    if permitted(user, "protocols.record", protocol) and not protocol.is_in_absentia:
        return reverse("protocols:sitting", args=(protocol.pk,))
    return page_of(protocol)


def _part_in(protocol: Protocol, user: Any) -> tuple[str, str]:
    """What the sitting asks of the user, and the words of the button; empty words for who has no part in it."""
    if permitted(user, "protocols.record", protocol):
        return worded("Вести заседание малого совета"), "Вести"
    if protocol.state != ProtocolState.VOTING or user.person_id is None:
        return "", ""
    seat = (
        CouncilSeat.objects.on(protocol.held_on).filter(person=user.person_id).exclude(role=SeatRole.SECRETARY).first()
    )
    if seat is not None and not _has_voted(protocol, seat):
        return worded("Проголосовать на заседании малого совета"), "Голосовать"
    if permitted(user, "protocols.approve", protocol) and not may_be_approved(protocol):
        return worded("Утвердить протокол малого совета"), "Рассмотреть"
    return "", ""


def _has_voted(protocol: Protocol, seat: CouncilSeat) -> bool:
    """On every question, or absent: nobody waits for his vote."""
    if not protocol.is_in_absentia and not protocol.attendances.filter(seat=seat).exists():
        return True
    return not protocol.questions.exclude(votes__seat=seat).exists()


@expects
def letters_to_send(user: Any) -> Iterable[Expected]:
    """Prepared letters that nothing stands in the way of."""
    if not permitted(user, "protocols.send"):
        return
    for dispatch in Dispatch.objects.filter(sent_by_roles_of(user), state=DispatchState.PREPARED):
        if not dispatch.about.against(dispatch):
            yield Expected(
                title=f"Отправить: {dispatch.about.title}",
                about=dispatch.subject_label,
                clause=dispatch.about.clause,
                url=reverse("protocols:dispatch-step", args=(dispatch.pk, "send")),
                button="Отправить",
                since=dispatch.about.since(dispatch),
                until=_due(dispatch),
            )


def _due(dispatch: Dispatch) -> date | None:
    """The term that sending the letter closes, None where it closes none."""
    event = dispatch.about.sent
    codes = [row.code for row in edition_for(dispatch.year).obligations if event and row.closed_by == event]
    terms = Deadline.objects.filter(year=dispatch.year, code__in=codes, state=DeadlineState.OPEN)
    found: date | None = terms.order_by("due_on").values_list("due_on", flat=True).first()
    return found


@expects
def receipts(user: Any) -> Iterable[Expected]:
    """Letters to the user whose receipt nobody has acknowledged; a deemed one waits for nobody."""
    for dispatch in Dispatch.objects.filter(addressed_to(user), state=DispatchState.SENT):
        yield Expected(
            title=f"Подтвердить получение: {dispatch.about.title}",
            about=told_of_receipt(dispatch),
            clause=dispatch.about.clause,
            url=page_of_receipt(dispatch),
            button="Открыть",
            since=dispatch.sent_on,
            until=dispatch.deemed_on,
        )


def told_of_receipt(dispatch: Dispatch) -> str:
    """What the letter is about, and until when its receipt may be acknowledged. No sums."""
    deemed = f" Без отметки считается полученным {long_day(dispatch.deemed_on)}." if dispatch.deemed_on else ""
    return f"{dispatch.subject_label}.{deemed}"


def page_of_receipt(dispatch: Dispatch) -> str:
    """Where its addressee acknowledges it: a notice has a page of its own, with what it tells and the same button."""
    return dispatch.about.url(dispatch) if dispatch.about.en_masse else page_of_dispatch(dispatch)


def page_of_dispatch(dispatch: Dispatch) -> str:
    """The document's own page."""
    return reverse("protocols:dispatch", args=(dispatch.pk,))
