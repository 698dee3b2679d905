"""A stored paper as an answer; while it is being made, a page that says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from protocols import documents
from ranking_portal.answers import pdf_answer

# The answer while a paper is still being made.
LATER = 503


def stored_answer(request: HttpRequest, ref: str, kind: str, name: str, *, title: str, back: str) -> HttpResponse:
    """The stored PDF of a kind about an object, under `name`; `title` and `back` are for the page of a waiting one."""
    document = documents.ready(ref, kind)
    if document is None:
        return not_ready(request, title=title, back=back)
    with document.file.open("rb") as stored:
        return pdf_answer(stored.read(), name)


def not_ready(request: HttpRequest, *, title: str, back: str) -> HttpResponse:
    """A page that says that the paper is still being made."""
    context = {"title": title, "back": back, "again": request.path}
    return render(request, "protocols/not_ready.html", context, status=LATER)
