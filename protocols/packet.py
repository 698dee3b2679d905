"""The set of a protocol: its paper, a copy for Word, the rating that it approves, scans of what was signed, letters."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from protocols import documents, scans
from protocols.models import Document, Protocol
from protocols.services import dispatching
from ranking import exporting, presenting, table
from ranking.coefficients import coefficients_of
from ranking.models import Ranking
from ranking.scales import parse
from ranking.services import rankings
from ranking_portal import uploads
from ranking_portal.archive import Part


def parts_of(protocol: Protocol, paper: Document, user: Any) -> Iterator[Part]:
    """Files of the set of an approved protocol; letters as far as the user may read them."""
    name = f"protocol-{protocol.cycle.year}-{protocol.edition}"
    yield _stored(f"{name}.pdf", str(protocol), paper)
    yield Part(f"{name}.docx", "рабочая копия для Word", lambda: BytesIO(documents.copy_of_protocol(protocol)))
    rating = f"rating-{protocol.cycle.year}.xlsx"
    yield Part(rating, f"таблица: {protocol.ranking}", lambda: BytesIO(rating_of(protocol.ranking)))
    yield from _scans(protocol, "scans")
    for number, letter in enumerate(dispatching.of_subject(protocol), 1):
        if not scans.reads_letter(user, letter):
            continue
        folder = f"letters/{number}"
        if sent := documents.stored(letter.ref, documents.LETTER):
            yield _stored(f"{folder}/letter.pdf", str(letter), sent)
        yield from _scans(letter, folder)


def _stored(name: str, about: str, document: Document) -> Part:
    return Part(name, about, lambda: document.file.open("rb"), document.sha256)


def _scans(subject: Any, folder: str) -> Iterator[Part]:
    for scan in reversed(scans.scans_of(subject)):
        name = f"{folder}/scan-{scan.ordinal}{uploads.suffix_of(scan.name)}"
        about = f"{scan} — {subject}" + (f" ({scan.reason})" if scan.reason else "")
        yield Part(name, about, scan.file.open, scan.sha256)


def rating_of(ranking: Ranking) -> bytes:
    """The whole rating that the protocol approves, as it is downloaded from its page."""
    rows = presenting.rows_of(rankings.projects_of(ranking), ranking.names, coefficients_of(ranking))
    decided = any(row.coefficient is not None for row in rows)
    columns = table.columns_of(parse(ranking.methodology.content), decided=decided)
    choice = table.read_choice({}, columns)
    return exporting.rating_workbook(ranking, rows, table.shown_columns(columns, choice))
