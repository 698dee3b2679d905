"""Papers of the money for Word: the same words and the same sums as in the PDF."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from bonus_fund.models import BonusLine, ForwardingRegister, ProjectShare
from bonus_fund.papers import general_fund
from bonus_fund.papers import proposal as papers
from bonus_fund.presenting_registers import letter_of
from protocols import documents
from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.figures import roubles
from tests.bonus_fund import checked
from tests.bonus_fund import year as made
from tests.bonus_fund.year import ANNOUNCED, SUBMITTED
from tests.docx_reading import opened, says_the_same, words_of

pytestmark = pytest.mark.django_db


def said(kopecks: int | None) -> str:
    return roubles(kopecks).replace("\u00a0", " ")


def test_notices_and_the_letter_of_the_fund_say_what_their_papers_say(tmp_path: Path) -> None:
    made.announced_year()
    with clock.at(ANNOUNCED):
        letters = Dispatch.objects.filter(number__gt="").exclude(kind="protocol_to_administration")
        assert {one.kind for one in letters} == {
            "general_fund",
            "fund_notice_project",
            "fund_notice_authority",
            "fund_notice_members_body",
            "fund_notice_administration",
        }
        texts = {}
        for one in letters:
            content = documents.copy_of_letter(one)
            texts[one.kind] = words_of(content)
            says_the_same(content, one.about.paper(one).pdf(), tmp_path)
    for share in ProjectShare.objects.all():
        for kopecks in (share.fund_kopecks, share.average_kopecks, share.ceiling_kopecks):
            assert said(kopecks) in texts["fund_notice_administration"]
    assert said(made.TEAM + made.INFRASTRUCTURE) in texts["general_fund"]
    assert "не согласованы Губернатором" in texts["general_fund"]


def test_the_letter_of_the_fund_before_it_is_sent(client_of: Any) -> None:
    year = made.received_year()
    browser = client_of(year.administration)
    assert year.fund is not None
    address = reverse("bonus_fund:fund-docx", args=(year.fund.pk,))
    with clock.at(SUBMITTED):
        assert browser.get(address).status_code == 404
        fund = made.enter(year)
        content = browser.get(address).content
        assert content == general_fund.preview(fund).docx()
    assert "Проект письма." in words_of(content)
    assert opened(content).sections[0].header.paragraphs[0].text == "ПРОЕКТ"


def test_the_register_says_every_line_and_its_totals(tmp_path: Path) -> None:
    _, register = checked.forwarded_year()
    letter = letter_of(register)
    content = documents.copy_of_letter(letter)
    says_the_same(content, letter.about.paper(letter).pdf(), tmp_path)
    table = next(one for one in opened(content).tables if one.cell(0, 0).text == "№")
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
    lines = BonusLine.objects.filter(proposal__in=register.proposals.all(), amount_kopecks__gt=0)
    for line in lines:
        assert [line.person_name, line.authority, said(line.amount_kopecks)] in [
            [row[1], row[2], row[5]] for row in rows
        ]
    assert rows[-1][-1] == said(sum(line.amount_kopecks for line in lines)) == said(register.total_kopecks)
    assert ForwardingRegister.objects.get().total_kopecks == register.total_kopecks


def test_the_sheet_of_a_proposal(tmp_path: Path, client_of: Any) -> None:
    year = checked.sent_year()
    proposal = year.proposal("A1")
    lines = list(proposal.lines.all())
    paper = papers.sheet(proposal, lines, whole=True, notes=("Пометка.",))
    content = paper.docx()
    says_the_same(content, paper.pdf(), tmp_path)
    text = words_of(content)
    for words in ("500 000,00", "200 000,00", said(proposal.fund_kopecks), "Руководитель проекта", "Пометка."):
        assert words in text, words
    # Who is asked about his people gets them alone, in Word as on paper.
    asked = client_of(year.body_heads["КТ"]).get(reverse("bonus_fund:proposal-docx", args=(proposal.pk,)))
    assert "Громов" in words_of(asked.content)
    for words in ("Белова", "500 000,00", said(proposal.fund_kopecks)):
        assert words not in words_of(asked.content), words
