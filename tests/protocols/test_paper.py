"""The paper of a protocol: what it says, page by page; stored once, and the same for ever (clause 2.6)."""

import hashlib
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from django.utils.html import strip_tags
from pypdf import PdfReader

from protocols import documents
from protocols.enums import SittingForm
from protocols.models import Document, Protocol
from protocols.models.document import DocumentIsKept
from protocols.paper import initials_first, protocol_context, typographic
from ranking.models import Ranking
from ranking_portal import clock, paper
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.services import history
from ranking_portal.workflow import outbox
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import OutboxMessage
from tests.protocols.council import HELD_ON, Council, confirmed_ranking

pytestmark = pytest.mark.django_db
MANY = tuple(f"P{number:02}" for number in range(1, 41))


def pages_of(path: str) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_the_paper_of_a_long_ranking(small_council: Council, tmp_path: Path) -> None:
    protocol = small_council.approved(confirmed_ranking(*MANY, refused=("X9",)), "P01", "P02", against=[3])
    stored = documents.document_of(protocol)
    path = stored.file.path
    pages = pages_of(path)
    _says_what_was_decided(pages)
    _repeats_the_header_of_the_annex(pages)
    for number, page in enumerate(pages, start=1):
        assert f"Страница {number} из {len(pages)}" in page
    assert "/verify/" in pages[-1]
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    # Columns "emb sub uni" stand before the two numbers of the object.
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts
    reader = PdfReader(path)
    assert reader.metadata is not None
    assert reader.metadata.title == str(protocol)
    assert reader.root_object["/Lang"] == "ru"
    assert "/StructTreeRoot" in reader.root_object


def _says_what_was_decided(pages: list[str]) -> None:
    text = " ".join(pages).replace("\u00a0", " ")
    for words in (
        "ПРАВИТЕЛЬСТВО ЛЕНИНГРАДСКОЙ ОБЛАСТИ МАЛЫЙ СОВЕТ",
        "9 февраля 2026 года № 1",
        "7 членов малого совета из 9",
        "Кворум имеется",
        "Допущено проектов: 40, не допущено: 1",
        "P01 «Проект P01»",
        "2.2. Предложение присвоить коэффициент ранжирования, равный 1, проекту P02",
        "не принято: за — 1, против — 6",
        "присвоить коэффициент ранжирования, равный 0 (проектов: 39)",
        "до 10 февраля 2026 года включительно",
        "не позднее 15 февраля 2026 года",
        "А. П. Маркова",
        "не предусмотрены бюджетные ассигнования",
        "демонстрационной методике",
    ):
        assert words in text, words
    present = re.search(r"из 9 \(([^)]*)\)", text)
    assert present is not None
    assert present[1].split(", ") == [
        "Белова И. П.",
        "Ёлкин П. П.",
        "Ершов Я. П.",
        "Жуков О. П.",
        "Маркова А. П.",
        "Юдин К. П.",
        "Яшин Л. П.",
    ]


def _repeats_the_header_of_the_annex(pages: list[str]) -> None:
    first, second = (f"Приложение {number} к протоколу от 09.02.2026" for number in (1, 2))
    annex = [page for page in pages if first in page.replace("\u00a0", " ")]
    assert len(annex) > 1
    assert all("Баллы по критериям" in page and "Место" in page for page in annex)
    assert sum(second in page.replace("\u00a0", " ") for page in pages) == 1


