"""The set of a protocol as one archive: papers, the rating, scans, letters, and what every file must be."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from protocols import documents, scans
from protocols.models import Protocol
from ranking_portal import archive
from ranking_portal.accounts.enums import Role
from ranking_portal.archive import Part, streamed
from tests.protocols.council import Council
from tests.protocols.post import send, to_administration

pytestmark = pytest.mark.django_db
SIGNED = b"%PDF-1.7 signed"


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved, signed, sent to the Administration."""
    found = small_council.approved(ranking, "A1")
    scans.add(found, SimpleUploadedFile("протокол.pdf", SIGNED), by=small_council.secretary)
    send(to_administration(found), small_council.office, "15")
    return found


def opened(browser: Client, protocol: Protocol) -> zipfile.ZipFile:
    answer = browser.get(f"/protocols/{protocol.pk}/zip/")
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="protocol-2025-1.zip"'
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_everything_is_there_and_is_what_the_list_says(protocol, small_council, client_of) -> None:
    found = opened(client_of(small_council.office), protocol)
    assert found.testzip() is None
    names = ["protocol-2025-1.pdf", "protocol-2025-1.docx", "rating-2025.xlsx", "scans/scan-1.pdf"]
    assert found.namelist() == [*names, "letters/1/letter.pdf", archive.MANIFEST, archive.SUMS]
    told = {one["file"]: one for one in json.loads(found.read(archive.MANIFEST))["files"]}
    lines = [line.split("  ") for line in found.read(archive.SUMS).decode().splitlines()]
    sums = {name: digest for digest, name in lines}
    for name in found.namelist()[:-2]:
        content = found.read(name)
        assert told[name]["sha256"] == sums[name] == hashlib.sha256(content).hexdigest()
        assert told[name]["bytes"] == len(content)
    paper = documents.stored(protocol.ref, documents.PROTOCOL)
    assert paper is not None
    assert sums["protocol-2025-1.pdf"] == paper.sha256
    assert found.read("scans/scan-1.pdf") == SIGNED
    assert load_workbook(io.BytesIO(found.read("rating-2025.xlsx"))).active["B5"].value


def test_letters_are_for_who_may_read_them(protocol, client_of, user_with) -> None:
    of_council = opened(client_of(user_with(Role.COUNCIL_MEMBER)), protocol)
    assert not [name for name in of_council.namelist() if name.startswith("letters/")]
    of_addressee = opened(client_of(user_with(Role.ADMINISTRATION)), protocol)
    assert "letters/1/letter.pdf" in of_addressee.namelist()


def test_a_file_that_was_changed_breaks_the_archive_off() -> None:
    parts = [Part("a.pdf", "a", lambda: io.BytesIO(b"other"), hashlib.sha256(b"stored").hexdigest())]
    with pytest.raises(ValueError, match=r"a\.pdf"):
        list(streamed("Протокол", parts))


def test_it_is_sent_piece_by_piece() -> None:
    big = bytes(range(256)) * 8192  # 2 MB
    parts = [Part("one", "", lambda: io.BytesIO(big)), Part("two", "", lambda: io.BytesIO(big))]
    pieces = list(streamed("Протокол", parts))
    assert len(pieces) > 10
    packed: Any = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert packed.read("two") == big


def test_an_unapproved_protocol_has_no_set(small_council, ranking, client_of) -> None:
    draft = small_council.draft(ranking)
    assert client_of(small_council.office).get(f"/protocols/{draft.pk}/zip/").status_code == 404
