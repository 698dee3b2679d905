"""Approved documents: rendered once by WeasyPrint, stored with their SHA-256, served from there for ever."""

import hashlib
import secrets
from typing import Any

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.urls import reverse
from weasyprint import HTML

from protocols.models import Document, Protocol
from protocols.paper import protocol_context
from ranking_portal import clock
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal import services as journal
from ranking_portal.journal.services import ref_of
from ranking_portal.workflow import outbox
from ranking_portal.workflow.models import OutboxMessage

PROTOCOL = "protocol"
# White modules around the code, as the template's viewBox has them.
QUIET_ZONE = 2
# Kind of the outbox message that asks for the document of {"protocol": key}.
RENDER = "protocols.render"


def pdf(template: str, context: dict[str, Any]) -> bytes:
    """A template as PDF: tagged, in Russian, fonts embedded; nothing is fetched from anywhere."""
    html = HTML(string=render_to_string(template, context), url_fetcher=_nothing_outside)
    rendered: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return rendered


def _nothing_outside(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"a document fetches nothing: {url}")


def qr_modules(text: str) -> dict[str, Any]:
    """A QR code as one SVG path: modules a side with the quiet zone, and the path's data."""
    matrix = [list(row) for row in segno.make_qr(text, error="m").matrix]
    moves = [f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark]
    return {"side": len(matrix) + 2 * QUIET_ZONE, "path": "".join(moves)}


def preview_protocol(protocol: Protocol) -> bytes:
    """A protocol that is not approved yet: marked as a draft, never stored."""
    return pdf("protocols/paper.html", protocol_context(protocol) | {"draft": True})


def document_of(protocol: Protocol) -> Document | None:
    """The stored document of a protocol, None while there is none."""
    return Document.objects.filter(ref=ref_of(protocol), kind=PROTOCOL).first()


def ready_document(protocol: Protocol) -> Document | None:
    """The document of an approved protocol; if its message still waits in the outbox, it is delivered now.

    None while somebody else is rendering it, or where rendering has failed and waits for its next attempt.
    """
    stored = document_of(protocol)
    if stored is None:
        for message in OutboxMessage.objects.filter(kind=RENDER, payload__protocol=protocol.pk, done_at=None):
            outbox.deliver(message.pk)
        stored = document_of(protocol)
    return stored


def store_protocol(pk: int) -> Document:
    """The document of an approved protocol: the stored one, or rendered and stored now, by one at a time."""
    with journal.transaction():
        protocol = Protocol.locked(pk)
        stored = document_of(protocol)
        if stored is not None:
            return stored
        token = secrets.token_urlsafe(24)
        address = public_address(reverse("protocols:verify", args=(token,)))
        context = protocol_context(protocol) | {"draft": False, "verify_at": address, "qr": qr_modules(address)}
        return store(ref_of(protocol), PROTOCOL, str(protocol), pdf("protocols/paper.html", context), token)


def public_address(path: str) -> str:
    """A path with the portal's public address before it, where the installation names one (PORTAL_URL)."""
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def store(ref: str, kind: str, title: str, content: bytes, token: str) -> Document:
    """Keep a rendered document; its hash goes to the journal."""
    digest = hashlib.sha256(content).hexdigest()
    with journal.transaction():
        made = Document(ref=ref, kind=kind, title=title, sha256=digest, token=token, created_at=clock.now())
        made.file.save(f"{secrets.token_hex(8)}.pdf", ContentFile(content), save=False)
        made.save()
        details = {"sha256": digest}
        journal.record(SYSTEM.actor, "Документ сохранён", ref=ref, label=title, clause="2.6", details=details)
        return made


def is_genuine(document: Document) -> bool:
    """Whether the stored file is there and still has the hash that was written down."""
    try:
        with document.file.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == document.sha256
    except FileNotFoundError:
        return False
