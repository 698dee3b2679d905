"""Registers of documents; one document with its receipt, its paper and its history (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from protocols import documents, registers
from protocols.enums import ARRIVES, DispatchState
from protocols.models import Dispatch
from protocols.queries import visible_dispatches
from protocols.services.dispatching import acknowledge
from protocols.views.pdf import stored_answer
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import docx_answer, pdf_answer
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.ui import navigation
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.web import step_page

PAGE, SHOWN_ENTRIES = 50, 100


def dispatch_or_404(request: HttpRequest, pk: int) -> Dispatch:
    """The document, if the user may see it."""
    found = visible_dispatches(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(f"dispatch {pk}")
    navigation.show_year(request, found.year)
    return found


def address(dispatch: Dispatch) -> str:
    """The document's page."""
    return reverse("protocols:dispatch", args=(dispatch.pk,))


@access("protocols.view_dispatches")
def index(request: HttpRequest) -> HttpResponse:
    """The register of outgoing documents, or of incoming ones, fifty lines a page."""
    user = user_of(request)
    found = registers.register_of(user, request.GET)
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    home = reverse("protocols:dispatches")
    tabs = [{"title": "Исходящие", "url": home, "current": found.tab == registers.OUTGOING}]
    if permitted(user, "protocols.view_incoming"):
        current = found.tab == registers.INCOMING
        tabs.append({"title": "Входящие", "url": f"{home}?tab={registers.INCOMING}", "current": current})
    context = {
        "tabs": tabs if len(tabs) > 1 else [],
        "incoming": found.tab == registers.INCOMING,
        "page": page,
        "form": found.form,
        "filtered": found.filtered,
        "reset_url": next(tab["url"] for tab in tabs if tab["current"]) if found.filtered else "",
        "opens_incoming": permitted(user, "protocols.view_all_dispatches"),
    }
    return render(request, "protocols/dispatches.html", context)


@access("protocols.view_dispatches")
def download(request: HttpRequest) -> HttpResponseBase:
    """The lines chosen on the page as a workbook."""
    found = registers.register_of(user_of(request), request.GET)
    return registers.workbook_answer(found, f"{found.tab}-{clock.today():%Y-%m-%d}")


@access("protocols.view_dispatches")
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """One document."""
    user, found = user_of(request), dispatch_or_404(request, pk)
    reads = permitted(user, "protocols.read_letter", found)
    context: dict[str, Any] = {
        "dispatch": found,
        "how_received": registers.how_received(found),
        "steps": [step for step in available(found, user) if step.name == "send"],
        "may_acknowledge": found.may_be_acknowledged and permitted(user, "protocols.acknowledge", found),
        "reads": reads,
        "subject_url": found.about.url(found) if reads else "",
        "has_paper": found.state != DispatchState.CANCELLED,
        "is_sent": found.state in ARRIVES,
        "history": told(history(found)[:SHOWN_ENTRIES]),
    }
    return render(request, "protocols/dispatch.html", context)


@access("protocols.view_dispatches")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored paper of a document that has been sent, a marked preview of one that has not."""
    found = _letter_or_404(request, pk)
    if found.state == DispatchState.PREPARED:
        return pdf_answer(documents.preview_letter(found), f"letter-{found.pk}-draft.pdf")
    name = f"letter-{found.pk}.pdf"
    return stored_answer(request, found.ref, documents.LETTER, name, title=str(found), back=address(found))


@access("protocols.view_dispatches")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same paper for Word: its wording is edited before signing."""
    found = _letter_or_404(request, pk)
    return docx_answer(documents.copy_of_letter(found), f"letter-{found.pk}.docx")


def _letter_or_404(request: HttpRequest, pk: int) -> Dispatch:
    """A document that was not given up, if the user may read its letter."""
    found = dispatch_or_404(request, pk)
    if not permitted(user_of(request), "protocols.read_letter", found):
        raise PermissionDenied("protocols.read_letter")
    if found.state == DispatchState.CANCELLED:
        raise Http404("it was never sent")
    return found


@access("protocols.view_dispatches")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Sending; then back to what the document is about. Receipt has a button of its own on the document's page."""
    found = dispatch_or_404(request, pk)
    if name == "receive":
        return redirect(address(found))
    return step_page(request, found, name, back=found.about.url(found))


@access("protocols.view_dispatches")
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee has the document."""
    found = dispatch_or_404(request, pk)
    try:
        fresh = acknowledge(found, by=user_of(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(address(found))
    if fresh.is_deemed:
        words = f"Отметка записана. Документ считается полученным {fresh.received_on:%d.%m.%Y}: срок идёт с этого дня."
    else:
        words = f"Получение подтверждено {fresh.received_on:%d.%m.%Y}."
    messages.success(request, words)
    return redirect(address(found))
