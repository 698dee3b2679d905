"""Being written."""

from django.http import HttpRequest, HttpResponse

from ranking_portal.accounts.access import access


@access("bonus_fund.view_proposals")
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=404)
