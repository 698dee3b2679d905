"""Letters as paper: letterhead, number, addressee, text, annexes; stored once, and the same for ever."""

import hashlib
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from protocols import documents
from protocols.models import Dispatch, Document, Protocol
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.conftest import TODAY
from tests.protocols.council import Council
from tests.protocols.post import send, to_administration, to_governor

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved, with coefficient 1 for two projects."""
    return small_council.approved(ranking, "A1", "B2")


def text_of(path: Path) -> str:
    """The text as pdftotext reads it, on one line."""
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.replace("\u00a0", " ").split())


def paper_of(dispatch: Dispatch) -> tuple[Document, str]:
    stored = documents.letter_of(dispatch)
    return stored, text_of(Path(stored.file.path))


def test_the_letter_to_the_administration(protocol: Protocol, small_council: Council) -> None:
    sent = send(to_administration(protocol), small_council.office)
    stored, text = paper_of(sent)
    pages = len(PdfReader(documents.document_of(protocol).file.path).pages)
    for words in (
        "ПРАВИТЕЛЬСТВО ЛЕНИНГРАДСКОЙ",
        "ЦЕНТРАЛЬНЫЙ ПРОЕКТНЫЙ ОФИС",
        "9 февраля 2026 года",
        "01-12/15",
        "Управление делами",
        "О направлении протокола малого совета",
        "пункта 2.6",
        "протокол малого совета от 09.02.2026 № 1",
        "присвоен 2 проектам: A1, B2.",
        "в течение 1 рабочего дня",
        "в конце дня 10 февраля 2026 года",
        "Результаты не согласованы Губернатором",
        f"на {pages} л. в 1 экз.",
        "Руководитель Центрального проектного офиса",
        f"Исполнитель: {small_council.office.full_name.split()[1][0]}.",
        "/verify/",
        "демонстрационной методике",
        "Страница 1 из 1",
    ):
        assert words in text, words
    assert "ПРОЕКТ" not in text.replace("ПРОЕКТНЫЙ", "")
    assert stored.title == "Протокол малого совета — в Управление делами № 01-12/15"
    fonts = subprocess.run(["pdffonts", stored.file.path], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts.splitlines()[2:])


def test_the_letter_to_the_governor_carries_the_results(protocol: Protocol, small_council: Council) -> None:
    _, text = paper_of(send(to_governor(protocol), small_council.office, "01-12/16"))
    for words in (
        "Губернатору",
        "О согласовании результатов ранжирования проектов за 2025 год",
        "К ранжированию допущено 8 проектов",
        "Приложение 2 к письму от 09.02.2026 № 01-12/16",
        "Проект A1",
        "Проект B2",
        "Страница 2 из 2",
    ):
        assert words in text, words
    assert "Проект C3" not in text


def test_without_coefficients_there_is_no_second_annex(small_council: Council, ranking) -> None:
    protocol = small_council.approved(ranking)
    _, text = paper_of(send(to_governor(protocol), small_council.office))
    assert "не присвоен ни одному проекту" in text
    assert "Приложение 2" not in text


def test_once_agreed_the_letter_does_not_say_otherwise(protocol: Protocol, small_council: Council) -> None:
    """Rendered late, it still says what was known on its own day."""
    governor = factories.user_with(Role.GOVERNOR_OFFICE)
    send(to_governor(protocol), small_council.office, "16")
    early = send(to_administration(protocol), small_council.office)
    with clock.at(TOMORROW):
        perform(Protocol.objects.get(), "agree", by=governor, number="12-рез")
        assert "направлены ему 09.02.2026" in paper_of(early)[1]


def test_sent_after_the_agreement_it_warns_of_nothing(protocol: Protocol, small_council: Council) -> None:
    send(to_governor(protocol), small_council.office, "16")
    perform(Protocol.objects.get(), "agree", by=factories.user_with(Role.GOVERNOR_OFFICE), number="12-рез")
    with clock.at(TOMORROW):
        assert "не согласованы" not in paper_of(send(to_administration(protocol), small_council.office))[1]


def test_a_new_edition_tells_the_governor_why_he_returned_the_former(protocol: Protocol, small_council) -> None:
    send(to_governor(protocol), small_council.office, "16")
    governor = factories.user_with(Role.GOVERNOR_OFFICE)
    perform(Protocol.objects.get(), "return_to_council", by=governor, number="13-рез", remark="Мало новизны.")
    edition = small_council.open(Protocol.objects.get(edition=2))
    small_council.vote(edition)
    edition = perform(edition, "approve", by=small_council.chair)
    _, text = paper_of(send(to_governor(edition), small_council.office, "17"))
    assert "(редакция 2)" in text
    assert "возвращены 09.02.2026 (№ 13-рез): «Мало новизны»" in text


def test_it_is_made_after_the_commit_once(
    protocol: Protocol, small_council: Council, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(to_administration(protocol), small_council.office)
    stored = documents.stored(sent.ref, documents.LETTER)
    assert stored is not None
    content = Path(stored.file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    assert documents.letter_of(sent) == stored
    assert documents.ready(sent.ref, documents.LETTER) == stored


def test_pages_are_counted_as_a_reader_counts_them(protocol: Protocol) -> None:
    stored = documents.document_of(protocol)
    assert documents.pages_of(stored) == len(PdfReader(stored.file.path).pages) > 1


def test_a_preview_is_marked_and_kept_by_nobody(protocol: Protocol, client_of, small_council, tmp_path: Path) -> None:
    letter = to_administration(protocol)
    answer = client_of(small_council.office).get(f"/dispatches/{letter.pk}/pdf/")
    assert answer.status_code == 200
    path = tmp_path / "draft.pdf"
    path.write_bytes(answer.content)
    text = text_of(path)
    assert "Номер и дата появятся при отправке" in text
    assert "/verify/" not in text
    assert documents.stored(letter.ref, documents.LETTER) is None