def test_the_document_is_stored_once_and_its_hash_told(
    small_council: Council, ranking: Ranking, django_capture_on_commit_callbacks
) -> None:
    protocol = small_council.draft(ranking)
    protocol = small_council.open(protocol)
    small_council.vote(protocol)
    with django_capture_on_commit_callbacks(execute=True):
        protocol = perform(protocol, "approve", by=small_council.chair)
    stored = Document.objects.get()
    content = Path(stored.file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    entry = history(protocol).first()
    assert entry is not None
    assert (entry.action, stored.sha256 in entry.details) == ("Документ сохранён", True)
    message = OutboxMessage.objects.get(kind=documents.RENDER)
    assert message.done_at is not None
    assert outbox.deliver(message.pk) is False
    assert documents.document_of(protocol).pk == stored.pk
    assert list(Path(stored.file.path).parent.iterdir()) == [Path(stored.file.path)]
    with pytest.raises(DocumentIsKept):
        stored.save()
    with pytest.raises(DocumentIsKept):
        Document.objects.all().delete()


def test_a_failed_rendering_is_caught_up_by_the_first_reader(
    small_council: Council, ranking: Ranking, client_of
) -> None:
    """The message still waits in the outbox: whoever opens the paper has it rendered."""
    protocol = small_council.approved(ranking, "A1")
    assert not Document.objects.exists()
    reader = client_of(small_council.office)
    answer = reader.get(f"/protocols/{protocol.pk}/pdf/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="protocol-2025-1.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert reader.get(f"/protocols/{protocol.pk}/pdf/").content == answer.content
    assert Document.objects.count() == 1


def test_while_somebody_else_renders_the_reader_is_asked_to_wait(
    small_council: Council, ranking: Ranking, client_of
) -> None:
    protocol = small_council.approved(ranking)
    OutboxMessage.objects.update(leased_until=clock.now() + timedelta(minutes=5))
    answer = client_of(small_council.office).get(f"/protocols/{protocol.pk}/pdf/")
    assert answer.status_code == 503
    assert "Документ готовится" in answer.content.decode()


def test_a_draft_is_shown_as_a_draft_and_not_stored(small_council, ranking, client_of, tmp_path: Path) -> None:
    protocol = small_council.draft(ranking, form=SittingForm.IN_ABSENTIA)
    answer = client_of(small_council.office).get(f"/protocols/{protocol.pk}/pdf/")
    path = tmp_path / "draft.pdf"
    path.write_bytes(answer.content)
    text = " ".join(pages_of(str(path)))
    assert "ПРОЕКТ" in text
    assert "путём заочного голосования" in text
    assert "не присвоен ни одному проекту" in text
    assert not Document.objects.exists()


def test_a_visitor_checks_a_paper_without_learning_what_it_says(small_council, ranking, client) -> None:
    stored = documents.document_of(small_council.approved(ranking, "A1"))
    page = client.get(f"/verify/{stored.token}/")
    words = page.content.decode()
    assert page.status_code == 200
    assert stored.sha256 in words
    assert "файл не изменён" in words
    assert "09.02.2026" in words
    # What is read: the random token of a form may have any two letters.
    for secret in (str(Protocol.objects.get()), "Протокол от", "Маркова", "A1", "ротокол малого"):
        assert secret not in strip_tags(words)
    Path(stored.file.path).write_bytes(b"%PDF-1.7 forged")
    assert "не совпадает" in client.get(f"/verify/{stored.token}/").content.decode()
    Path(stored.file.path).unlink()
    assert "не совпадает" in client.get(f"/verify/{stored.token}/").content.decode()
    unknown = client.get("/verify/there-is-no-such-paper/")
    assert unknown.status_code == 404
    assert "документа нет" in unknown.content.decode()


def test_the_public_address_stands_before_the_path_where_it_is_known(settings) -> None:
    settings.PORTAL_URL = ""
    assert documents.public_address("/verify/abc/") == "/verify/abc/"
    settings.PORTAL_URL = "https://portal.example/"
    assert documents.public_address("/verify/abc/") == "https://portal.example/verify/abc/"


def test_the_code_is_drawn_run_by_run_with_a_quiet_zone() -> None:
    code = paper.qr_modules("/verify/abc/")
    matrix = segno.make_qr("/verify/abc/", error="m").matrix
    bars = re.findall(r"M(\d+),(\d+)h(\d+)v1h-(\d+)z", code["path"])
    drawn = {
        (x, int(y)) for left, y, long, back in bars if long == back for x in range(int(left), int(left) + int(long))
    }
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert code["path"].startswith("M0,0h7v1h-7z")
    assert code["side"] == 21 + 2 * paper.QUIET_ZONE


def test_a_new_edition_says_what_it_replaces_and_the_old_paper_stays(small_council, ranking, client_of) -> None:
    former = small_council.approved(ranking, "A1")
    document = documents.document_of(former)
    tomorrow = HELD_ON + timedelta(days=1)
    with clock.at(tomorrow):
        edition = small_council.approved(ranking, "B2", number="2", held_on=tomorrow)
        context = protocol_context(edition)
    assert context["protocol"].previous == former
    assert [one["candidate"].project.code for one in context["given"]] == ["A1", "B2"]
    answer = client_of(small_council.office).get(f"/protocols/{former.pk}/pdf/")
    assert hashlib.sha256(answer.content).hexdigest() == document.sha256


def test_words_of_the_paper() -> None:
    assert initials_first("Маркова Анна Павловна") == "А.\u00a0П.\u00a0Маркова"
    assert initials_first("Маркова") == "Маркова"
    assert typographic("Спорт - норма «жизни»»") == "Спорт\u00a0— норма «жизни»"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AUDITOR, 200), (Role.GOVERNOR_OFFICE, 200), (Role.ADMIN, 403), (None, 403)]
)
def test_who_reads_the_paper(user_with, client_of, small_council, ranking, role: Role | None, status: int) -> None:
    protocol = small_council.draft(ranking)
    visitor = client_of(user_with(*([role] if role else [])))
    assert visitor.get(f"/protocols/{protocol.pk}/pdf/").status_code == status
