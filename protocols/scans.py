"""Scans of what was signed: kept beside the document, never replaced (a new one is a further row that says why).

A room tells of which of its objects there are signed papers, and who adds and reads their scans.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.urls import reverse

from protocols.dispatch_kinds import kind_of
from protocols.enums import ARRIVES, SETTLED
from protocols.models import Dispatch, Protocol, Scan
from ranking_portal import clock, uploads
from ranking_portal.accounts.access import permitted, require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.keeping import Kept, keeps
from ranking_portal.journal.witness import told_as
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused

LARGEST_BYTES = 20 * uploads.MEGABYTE
TAKEN = (".pdf", ".jpg", ".png")
CLAUSE = worded("2.6")
ADDED = "Приложен скан подписанного"


@dataclass(frozen=True)
class Signed:
    """A kind of object with a signed paper.

    `adds`: the permission, asked for the object, to add a scan; `reads(user, object)`: who sees its paper;
    `too_early(object)`: why there can be nothing signed yet, "" where there can; `route`: the name of the address of
    a scan (pk, ordinal), that of a new one ends with "-new" (pk).
    """

    adds: str
    reads: Callable[[Any, Any], bool]
    too_early: Callable[[Any], str]
    route: str


_signed: dict[str, Signed] = {}


def register(model: Any, signed: Signed) -> None:
    """Objects of the model have papers that are signed."""
    _signed[model._meta.label_lower] = signed


def signed_of(subject: Any) -> Signed:
    """What is known of the object's paper; raises KeyError."""
    return _signed[subject._meta.label_lower]


def scans_of(subject: Any) -> list[Scan]:
    """Every scan, the newest first."""
    return list(Scan.objects.filter(ref=subject.ref).order_by("-ordinal"))


def may_add(user: Any, subject: Any) -> bool:
    """Whether the user may add a scan now."""
    signed = signed_of(subject)
    return not signed.too_early(subject) and permitted(user, signed.adds, subject)


def new_url(subject: Any) -> str:
    """The page on which a scan is added."""
    return reverse(f"{signed_of(subject).route}-new", args=(subject.pk,))


def url_of(subject: Any, scan: Scan) -> str:
    """The address of a scan's file."""
    return reverse(signed_of(subject).route, args=(subject.pk, scan.ordinal))


def complaint(file: Any) -> str:
    """Why the uploaded file cannot be taken, "" where it can."""
    return uploads.complaint(file.name or "", file.size or 0, file.file, taken=TAKEN, largest=LARGEST_BYTES)


def add(subject: Any, file: "File[bytes]", *, by: Principal, reason: str = "") -> Scan:
    """Keep a scan beside the document. From the second on `reason` says why there is another.

    Raises Refused (too early, not a scan, no reason, the same file again), PermissionDenied.
    """
    signed = signed_of(subject)
    require(by, signed.adds, subject)
    with journal.transaction():
        # Whoever adds waits for whoever is adding: ordinals go without gaps.
        fresh = type(subject).locked(subject.pk)
        digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        earlier = scans_of(fresh)
        if why_not := signed.too_early(fresh) or complaint(file) or _against(earlier, digest, reason):
            raise Refused(why_not)
        made = Scan(
            ref=fresh.ref,
            ordinal=len(earlier) + 1,
            name=str(file.name)[-255:],
            size=file.size,
            sha256=digest,
            reason=reason.strip() if earlier else "",
            added_at=clock.now(),
            added_by=by.full_name,
        )
        file.seek(0)
        made.file.save(f"{secrets.token_hex(8)}{uploads.suffix_of(made.name)}", file, save=False)
        made.save()
        details = {"ordinal": made.ordinal, "file": made.name, "sha256": digest}
        if made.reason:
            details["reason"] = made.reason
        journal.record(by.actor, ADDED, obj=fresh, clause=CLAUSE, details=details)
        return made


def _against(earlier: list[Scan], digest: str, reason: str) -> str:
    same = next((one for one in earlier if one.sha256 == digest), None)
    if same is not None:
        return f"Этот самый файл уже приложен: скан №\u00a0{same.ordinal}."
    if earlier and not reason.strip():
        return "Скан уже приложен: напишите, почему прикладываете ещё один. Прежний останется."
    return ""


@told_as(ADDED)
@keeps
def kept_scans() -> Iterator[Kept]:
    """Every scan with the hash that was written down when it was added."""
    for scan in Scan.objects.order_by("pk"):
        yield Kept(str(scan), scan.ref, scan.sha256, scan.file)


def reads_letter(user: Any, dispatch: Dispatch) -> bool:
    """Its parties and who keeps the registers; besides, those to whom its kind is open."""
    readers = kind_of(dispatch.kind).readers
    return permitted(user, "protocols.read_letter", dispatch) or bool(readers and permitted(user, readers))


register(
    Protocol,
    Signed(
        adds="protocols.add_scan",
        reads=lambda user, protocol: permitted(user, "protocols.view_all"),
        too_early=lambda protocol: (
            "" if protocol.state in SETTLED else "Протокол ещё не утверждён: подписывать нечего."
        ),
        route="protocols:scan",
    ),
)
register(
    Dispatch,
    Signed(
        adds="protocols.send",
        reads=reads_letter,
        too_early=lambda letter: "" if letter.state in ARRIVES else "Письмо ещё не отправлено: подписанного нет.",
        route="protocols:dispatch-scan",
    ),
)
