"""Whether a paper is genuine: open to whoever holds it, and telling nothing of what it says."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from protocols import signatures
from protocols.documents import is_genuine
from protocols.forms.copy import CopyForm
from protocols.models import Document
from ranking_portal.accounts.access import public
from ranking_portal.journal.marks import Mark


@require_http_methods(["GET", "HEAD", "POST"])
@public
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The hash of the stored file by the token on the paper; a file sent is compared with it and not kept.

    404 in words for an unknown token.
    """
    document = Document.objects.filter(token=token).first()
    if document is None:
        return render(request, "protocols/unknown_paper.html", status=404)
    posted = request.method == "POST"
    form = CopyForm(request.POST, request.FILES) if posted else CopyForm()
    copy = _digest(form.cleaned_data["file"]) if posted and form.is_valid() else ""
    context = {
        "document": document,
        "genuine": is_genuine(document),
        "form": form,
        "copy": copy,
        "mark": Mark(document.journal_number, document.journal_hash),
        "same": copy == document.sha256,
        "signatures": _signatures(document),
    }
    return render(request, "protocols/verify.html", context)


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _signatures(document: Document) -> dict[str, int]:
    """How many signatures are kept beside the document, and how many of them bear its digest: no names."""
    told = [is_of for one in signatures.shown(document) for _, is_of in one.signers]
    return {"all": len(told), "same": told.count(True), "other": told.count(False), "unknown": told.count(None)}
