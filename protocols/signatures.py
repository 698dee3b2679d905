"""Electronic signatures of stored documents: files (CAdES, detached) kept beside them, never replaced.

Whoever adds the scan of the signed paper adds them, whoever sees the paper sees them.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.urls import reverse

from protocols import cades, documents, scans
from protocols.models import Dispatch, Document, Protocol, Signature
from ranking_portal import clock, uploads
from ranking_portal.accounts.access import permitted, require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.keeping import Kept, keeps, problem_of
from ranking_portal.journal.witness import told_as
from ranking_portal.once import once_a_page
from ranking_portal.workflow.errors import Refused

LARGEST_BYTES = uploads.MEGABYTE
TAKEN = (".sig", ".p7s", ".sgn", ".pem")
CONTENT_TYPE = "application/pkcs7-signature"
ADDED = "Приложена электронная подпись"
# Of what there are stored documents: their kind, and the name of the address of a signature.
SIGNED: dict[type, tuple[str, str]] = {
    Protocol: (documents.PROTOCOL, "protocols:signature"),
    Dispatch: (documents.LETTER, "protocols:dispatch-signature"),
}


@dataclass(frozen=True)
class Shown:
    """A kept signature file as its page tells of it: each signer, and whether he signed this very document."""

    kept: Signature
    signers: tuple[tuple[cades.Signer, bool | None], ...]
    problem: str = ""


def has_document(subject: Any) -> bool:
    """Whether the portal keeps a document about such an object."""
    return type(subject) in SIGNED


@once_a_page
def document_of(subject: Any) -> Document | None:
    """The stored document about the object; None where there is none, or not yet."""
    return documents.stored(subject.ref, SIGNED[type(subject)][0]) if has_document(subject) else None


def of(document: Document) -> list[Signature]:
    """Every signature file of the document, the newest first."""
    return list(Signature.objects.filter(document=document).order_by("-ordinal"))


def may_add(user: Any, subject: Any) -> bool:
    """Whether the user may add a signature now: there is something stored to be signed, and it is his to add."""
    return document_of(subject) is not None and scans.may_add(user, subject)


def new_url(subject: Any) -> str:
    """The page on which a signature is added."""
    return reverse(f"{SIGNED[type(subject)][1]}-new", args=(subject.pk,))


def url_of(subject: Any, kept: Signature) -> str:
    """The address of a signature's file."""
    return reverse(SIGNED[type(subject)][1], args=(subject.pk, kept.ordinal))


def shown(document: Document) -> list[Shown]:
    """What the files say, read anew: each compared with the bytes of the stored document."""
    kept = of(document)
    content = _content(document) if kept else b""
    return [_shown(one, content) for one in kept]


def _shown(kept: Signature, content: bytes) -> Shown:
    if problem := problem_of(kept.file, kept.sha256):
        return Shown(kept, (), problem)
    with kept.file.open("rb") as file:
        signers = cades.read(file.read())
    return Shown(kept, tuple((one, one.is_of(content)) for one in signers))


def _content(document: Document) -> bytes:
    with document.file.open("rb") as file:
        content: bytes = file.read()
    return content


def complaint(file: Any) -> str:
    """Why the uploaded file cannot be taken, "" where it can: what it is is told by its content."""
    if not file.size:
        return "Файл пуст."
    if file.size > LARGEST_BYTES:
        return f"Файл больше {LARGEST_BYTES // uploads.MEGABYTE}\u00a0МБ: подпись столько не занимает."
    if PurePath(file.name or "").suffix.lower() not in TAKEN:
        return f"Нужен файл подписи: {', '.join(TAKEN)}."
    file.seek(0)
    try:
        cades.read(file.read())
    except cades.NotASignature as error:
        return str(error)
    finally:
        file.seek(0)
    return ""


def add(subject: Any, file: "File[bytes]", *, by: Principal) -> Signature:
    """Keep a signature beside the stored document.

    Raises Refused (nothing stored yet, not a signature, the same file again), PermissionDenied.
    """
    signed = scans.signed_of(subject)
    require(by, signed.adds, subject)
    with journal.transaction():
        fresh = type(subject).locked(subject.pk)
        document = document_of(fresh)
        if why_not := signed.too_early(fresh) or complaint(file):
            raise Refused(why_not)
        if document is None:
            raise Refused("Документ ещё готовится: подписывать нечего.")
        content = file.read()
        digest = hashlib.sha256(content).hexdigest()
        earlier = of(document)
        if same := next((one for one in earlier if one.sha256 == digest), None):
            raise Refused(f"Этот самый файл уже приложен: подпись №\u00a0{same.ordinal}.")
        made = Signature(
            ref=fresh.ref,
            document=document,
            ordinal=len(earlier) + 1,
            name=str(file.name)[-255:],
            size=len(content),
            sha256=digest,
            added_at=clock.now(),
            added_by=by.full_name,
        )
        file.seek(0)
        made.file.save(f"{secrets.token_hex(8)}.sig", file, save=False)
        made.save()
        details = {"ordinal": made.ordinal, "file": made.name, "sha256": digest, "document": document.sha256}
        # The holder of a certificate is a person: his name can be erased.
        who = "; ".join(one.subject or "без сертификата" for one in cades.read(content))
        journal.record(by.actor, ADDED, obj=fresh, clause=scans.CLAUSE, details=details, personal={"subject": who})
        return made


def reads(user: Any, subject: Any) -> bool:
    """Whether the user sees the signatures: who sees the paper."""
    return has_document(subject) and scans.signed_of(subject).reads(user, subject)


def adds(user: Any, subject: Any) -> bool:
    """Whether adding signatures is the user's business at all."""
    return permitted(user, scans.signed_of(subject).adds, subject)


@told_as(ADDED)
@keeps
def kept_signatures() -> Iterator[Kept]:
    """Every signature file with the hash that was written down when it was added."""
    for one in Signature.objects.order_by("pk"):
        yield Kept(str(one), one.ref, one.sha256, one.file)
