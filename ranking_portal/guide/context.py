"""What the frame of every page knows of the guide: where its link leads."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ranking_portal.guide import book, places


def guide(request: HttpRequest) -> dict[str, Any]:
    """`portal_help`: the place of the guide for this address and this reader, looked up only where it is shown."""
    return {"portal_help": SimpleLazyObject(lambda: _address(request))}


def _address(request: HttpRequest) -> str:
    match = request.resolver_match
    return book.address(*places.place(match.view_name if match else "", request.user.roles))  # type: ignore[union-attr]
