"""The page of one protocol: requisites, agenda, candidates, presence, votes; its steps; its paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from protocols import documents, packet, presenting
from protocols.enums import Choice, ProtocolState
from protocols.models import Protocol
from protocols.paper import assumptions
from protocols.queries import agreement_note, visible_protocols
from protocols.registers import how_received
from protocols.services import dispatching
from protocols.sitting import Sitting, sitting_of
from protocols.views.pdf import not_ready, stored_answer
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import docx_answer, pdf_answer
from ranking_portal.archive import archive_answer
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import shown
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.journal.standing import until_told
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.in_place import in_place
from ranking_portal.workflow.web import step_page

SHOWN_ENTRIES = 100
# Obligations that the approval leads to.
SENDING = ("protocol_to_administration", "results_to_governor")
CONFLICT = 409
# Said in the address of a page that was opened from the sitting's screen: "?from=sitting".
FROM_SITTING = "sitting"
NOBODY: Mapping[str, str] = {}


def protocol_or_404(request: HttpRequest, pk: int) -> Protocol:
    """The protocol, if the user may see it."""
    found = visible_protocols(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(f"protocol {pk}")
    navigation.show_year(request, found.cycle.year)
    return found


def address(protocol: Protocol) -> str:
    """The protocol's page."""
    return reverse("protocols:protocol", args=(protocol.pk,))


def way_back(request: HttpRequest, protocol: Protocol) -> str:
    """Where a page about the protocol leads back to: the sitting's own screen for whoever came from it."""
    if request.GET.get("from") == FROM_SITTING:
        return reverse("protocols:sitting", args=(protocol.pk,))
    return address(protocol)


@access("protocols.view")
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    return page_of(request, protocol_or_404(request, pk))


def page_of(
    request: HttpRequest, found: Protocol, reasons: Sequence[str] = (), typed: Mapping[str, str] = NOBODY
) -> HttpResponse:
    """The page; after a refusal with its reasons, and with what was typed."""
    user = user_of(request)
    sitting, edition = sitting_of(found), edition_for(found.cycle.year)
    sees_all = permitted(user, "protocols.view_all")
    agenda = presenting.question_rows(sitting)
    candidates = presenting.candidate_rows(agenda, presenting.ranking_rows(found), edition)
    steps = available(found, user)
    may_prepare = found.state == ProtocolState.DRAFT and permitted(user, "protocols.prepare", found)
    context: dict[str, Any] = {
        "protocol": found,
        "sitting": sitting,
        "agenda": agenda,
        "candidates": candidates,
        "slots": presenting.slots(found.limit, candidates),
        "choices": Choice,
        "sees_all": sees_all,
        "notes": presenting.notes(found, sitting, candidates),
        "assumptions": assumptions(found, edition, any_asked=bool(candidates)),
        "steps": steps,
        "transitions": in_place(found, steps, lambda name: reverse("protocols:step", args=(found.pk, name))),
        "reasons": reasons,
        "may_prepare": may_prepare,
        "may_correct": found.is_in_force and permitted(user, "protocols.prepare", found),
        "next": _next_edition(found),
        "is_draft": found.state == ProtocolState.DRAFT,
        "is_voting": found.state == ProtocolState.VOTING,
        "has_sitting": not (found.is_settled or found.is_in_absentia),
        "may_hold": permitted(user, "protocols.record", found),
    }
    if sees_all:
        context |= _sitting(found, sitting, agenda, user, typed)
        context |= {"letters": _letters(found, user), "agreement": agreement_note(found) if found.is_in_force else ""}
        context |= {"terms": _terms(found), "history": told(history(found)[:SHOWN_ENTRIES])}
    return render(request, "protocols/protocol.html", context, status=CONFLICT if reasons else 200)


@until_told
def _next_edition(found: Protocol) -> Protocol | None:
    return Protocol.objects.filter(previous=found).first()


def _letters(found: Protocol, user: Any) -> list[dict[str, Any]]:
    """The letters about the protocol, and what the user may do with each."""
    return [
        {
            "dispatch": one,
            "how": how_received(one),
            "steps": [step for step in available(one, user) if step.name == "send"],
            "opens": permitted(user, "protocols.view_dispatch", one),
            "may_acknowledge": one.may_be_acknowledged and permitted(user, "protocols.acknowledge", one),
        }
        for one in dispatching.of_subject(found)
    ]


def _terms(found: Protocol) -> list[Any]:
    """Until when the approved protocol goes to the Administration and to the Governor (clause 2.6)."""
    if not found.is_in_force:
        return []
    rows = Deadline.objects.filter(year=found.cycle.year, code__in=SENDING).exclude(state=DeadlineState.CANCELLED)
    if found.previous_id:
        # What ran before it was the former edition's.
        rows = rows.filter(event_on__gte=found.approved_on)
    return [shown(row, clock.today()) for row in rows.order_by("due_on")]


def _sitting(found: Protocol, sitting: Sitting, agenda: Any, user: Any, typed: Mapping[str, str]) -> dict[str, Any]:
    """Members with their votes, and which of them the user may record."""
    members = presenting.member_rows(sitting, agenda, typed)
    records = permitted(user, "protocols.record", found)
    voters = {seat.pk for seat in sitting.voters}
    own = next((row for row in members if row.seat.pk in voters and _is_own(user, found, row.seat)), None)
    return {
        "members": members,
        "voters": [row for row in members if row.seat.pk in voters or row.voted],
        "may_mark": records and not found.is_settled,
        "may_record": records and found.state == ProtocolState.VOTING,
        "own": own if found.state == ProtocolState.VOTING and not records else None,
    }


def _is_own(user: Any, found: Protocol, seat: Any) -> bool:
    return bool(user.person_id == seat.person_id and permitted(user, "protocols.vote_for_seat", (found, seat)))


@access("protocols.view")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a protocol."""
    found = protocol_or_404(request, pk)
    return step_page(request, found, name, back=way_back(request, found))


@access("protocols.view_all")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: the stored document of an approved protocol, a marked preview of any other."""
    found = protocol_or_404(request, pk)
    if not found.is_settled:
        return pdf_answer(documents.preview_protocol(found), f"protocol-{found.cycle.year}-draft.pdf")
    name = f"protocol-{found.cycle.year}-{found.edition}.pdf"
    return stored_answer(request, found.ref, documents.PROTOCOL, name, title=str(found), back=address(found))


@access("protocols.view_all")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same paper for Word: its wording is edited before signing."""
    found = protocol_or_404(request, pk)
    return docx_answer(documents.copy_of_protocol(found), f"protocol-{found.cycle.year}-{found.edition}.docx")


@access("protocols.view_all")
def whole_set(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything of an approved protocol as one archive with a list of hashes."""
    found = protocol_or_404(request, pk)
    if not found.is_settled:
        raise Http404(f"protocol {pk} is not approved")
    try:
        parts = packet.parts_of(found, user_of(request))
    except packet.NotReady:
        return not_ready(request, title=str(found), back=address(found))
    return archive_answer(f"protocol-{found.cycle.year}-{found.edition}", str(found), parts)
