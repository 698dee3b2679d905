"""Scans of a signed proposal."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from bonus_fund.views.proposals import proposal_or_404
from protocols.views.scans import add_page, scan_answer
from ranking_portal.accounts.access import access


@access("bonus_fund.view_proposals")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan of the signed sheet."""
    found = proposal_or_404(request, pk)
    return add_page(request, found, found.get_absolute_url())


@require_safe
@access("bonus_fund.view_proposals")
def scan(request: HttpRequest, pk: int, ordinal: int) -> HttpResponseBase:
    """A scan of the signed sheet: for who sees the whole of the proposal."""
    return scan_answer(request, proposal_or_404(request, pk), ordinal)
