"""The protocol and its letters for Word: the words of the PDF, the form of the standard, no mark of authenticity."""

from pathlib import Path

import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from docx.shared import Mm

from protocols import documents
from protocols.models import Candidate, Protocol
from ranking_portal.answers import DOCX
from ranking_portal.paper import Paper
from tests.docx_reading import REMARK, opened, raw_text_of, says_the_same, words_of
from tests.protocols.council import Council
from tests.protocols.post import send, to_administration, to_governor

pytestmark = pytest.mark.django_db
AWKWARD = "«Ёлка» <b>&amp; № 5\u00a0–\u00a0«B»; 100\u202f%\x0b\x00 конец"


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved, with coefficient 1 for two of three proposed projects."""
    return small_council.approved(ranking, "A1", "B2", "C3", against=(4,))


def test_it_says_what_the_stored_protocol_says(protocol: Protocol, tmp_path: Path) -> None:
    content = documents.copy_of_protocol(protocol)
    says_the_same(content, Path(documents.document_of(protocol).file.path).read_bytes(), tmp_path)
    text = words_of(content)
    for words in ("Приложение 1 к протоколу", "Приложение 2 к протоколу", "демонстрационной методике", REMARK):
        assert words in text, words
    assert "не принято: за" in text
    assert "/verify/" not in text
    assert "Проверка подлинности" not in text


def test_the_form_is_that_of_the_standard(protocol: Protocol) -> None:
    document = opened(documents.copy_of_protocol(protocol))
    (section,) = document.sections
    assert [round(one / Mm(1)) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(one / Mm(1)) for one in margins] == [20, 10, 20, 20]
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    foot = section.footer.paragraphs[0]
    assert foot.text == "Протокол от 09.02.2026 №\u00a01\tСтраница 1 из 1"
    assert [one.text for one in foot._p.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]
    assert document.core_properties.title == str(protocol)
    heads = [row for row in document.element.body.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None]
    # Two rows over the decision, two over the rating, one over the refused: each on every page of its table.
    assert len(heads) == 5
    rating = next(one for one in document.tables if one.cell(0, 0).text == "Место")
    place, code, name, _, *points = (cell.text for cell in rating.rows[2].cells)
    assert (place, code, name) == ("1", "A1", "Проект A1")
    assert points == ["1,00", "8,00", "0,00", "25,00", "34,00", "1"]
    # A cell over two rows, and one over four columns.
    assert rating.cell(0, 0)._tc is rating.cell(1, 0)._tc
    assert rating.cell(0, 4)._tc is rating.cell(0, 7)._tc


def test_the_same_paper_gives_the_same_bytes(protocol: Protocol) -> None:
    assert documents.copy_of_protocol(protocol) == documents.copy_of_protocol(protocol)


def test_a_draft_says_so_on_every_page(small_council: Council, ranking) -> None:
    content = documents.copy_of_protocol(small_council.draft(ranking))
    (section,) = opened(content).sections
    assert section.header.paragraphs[0].text == "ПРОЕКТ"
    assert "(проект)" in section.footer.paragraphs[0].text
    assert "Протокол не утверждён." in words_of(content)


def test_no_character_is_lost_but_those_that_no_xml_can_say(small_council: Council, ranking) -> None:
    draft = small_council.draft(ranking)
    candidate = small_council.propose(draft, "A1")
    Candidate.objects.filter(pk=candidate.pk).update(justification=AWKWARD.replace("\x00", ""))
    text = raw_text_of(documents.copy_of_protocol(draft))
    assert "«Ёлка» <b>&amp; № 5\u00a0–\u00a0«B»; 100\u202f% конец" in text
    assert "№\u00a01" in text


def test_letters_say_what_their_papers_say(protocol: Protocol, small_council: Council, tmp_path: Path) -> None:
    for letter, number in ((to_administration(protocol), "01-12/15"), (to_governor(protocol), "01-12/16")):
        sent = send(letter, small_council.office, number)
        content = documents.copy_of_letter(sent)
        says_the_same(content, Path(documents.letter_of(sent).file.path).read_bytes(), tmp_path)
        text = words_of(content)
        assert f"от 9 февраля 2026 года № {number}" in text
        assert "Исполнитель: " in text
        assert not opened(content).sections[0].header.paragraphs[0].text
    assert "не согласованы Губернатором" in words_of(documents.copy_of_letter(to_administration(protocol)))


def test_a_letter_before_it_is_sent_leaves_room_for_its_number(protocol: Protocol, small_council: Council) -> None:
    content = documents.copy_of_letter(to_administration(protocol))
    assert "от ____________ № ____________" in words_of(content)
    assert opened(content).sections[0].header.paragraphs[0].text == "ПРОЕКТ"


def test_it_is_kept_by_who_asks_for_it(protocol: Protocol, small_council: Council, client_of) -> None:
    browser = client_of(small_council.secretary)
    address = reverse("protocols:docx", args=(protocol.pk,))
    assert address in browser.get(reverse("protocols:protocol", args=(protocol.pk,))).content.decode()
    answer = browser.get(address)
    assert answer["Content-Type"] == DOCX
    assert answer["Content-Disposition"] == 'attachment; filename="protocol-2025-1.docx"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert opened(answer.content)
    letter = to_administration(protocol)
    page = client_of(small_council.office).get(reverse("protocols:dispatch", args=(letter.pk,))).content.decode()
    assert reverse("protocols:dispatch-docx", args=(letter.pk,)) in page


def test_an_empty_letter_is_still_a_document() -> None:
    assert REMARK in words_of(Paper("protocols/letter.html", {}).docx())
