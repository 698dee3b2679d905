"""What was signed, as a scan: judged by its content, kept with its hash, never replaced, seen by who sees the paper."""

import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from protocols import scans
from protocols.models import Protocol, Scan
from protocols.models.document import DocumentIsKept
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.keeping import CHANGED, damaged
from ranking_portal.journal.services import history
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.protocols.council import Council
from tests.protocols.post import send, to_administration

pytestmark = pytest.mark.django_db
PDF, JPEG = b"%PDF-1.7 signed", b"\xff\xd8\xff\xe0 signed"


def scan(content: bytes = PDF, name: str = "протокол № 1.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved."""
    return small_council.approved(ranking, "A1")


def new(protocol: Any) -> str:
    return reverse("protocols:scan-new", args=(protocol.pk,))


def test_the_secretary_adds_it_and_everybody_who_sees_the_paper_has_it(
    protocol: Protocol, small_council: Council, client_of
) -> None:
    browser = client_of(small_council.secretary)
    page = reverse("protocols:protocol", args=(protocol.pk,))
    assert new(protocol) in browser.get(page).content.decode()
    assert browser.post(new(protocol), {"file": scan()})["Location"] == page
    digest = hashlib.sha256(PDF).hexdigest()
    shown = client_of(small_council.member).get(page).content.decode()
    for words in ("протокол № 1.pdf", digest, small_council.secretary.full_name, "09.02.2026"):
        assert words in shown, words
    assert new(protocol) not in shown
    answer = client_of(small_council.member).get(reverse("protocols:scan", args=(protocol.pk, 1)))
    assert b"".join(answer.streaming_content) == PDF
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    entry = history(protocol)[0]
    assert (entry.action, entry.actor_label) == ("Приложен скан подписанного", small_council.secretary.full_name)
    assert json.loads(entry.details)["sha256"] == digest


def test_a_better_one_says_why_and_the_first_stays(protocol: Protocol, small_council: Council, client_of) -> None:
    browser = client_of(small_council.secretary)
    browser.post(new(protocol), {"file": scan()})
    better = {"file": scan(JPEG, "лист.jpeg")}
    refused = browser.post(new(protocol), better)
    assert (refused.status_code, Scan.objects.count()) == (200, 1)
    assert "Обязательное поле" in refused.content.decode()
    better["file"].seek(0)
    browser.post(new(protocol), better | {"reason": "Не читалась подпись."})
    assert [(one.ordinal, one.reason) for one in scans.scans_of(protocol)] == [(2, "Не читалась подпись."), (1, "")]
    shown = browser.get(reverse("protocols:protocol", args=(protocol.pk,))).content.decode()
    assert shown.index("лист.jpeg") < shown.index("протокол № 1.pdf")
    assert "Не читалась подпись." in shown
    answer = browser.get(reverse("protocols:scan", args=(protocol.pk, 2)))
    assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (scan(b"MZ program"), "содержимое этого файла — другое"),
        (scan(b"PK\x03\x04 archive", "лист.docx"), "Нужен файл PDF, JPG или PNG"),
        (scan(JPEG, "лист.pdf"), "Содержимое файла — JPG"),
        (scan(PDF + b" " * scans.LARGEST_BYTES, "лист.pdf"), "Файл больше 20\u00a0МБ"),
    ],
)
def test_what_is_no_scan_is_not_taken(protocol: Protocol, small_council: Council, client_of, file: Any, why: str):
    file.seek(0)
    answer = client_of(small_council.secretary).post(new(protocol), {"file": file})
    assert why in answer.content.decode()
    assert not Scan.objects.exists()
    file.seek(0)
    with pytest.raises(Refused, match=why):
        scans.add(protocol, file, by=small_council.secretary)


def test_the_same_file_is_not_kept_twice(protocol: Protocol, small_council: Council) -> None:
    scans.add(protocol, scan(), by=small_council.secretary)
    with pytest.raises(Refused, match="уже приложен: скан № 1".replace("№ ", "№\u00a0")):
        scans.add(protocol, scan(), by=small_council.office, reason="Ещё раз.")
    with pytest.raises(Refused, match="напишите, почему"):
        scans.add(protocol, scan(JPEG, "a.jpg"), by=small_council.office, reason="  ")


def test_nothing_is_signed_before_its_time(small_council: Council, ranking, client_of) -> None:
    draft = small_council.draft(ranking)
    with pytest.raises(Refused, match="ещё не утверждён"):
        scans.add(draft, scan(), by=small_council.secretary)
    page = client_of(small_council.secretary).get(reverse("protocols:protocol", args=(draft.pk,))).content.decode()
    assert "Подписанный экземпляр" not in page
    assert client_of(small_council.secretary).post(new(draft), {"file": scan()}).status_code == 409


def test_whoever_does_not_prepare_the_paper_adds_nothing(protocol: Protocol, small_council: Council) -> None:
    letter = send(to_administration(protocol), small_council.office)
    for subject, stranger in ((protocol, small_council.chair), (letter, factories.user_with(Role.ADMINISTRATION))):
        with pytest.raises(PermissionDenied):
            scans.add(subject, scan(), by=stranger)


def test_a_letter_has_its_own(protocol: Protocol, small_council: Council, client_of) -> None:
    letter = to_administration(protocol)
    with pytest.raises(Refused, match="не отправлено"):
        scans.add(letter, scan(), by=small_council.office)
    send(letter, small_council.office)
    scans.add(letter, scan(), by=small_council.office)
    page = reverse("protocols:dispatch", args=(letter.pk,))
    file = reverse("protocols:dispatch-scan", args=(letter.pk, 1))
    for role, status in ((Role.ADMINISTRATION, 200), (Role.GOVERNOR_OFFICE, 404), (Role.ADMIN, 403)):
        browser = client_of(factories.user_with(role))
        assert browser.get(file).status_code == status, role
        assert (file in browser.get(page).content.decode()) == (status == 200), role


def test_it_never_changes_and_its_damage_is_named(protocol: Protocol, small_council: Council, capsys) -> None:
    kept = scans.add(protocol, scan(), by=small_council.secretary)
    assert damaged()[1] == []
    for change in (kept.save, kept.delete, Scan.objects.all().delete, lambda: Scan.objects.update(name="другое")):
        with pytest.raises(DocumentIsKept):
            change()
    twin = Scan(**{name: getattr(kept, name) for name in ("ref", "ordinal", "name", "size", "sha256", "added_at")})
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    with open(kept.file.path, "ab") as stored:
        stored.write(b" ")
    with pytest.raises(CommandError, match="файл изменён"):
        call_command("verify_journal", "--json")
    found = json.loads(capsys.readouterr().out)["damaged"]
    assert found == [{"title": str(kept), "ref": protocol.ref, "why": CHANGED}]
