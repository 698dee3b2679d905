"""Whether a paper is genuine: open to whoever holds it, and telling nothing of what it says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from protocols.documents import is_genuine
from protocols.models import Document
from ranking_portal.accounts.access import public


@public
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The hash of the stored file by the token on the paper; 404 in words for an unknown one."""
    document = Document.objects.filter(token=token).first()
    if document is None:
        return render(request, "protocols/unknown_paper.html", status=404)
    return render(request, "protocols/verify.html", {"document": document, "genuine": is_genuine(document)})
