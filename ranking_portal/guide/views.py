"""The guide in the browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ranking_portal.accounts.access import signed_in, user_of
from ranking_portal.guide import book, search
from ranking_portal.guide.places import PAGE_OF_ROLE

__all__ = ["page", "search"]  # the search is imported for what it registers


@signed_in
def page(request: HttpRequest, name: str = book.CONTENTS) -> HttpResponse:
    """A page of the guide with its contents; `own` are the pages of the reader's roles."""
    try:
        shown = book.page(name)
    except LookupError:
        raise Http404("no such page of the guide") from None
    own = {PAGE_OF_ROLE[role] for role in user_of(request).roles}
    context = {"page": shown, "pages": book.pages(), "own": own, "is_contents": name == book.CONTENTS}
    return render(request, "guide/page.html", context)
