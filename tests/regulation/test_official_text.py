"""The official text of an edition: attached, downloaded, replaced."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from ranking_portal.regulation import officialtext
from ranking_portal.regulation.models import StoredEdition
from tests.regulation.pages import PDF, ClientOf, addresses

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def docx(member: str = "word/document.xml") -> bytes:
    """A tiny archive of that kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("117-пг.pdf", PDF, "application/pdf"),
        ("117-пг.DOCX", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("117-пг.rtf", b"{\\rtf1 text}", "application/rtf"),
    ],
)
def test_official_text_is_attached_and_downloaded_as_it_was(
    stored: StoredEdition,
    at_office: Client,
    client_of: ClientOf,
    user_with: Callable[..., User],
    name: str,
    content: bytes,
    kind: str,
) -> None:
    answer = at_office.post(addresses(stored)["attach"], {"file": SimpleUploadedFile(name, content, "text/html")})
    assert answer["Location"] == addresses(stored)["edition"]
    assert name in at_office.get(addresses(stored)["index"]).content.decode()
    assert Entry.objects.order_by("-pk")[0].action == "Приложен официальный текст"
    reader = client_of(user_with(Role.AUDITOR))
    download = reader.get(reverse("regulation:official-text", args=(stored.pk,)))
    assert b"".join(download.streaming_content) == content  # type: ignore[attr-defined]
    assert download["Content-Type"] == kind
    assert download["Content-Disposition"].startswith("attachment")


def test_official_text_may_be_replaced_and_the_former_file_stays(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["attach"]
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    former = StoredEdition.objects.get(pk=stored.pk)
    at_office.post(url, {"file": SimpleUploadedFile("b.pdf", PDF + b" mended")})
    now = StoredEdition.objects.get(pk=stored.pk)
    assert now.official_text_name == "b.pdf"
    assert now.official_text_sha256 != former.official_text_sha256
    assert former.official_text.read() == PDF
    assert Entry.objects.order_by("-pk")[0].action == "Заменён официальный текст"


def test_same_file_again_changes_nothing(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["attach"]
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    told = Entry.objects.count()
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert Entry.objects.count() == told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"<html>not a document</html>", "содержимое этого файла – другое"),
        ("a.docx", docx("xl/workbook.xml"), "содержимое этого файла – другое"),
        ("a.docx", b"PK\x03\x04broken", "содержимое этого файла – другое"),
        ("a.html", PDF, "расширение другое"),
        ("a.pdf", b"", "пуст"),
    ],
)
def test_file_of_another_kind_is_refused(
    stored: StoredEdition, at_office: Client, name: str, content: bytes, told: str
) -> None:
    page = at_office.post(addresses(stored)["attach"], {"file": SimpleUploadedFile(name, content, "application/pdf")})
    assert told in str(page.context["form"].errors["file"])
    assert not StoredEdition.objects.get(pk=stored.pk).official_text


def test_file_too_large_is_refused() -> None:
    assert "больше 20 МБ" in officialtext.complaint("a.pdf", officialtext.LARGEST_BYTES + 1, io.BytesIO(PDF))


def test_official_text_that_is_not_there_is_not_found(stored: StoredEdition, at_office: Client) -> None:
    assert at_office.get(reverse("regulation:official-text", args=(stored.pk,))).status_code == 404
