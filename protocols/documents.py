"""Approved documents: rendered once by WeasyPrint, stored with their SHA-256, served from there for ever."""

import hashlib
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse

from protocols.models import Dispatch, Document, Protocol
from protocols.paper import protocol_context
from ranking_portal import clock
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal import marks
from ranking_portal.journal import services as journal
from ranking_portal.journal.keeping import Kept, keeps, problem_of
from ranking_portal.journal.marks import Mark, Printed
from ranking_portal.journal.witness import prints, told_as
from ranking_portal.paper import Paper, qr_modules
from ranking_portal.region import worded
from ranking_portal.workflow import outbox
from ranking_portal.workflow.models import OutboxMessage, WorkflowModel

PROTOCOL, LETTER = "protocol", "letter"
# Kind of the outbox message that asks for the document {"ref": of what, "kind": of document}.
RENDER = "protocols.render"
STORED = "Документ сохранён"
Maker = Callable[[Any], Document]
_makers: dict[str, Maker] = {}


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Register who makes documents of a kind: subject -> the stored document (see `store_once`)."""

    def decorate(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return decorate


def order(subject: WorkflowModel, kind: str, *, later: bool = False) -> None:
    """Have the document made after commit; a maker that fails is called again. Call inside a transaction.

    `later`: one of many that nobody waits for; whoever opens it before its turn has it made at once.
    """
    outbox.post(RENDER, {"ref": subject.ref, "kind": kind}, later=later)


@outbox.delivers(RENDER)
def make(payload: dict[str, Any], message_id: UUID) -> None:
    """Render and store; a second delivery finds it stored."""
    _makers[payload["kind"]](subject_of(payload["ref"]))


def subject_of(ref: str) -> Any:
    """The row that a text key of the journal names."""
    label, _, pk = ref.partition(":")
    return apps.get_model(label)._default_manager.get(pk=pk)


def stored(ref: str, kind: str) -> Document | None:
    """The stored document of a kind about an object, None while there is none."""
    return Document.objects.filter(ref=ref, kind=kind).first()


def ready(ref: str, kind: str) -> Document | None:
    """The document; if its message still waits in the outbox, it is delivered now.

    None while somebody else is rendering it, or where rendering has failed and waits for its next attempt.
    """
    found = stored(ref, kind)
    if found is None:
        waiting = OutboxMessage.objects.filter(kind=RENDER, payload__ref=ref, payload__kind=kind, done_at=None)
        for message in waiting:
            outbox.deliver(message.pk)
        found = stored(ref, kind)
    return found


def store_once(ref: str, kind: str, title: str, render: Callable[[str, Mark], bytes]) -> Document:
    """The stored document, or `render`ed and stored now, by one at a time.

    `render` is given what the paper has to bear: the public address of the page on which whoever holds it checks it
    (for its QR code), and the end of the journal.
    """
    if (found := stored(ref, kind)) is not None:
        return found
    with journal.transaction():
        type(subject_of(ref)).locked(ref.partition(":")[2])
        found = stored(ref, kind)
        if found is not None:
            return found
        token = secrets.token_urlsafe(24)
        mark = marks.current()
        content = render(public_address(reverse("protocols:verify", args=(token,))), mark)
        return store(ref, kind, title, content, token, mark)


def paper_of(protocol: Protocol, verify_at: str = "", mark: Mark | None = None) -> Paper:
    """The paper of a protocol, marked as a draft until it is approved.

    `verify_at`: where it may be checked; `mark`: the end of the journal that it bears.
    """
    checked = {"verify_at": verify_at, "qr": qr_modules(verify_at) if verify_at else None, "journal_mark": mark}
    return Paper("protocols/paper.html", protocol_context(protocol) | {"draft": not protocol.is_settled} | checked)


def preview_protocol(protocol: Protocol) -> bytes:
    """A protocol that is not approved yet: marked as a draft, never stored."""
    return paper_of(protocol).pdf()


def copy_of_protocol(protocol: Protocol) -> bytes:
    """A protocol as DOCX, a working copy of what the paper says; never stored."""
    return paper_of(protocol).docx()


@makes(PROTOCOL)
def document_of(protocol: Protocol) -> Document:
    """The document of an approved protocol."""

    def render(address: str, mark: Mark) -> bytes:
        return paper_of(protocol, address, mark).pdf()

    return store_once(protocol.ref, PROTOCOL, str(protocol), render)


@makes(LETTER)
def letter_of(dispatch: Dispatch) -> Document:
    """The paper of a document that has been sent, as its kind makes it."""

    def render(address: str, mark: Mark) -> bytes:
        dispatch.verify_at, dispatch.journal_mark = address, mark
        return dispatch.about.paper(dispatch).pdf()

    return store_once(dispatch.ref, LETTER, str(dispatch), render)


def preview_letter(dispatch: Dispatch) -> bytes:
    """The paper of a document that has not been sent: marked as a draft, never stored."""
    dispatch.verify_at = ""
    return dispatch.about.paper(dispatch).pdf()


def copy_of_letter(dispatch: Dispatch) -> bytes:
    """The paper of a document as DOCX, a working copy: of one that has been sent, what it said then; never stored."""
    dispatch.verify_at = ""
    return dispatch.about.paper(dispatch).docx()


def pages_of(document: Document) -> int:
    """How many pages a stored document has: counted in the file that WeasyPrint has written."""
    with document.file.open("rb") as file:
        content: bytes = file.read()
    packed = re.findall(rb"/ObjStm\b.*?stream\r?\n(.*?)endstream", content, re.DOTALL)
    objects = content + b"".join(zlib.decompressobj().decompress(one) for one in packed)
    return len(re.findall(rb"/Type\s*/Page\b", objects))


def public_address(path: str) -> str:
    """A path with the portal's public address before it, where the installation names one (PORTAL_URL)."""
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def store(ref: str, kind: str, title: str, content: bytes, token: str, mark: Mark) -> Document:
    """Keep a rendered document that bears a `mark` of the journal; its hash goes to the journal."""
    digest = hashlib.sha256(content).hexdigest()
    with journal.transaction():
        made = Document(ref=ref, kind=kind, title=title, sha256=digest, token=token, created_at=clock.now())
        made.journal_number, made.journal_hash = mark.number, mark.digits
        made.file.save(f"{secrets.token_hex(8)}.pdf", ContentFile(content), save=False)
        made.save()
        details = {"sha256": digest}
        journal.record(SYSTEM.actor, STORED, ref=ref, label=title, clause=worded("2.6"), details=details)
        return made


def is_genuine(document: Document) -> bool:
    """Whether the stored file is there and still has the hash that was written down."""
    return not problem_of(document.file, document.sha256)


@told_as(STORED)
@keeps
def stored_documents() -> Iterator[Kept]:
    """Every stored document with the hash that was written down."""
    for document in Document.objects.order_by("pk"):
        yield Kept(document.title, document.ref, document.sha256, document.file)


@prints
def marks_on_papers() -> Iterator[Printed]:
    """The end of the journal that every stored document bears."""
    for document in Document.objects.exclude(journal_number=0).order_by("pk"):
        yield Printed(document.title, document.ref, Mark(document.journal_number, document.journal_hash))
