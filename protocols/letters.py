"""Letters: the form of any (GOST R 7.0.97-2016), and the two that follow a protocol (clause 2.6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from protocols import documents
from protocols.dispatch_kinds import DispatchKind, register
from protocols.enums import ARRIVES
from protocols.models import Dispatch, Protocol
from protocols.paper import NBSP, initials_first, protocol_context
from protocols.queries import agreement_note, is_agreed
from ranking_portal import clock, words
from ranking_portal.accounts.enums import Role
from ranking_portal.once import once_a_page
from ranking_portal.paper import Paper, qr_modules
from ranking_portal.region import worded
from ranking_portal.regulation.bodies import (
    ADMINISTRATION,
    ADMINISTRATION_LINES,
    GOVERNMENT,
    GOVERNOR,
    GOVERNOR_LINES,
    OFFICE,
)
from ranking_portal.regulation.services import edition_for

# Kind of the incoming document with the Governor's answer.
DECISION = "governor_decision"
# Who writes, as his letterhead and his signature name him.
LETTERHEADS = {
    Role.OFFICE: (GOVERNMENT, OFFICE, worded("Руководитель Центрального проектного офиса")),
    Role.ADMINISTRATION: (GOVERNMENT, worded("Управление делами"), worded("Управляющий делами")),
    Role.ECONOMY_COMMITTEE: (
        GOVERNMENT,
        worded("Комитет экономического развития и инвестиционной деятельности"),
        worded("Председатель комитета"),
    ),
}


def letter(dispatch: Dispatch, template: str, context: Mapping[str, Any]) -> Paper:
    """A letter by a template that extends "protocols/letter.html".

    `context` gives at least `to`, the addressee's lines (an official in the dative, a body by its name), and `about`,
    what the letter is about. A letter that has not been sent is marked as a draft.
    """
    above, name, signs = LETTERHEADS[dispatch.about.sender]
    frame: dict[str, Any] = {
        "dispatch": dispatch,
        "letterhead": (above, name),
        "signs": signs,
        "day": words.long_day(dispatch.sent_on) if dispatch.sent_on else "",
        "executor": initials_first(dispatch.sent_by) if dispatch.sent_by else "",
        "edition": edition_for(dispatch.year),
        "draft": dispatch.state not in ARRIVES,
        "verify_at": dispatch.verify_at,
        "journal_mark": dispatch.journal_mark,
        "qr": qr_modules(dispatch.verify_at) if dispatch.verify_at else None,
    }
    return Paper(template, frame | dict(context))


def protocol_of(dispatch: Dispatch) -> Protocol:
    """The protocol that the letter is about."""
    return _protocol(dispatch.subject_key)


@once_a_page
def _protocol(key: int) -> Protocol:
    related = ("cycle", "ranking__methodology", "chair__person", "secretary__person")
    found: Protocol = Protocol.objects.select_related(*related).get(pk=key)
    return found


def page_of(protocol: Protocol) -> str:
    """The protocol's page."""
    return reverse("protocols:protocol", args=(protocol.pk,))


def _page(dispatch: Dispatch) -> str:
    return reverse("protocols:protocol", args=(dispatch.subject_key,))


def _approved_on(dispatch: Dispatch) -> date | None:
    return protocol_of(dispatch).approved_on


def _stands(dispatch: Dispatch) -> bool:
    return protocol_of(dispatch).is_in_force


def _is_current(dispatch: Dispatch) -> list[str]:
    """A protocol that has been replaced is sent to nobody."""
    return [] if _stands(dispatch) else ["Протокол заменён новой редакцией: отправлять нечего."]


def _may_go_to_administration(dispatch: Dispatch) -> list[str]:
    """Nothing waits for the Governor, unless the edition says so."""
    reasons = _is_current(dispatch)
    if edition_for(dispatch.year).boolean("wait_for_governor") and not is_agreed(protocol_of(dispatch)):
        reasons.append(worded("Результаты ещё не согласованы Губернатором: редакция Порядка велит ждать его согласия."))
    return reasons


def _about_protocol(dispatch: Dispatch) -> dict[str, Any]:
    """What both letters say of the protocol."""
    protocol = protocol_of(dispatch)
    context = protocol_context(protocol)
    grounds = {one["candidate"].project.code: one["candidate"].grounds for one in context["given"]}
    granted = [(row, grounds[row.code]) for row in context["rows"] if row.coefficient]
    return {
        "protocol": protocol,
        "equal_to": context["equal_to"],
        "is_equal_to": context["is_equal_to"],
        "previous": protocol.previous,
        "reference": context["reference"],
        "year": context["year"],
        "kind_genitive": context["kind_genitive"],
        "placed_count": words.counted(len(context["rows"]), "проект", "проекта", "проектов"),
        "granted": granted,
        "granted_count": words.counted(len(granted), "проекту", "проектам", "проектам"),
        "protocol_pages": documents.pages_of(documents.document_of(protocol)),
        "not_agreed": agreement_note(protocol, dispatch.sent_on or clock.today()),
        "assumptions": context["assumptions"],
    }


def _to_administration(dispatch: Dispatch) -> Paper:
    days = edition_for(dispatch.year).obligation("general_fund").working_days
    context = _about_protocol(dispatch) | {
        "to": ADMINISTRATION_LINES,
        "about": worded("О направлении протокола малого совета"),
        "days": words.counted(days, "рабочего дня", "рабочих дней", "рабочих дней") if days else "",
        "deemed": words.long_day(dispatch.deemed_on) if dispatch.deemed_on else "",
    }
    return letter(dispatch, "protocols/letter_administration.html", context)


def _to_governor(dispatch: Dispatch) -> Paper:
    context = _about_protocol(dispatch)
    context |= {
        # It asks him to agree: no need to tell him that he has not yet.
        "not_agreed": "",
        "returned_because": context["previous"].decision_remark.rstrip(".") if context["previous"] else "",
        "to": GOVERNOR_LINES,
        "about": f"О согласовании результатов ранжирования проектов за{NBSP}{context['year']}{NBSP}год",
    }
    return letter(dispatch, "protocols/letter_governor.html", context)


TO_ADMINISTRATION = register(
    DispatchKind(
        code="protocol_to_administration",
        title=worded("Протокол малого совета — в Управление делами"),
        clause=worded("2.6"),
        sender=Role.OFFICE,
        addressee=Role.ADMINISTRATION,
        paper=_to_administration,
        url=_page,
        since=_approved_on,
        sent="protocols.dispatch.sent_to_administration",
        received="protocols.dispatch.received_by_administration",
        against=_may_go_to_administration,
        stands=_stands,
    )
)
TO_GOVERNOR = register(
    DispatchKind(
        code="results_to_governor",
        title=worded("Результаты ранжирования — на согласование Губернатору"),
        clause=worded("2.6"),
        sender=Role.OFFICE,
        addressee=Role.GOVERNOR_OFFICE,
        paper=_to_governor,
        url=_page,
        since=_approved_on,
        sent="protocols.dispatch.sent_to_governor",
        against=_is_current,
        stands=_stands,
    )
)
OF_PROTOCOL = ((TO_ADMINISTRATION, ADMINISTRATION), (TO_GOVERNOR, GOVERNOR))
