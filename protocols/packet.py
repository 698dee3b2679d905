"""The set of a protocol: its paper, a copy for Word, the rating that it approves, scans of what was signed, letters."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any

from protocols import documents, scans, signatures
from protocols.enums import ARRIVES
from protocols.models import Protocol
from protocols.services import dispatching
from ranking import exporting, presenting, table
from ranking.coefficients import coefficients_of
from ranking.models import Ranking
from ranking.scales import parse
from ranking.services import rankings
from ranking_portal import uploads
from ranking_portal.archive import Part


class NotReady(Exception):
    """A paper of the set is still being made."""


def parts_of(protocol: Protocol, user: Any) -> list[Part]:
    """Files of the set of an approved protocol; letters that were sent, as far as the user may read them.

    Raises NotReady.
    """
    name = f"protocol-{protocol.cycle.year}-{protocol.edition}"
    found = [
        _stored(f"{name}.pdf", protocol, documents.PROTOCOL),
        Part(f"{name}.docx", "рабочая копия для Word", lambda: BytesIO(documents.copy_of_protocol(protocol))),
        Part(
            f"rating-{protocol.cycle.year}.xlsx",
            f"таблица: {protocol.ranking}",
            lambda: BytesIO(rating_of(protocol.ranking)),
        ),
        *_scans(protocol, "scans"),
    ]
    for number, letter in enumerate(dispatching.of_subject(protocol), 1):
        if letter.state in ARRIVES and scans.reads_letter(user, letter):
            found.append(_stored(f"letters/{number}/letter.pdf", letter, documents.LETTER))
            found += _scans(letter, f"letters/{number}")
    return found


def _stored(name: str, subject: Any, kind: str) -> Part:
    document = documents.ready(subject.ref, kind)
    if document is None:
        raise NotReady(name)
    return Part(name, str(subject), lambda: document.file.open("rb"), document.sha256)


def _scans(subject: Any, folder: str) -> Iterator[Part]:
    for scan in reversed(scans.scans_of(subject)):
        name = f"{folder}/scan-{scan.ordinal}{uploads.suffix_of(scan.name)}"
        about = f"{scan} — {subject}" + (f" ({scan.reason})" if scan.reason else "")
        yield Part(name, about, scan.file.open, scan.sha256)
    document = signatures.document_of(subject)
    for one in reversed(signatures.of(document)) if document is not None else ():
        suffix = PurePath(one.name).suffix.lower()
        yield Part(f"{folder}/signature-{one.ordinal}{suffix}", f"{one} — {subject}", one.file.open, one.sha256)


def rating_of(ranking: Ranking) -> bytes:
    """The whole rating that the protocol approves, as it is downloaded from its page."""
    rows = presenting.rows_of(rankings.projects_of(ranking), ranking.names, coefficients_of(ranking))
    decided = any(row.coefficient is not None for row in rows)
    columns = table.columns_of(parse(ranking.methodology.content), decided=decided)
    choice = table.read_choice({}, columns)
    return exporting.rating_workbook(ranking, rows, table.shown_columns(columns, choice))
