"""Electronic signatures beside stored documents: judged by content, kept with their hash, told plainly."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from protocols import documents, signatures
from protocols.models import Document, Protocol, Signature
from protocols.models.document import DocumentIsKept
from ranking_portal.journal.models import PersonalText
from ranking_portal.journal.services import history
from ranking_portal.uploads import MEGABYTE
from tests.protocols.council import Council
from tests.protocols.post import send, to_administration
from tests.protocols.signing import CENTRE, GOST_256, SIGNER, SNILS, signature_of, with_algorithm

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "протокол.pdf.sig") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved, its document stored."""
    made = small_council.approved(ranking, "A1")
    documents.document_of(made)
    return made


def paper() -> bytes:
    return Path(Document.objects.get().file.path).read_bytes()


def page(protocol: Any) -> str:
    return reverse("protocols:protocol", args=(protocol.pk,))


def new(protocol: Any) -> str:
    return reverse("protocols:signature-new", args=(protocol.pk,))


def test_it_is_added_shown_and_downloaded(protocol: Protocol, small_council: Council, client_of) -> None:
    browser = client_of(small_council.secretary)
    assert new(protocol) in browser.get(page(protocol)).content.decode()
    content = signature_of(paper())
    assert browser.post(new(protocol), {"file": upload(content)})["Location"] == page(protocol)
    member = client_of(small_council.member)
    shown = member.get(page(protocol)).content.decode()
    for words in (SIGNER, CENTRE, "01.01.2026 – 01.01.2027", "совпадает с хранимым файлом (SHA-256)", "не проверял"):
        assert words in shown, words
    assert SNILS not in shown
    assert new(protocol) not in shown
    answer = member.get(reverse("protocols:signature", args=(protocol.pk, 1)))
    assert answer.getvalue() == content
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (signatures.CONTENT_TYPE, "nosniff")
    entry = history(protocol).filter(action=signatures.ADDED).get()
    details = json.loads(entry.details)
    assert details["document"] == Document.objects.get().sha256
    assert SIGNER not in entry.details
    assert SIGNER in PersonalText.objects.get(digest=details["subject"]["digest"]).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda paper: signature_of(paper + b"."), "<b>не совпадает</b> с хранимым файлом"),
        (lambda paper: with_algorithm(signature_of(paper), GOST_256), "ГОСТ Р 34.11-2012, 256 бит портал не вычисляет"),
    ],
    ids=["of another file", "by a Russian hash"],
)
def test_what_it_was_made_for_is_told(protocol: Protocol, small_council: Council, client_of, change, words) -> None:
    signatures.add(protocol, upload(change(paper())), by=small_council.secretary)
    assert words in client_of(small_council.member).get(page(protocol)).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7", "a.sig", "Это не файл электронной подписи"),
        (signature_of(b"x"), "a.exe", "Нужен файл подписи"),
        (signature_of(b"x", detached=False), "a.sig", "Нужна отсоединённая"),
        (b"\x30" * (MEGABYTE + 1), "a.sig", "Файл больше 1\u00a0МБ"),
    ],
)
def test_a_bad_file_is_told_plainly(protocol: Protocol, small_council, client_of, content, name, words) -> None:
    answer = client_of(small_council.secretary).post(new(protocol), {"file": upload(content, name)})
    assert (answer.status_code, Signature.objects.count()) == (200, 0)
    assert words in answer.content.decode()


def test_the_same_file_twice_and_a_draft_are_refused(protocol: Protocol, small_council, ranking, client_of) -> None:
    browser = client_of(small_council.secretary)
    content = signature_of(paper())
    browser.post(new(protocol), {"file": upload(content)})
    again = browser.post(new(protocol), {"file": upload(content)})
    assert (again.status_code, Signature.objects.count()) == (409, 1)
    assert "уже приложен" in again.content.decode()


def test_what_is_not_stored_yet_is_not_signed(small_council: Council, ranking, client_of) -> None:
    protocol = small_council.approved(ranking, "A1")
    browser = client_of(small_council.secretary)
    assert new(protocol) not in browser.get(page(protocol)).content.decode()
    answer = browser.post(new(protocol), {"file": upload(signature_of(b"x"))})
    assert answer.status_code == 409
    assert "ещё готовится" in answer.content.decode()
    assert client_of(small_council.member).post(new(protocol), {}).status_code == 403


def test_it_never_changes(protocol: Protocol, small_council: Council) -> None:
    made = signatures.add(protocol, upload(signature_of(paper())), by=small_council.secretary)
    with pytest.raises(DocumentIsKept):
        made.save()
    with pytest.raises(DocumentIsKept):
        Signature.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE protocols_signature SET name = 'иное'")
    call_command("verify_journal")
    Path(made.file.path).write_bytes(signature_of(b"forged"))
    with pytest.raises(CommandError, match="электронная подпись № 1"):
        call_command("verify_journal")


def test_a_letter_is_signed_by_who_sent_it(protocol: Protocol, small_council: Council, client_of) -> None:
    letter = send(to_administration(protocol), small_council.office)
    document = documents.letter_of(letter)
    content = signature_of(Path(document.file.path).read_bytes())
    address = reverse("protocols:dispatch-signature-new", args=(letter.pk,))
    assert client_of(small_council.office).post(address, {"file": upload(content)}).status_code == 302
    assert client_of(small_council.secretary).post(address, {"file": upload(content)}).status_code == 403
    shown = client_of(small_council.office).get(reverse("protocols:dispatch", args=(letter.pk,))).content.decode()
    assert SIGNER in shown


def test_who_holds_a_paper_is_told_of_signatures_without_names(protocol, small_council: Council, client) -> None:
    address = reverse("protocols:verify", args=(Document.objects.get().token,))
    assert "не приложены" in client.get(address).content.decode()
    signatures.add(protocol, upload(signature_of(paper())), by=small_council.secretary)
    signatures.add(protocol, upload(signature_of(b"another")), by=small_council.secretary)
    told = client.get(address).content.decode()
    assert "приложено: 2; с отпечатком этого документа: 1; с отпечатком другого файла: 1" in told
    assert SIGNER not in told


def test_a_copy_is_compared_and_not_kept(protocol: Protocol, client, settings) -> None:
    document = Document.objects.get()
    address = reverse("protocols:verify", args=(document.token,))
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))

    def told(content: bytes) -> str:
        answer = client.post(address, {"file": upload(content, "копия.pdf")})
        assert answer.status_code == 200
        page: str = answer.content.decode()
        return page

    content = paper()
    assert "Файл подлинный" in told(content)
    for other in (content[:-1], content + b" ", b""):
        assert "Файл не тот" in told(other)
    assert "Файл больше 20\u00a0МБ" in told(b"0" * (20 * MEGABYTE + 1))
    assert "Обязательное поле" in client.post(address, {}).content.decode()
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == before
    assert client.put(address).status_code == 405
