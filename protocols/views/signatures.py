"""Electronic signatures of stored documents: added on a page of their own, downloaded as they were given."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from protocols import scans, signatures
from protocols.forms.signature import SignatureForm
from protocols.models import Signature
from protocols.views.one import address, protocol_or_404
from protocols.views.scans import letter_or_404
from ranking_portal.accounts.access import access, user_of
from ranking_portal.answers import file_answer
from ranking_portal.editing import Page, edit_page
from ranking_portal.workflow.errors import Refused


def _add_page(request: HttpRequest, subject: Any, back: str) -> HttpResponse:
    user = user_of(request)
    if not signatures.adds(user, subject):
        raise PermissionDenied("an electronic signature")
    form = SignatureForm(request.POST or None, request.FILES or None)

    def save() -> str:
        made = signatures.add(subject, form.cleaned_data["file"], by=user)
        return f"Приложена электронная подпись №\u00a0{made.ordinal}: что в ней проверено, сказано рядом с ней."

    page = Page("Приложить электронную подпись", str(subject), back, "Приложить", scans.CLAUSE, ((str(subject), back),))
    return edit_page(request, form, save, page, refusals=(Refused,))


def _file(request: HttpRequest, subject: Any, ordinal: int) -> HttpResponseBase:
    if not signatures.reads(user_of(request), subject):
        raise PermissionDenied("an electronic signature")
    found = Signature.objects.filter(ref=subject.ref, ordinal=ordinal).first()
    if found is None or not found.file.storage.exists(found.file.name or ""):
        raise Http404(f"signature {ordinal} of {subject.ref}")
    return file_answer(found.file, found.name, signatures.CONTENT_TYPE)


@access("protocols.add_scan")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A signature of the stored protocol."""
    found = protocol_or_404(request, pk)
    return _add_page(request, found, address(found))


@require_safe
@access("protocols.view_all")
def signature(request: HttpRequest, pk: int, ordinal: int) -> HttpResponseBase:
    """A signature of the stored protocol: for whom its paper is."""
    return _file(request, protocol_or_404(request, pk), ordinal)


@access("protocols.view_dispatches")
def letter_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A signature of a stored letter."""
    found = letter_or_404(request, pk)
    return _add_page(request, found, found.about.url(found))


@require_safe
@access("protocols.view_dispatches")
def letter_signature(request: HttpRequest, pk: int, ordinal: int) -> HttpResponseBase:
    """A signature of a stored letter: for whom the letter is."""
    return _file(request, letter_or_404(request, pk), ordinal)
