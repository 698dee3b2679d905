"""Scans of what was signed: added on a page of their own, downloaded as they were given."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from protocols import scans
from protocols.forms.scan import ScanForm
from protocols.models import Dispatch, Protocol, Scan
from protocols.queries import visible_dispatches
from protocols.views.one import address, protocol_or_404
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import file_answer
from ranking_portal.editing import Page, edit_page
from ranking_portal.uploads import content_type_of
from ranking_portal.workflow.errors import Refused


def add_page(request: HttpRequest, subject: Any, back: str) -> HttpResponse:
    """Add a scan of the signed paper of `subject`, which the user may see; then back to its page."""
    user, signed = user_of(request), scans.signed_of(subject)
    if not permitted(user, signed.adds, subject):
        raise PermissionDenied(signed.adds)
    earlier = scans.scans_of(subject)
    form = ScanForm(request.POST or None, request.FILES or None, is_first=not earlier)

    def save() -> str:
        made = scans.add(subject, form.cleaned_data["file"], by=user, reason=form.cleaned_data.get("reason", ""))
        return f"Приложен скан №\u00a0{made.ordinal}, отпечаток SHA-256 записан."

    title = "Приложить ещё один скан" if earlier else "Приложить скан подписанного"
    page = Page(title, str(subject), back, "Приложить", scans.CLAUSE, ((str(subject), back),))
    return edit_page(request, form, save, page, refusals=(Refused,))


def scan_answer(request: HttpRequest, subject: Any, ordinal: int) -> HttpResponseBase:
    """The file of a scan, for who may see the paper of `subject`."""
    if not scans.signed_of(subject).reads(user_of(request), subject):
        raise PermissionDenied("a signed paper")
    found = Scan.objects.filter(ref=subject.ref, ordinal=ordinal).first()
    if found is None or not found.file.storage.exists(found.file.name or ""):
        raise Http404(f"scan {ordinal} of {subject.ref}")
    return file_answer(found.file, found.name, content_type_of(found.name))


@access("protocols.add_scan")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan of the signed protocol."""
    found: Protocol = protocol_or_404(request, pk)
    return add_page(request, found, address(found))


@require_safe
@access("protocols.view_all")
def scan(request: HttpRequest, pk: int, ordinal: int) -> HttpResponseBase:
    """A scan of the signed protocol: for whom its paper is."""
    return scan_answer(request, protocol_or_404(request, pk), ordinal)


def letter_or_404(request: HttpRequest, pk: int) -> Dispatch:
    """A letter that the user sees in a register, or whose kind is open to him."""
    user = user_of(request)
    found: Dispatch | None = Dispatch.objects.filter(pk=pk).first()
    if found is not None and (scans.reads_letter(user, found) or visible_dispatches(user).filter(pk=pk).exists()):
        return found
    raise Http404(f"dispatch {pk}")


@access("protocols.view_dispatches")
def letter_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan of a signed letter."""
    found = letter_or_404(request, pk)
    return add_page(request, found, found.about.url(found))


@require_safe
@access("protocols.view_dispatches")
def letter_scan(request: HttpRequest, pk: int, ordinal: int) -> HttpResponseBase:
    """A scan of a signed letter: for whom the letter is."""
    return scan_answer(request, letter_or_404(request, pk), ordinal)
