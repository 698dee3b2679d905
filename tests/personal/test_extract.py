"""A person's own extract (152-FZ, art. 14), the office's for somebody who asks, the register itself."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.db.models import Q
from django.test import Client

from bonus_fund.enums import ProposalState
from bonus_fund.models import BonusLine, BonusProposal
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from tests import factories
from tests.bonus_fund.checked import forwarded_year

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def member() -> User:
    """The head of a project."""
    return factories.project_head(factories.complete_card("E3"))


def extract(browser: Client, address: str = "/me/data/") -> dict[str, list[dict[str, str]]]:
    document = json.loads(browser.get(address, {"as": "json"}).content)
    return {part["title"]: part["rows"] for part in document["parts"]}


def test_it_tells_everything_about_oneself(member: User, client_of) -> None:
    parts = extract(client_of(member))
    assert parts["Люди"] == [
        {"табельный номер": member.person.personnel_number, "фамилия, имя, отчество": member.person.full_name}
    ]
    account = parts["Учётные записи"][0]
    assert account["имя для входа"] == member.username
    assert member.password not in json.dumps(parts)
    assert any(row["что"] == "Вход в портал" for row in parts["Записи журнала: что вы сделали"])


def test_it_tells_nothing_about_others(member: User, client_of) -> None:
    other = factories.PersonFactory.create(full_name="Посторонний Пафнутий Ильич", personnel_number="ТАБ-771234")
    factories.user_with(person=other)
    told = json.dumps(extract(client_of(member)), ensure_ascii=False)
    assert "Посторонний" not in told
    assert "ТАБ-771234" not in told


def test_its_download_is_in_the_journal(member: User, client_of) -> None:
    answer = client_of(member).get("/me/data/", {"as": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert member.person.personnel_number in [row[3].value for row in sheet.iter_rows()]
    assert Entry.objects.filter(action="Скачан файл", actor=f"user:{member.pk}").count() == 1


def test_the_office_draws_it_for_who_has_no_account(office: User, client_of) -> None:
    card = factories.complete_card("E3")
    parts = extract(client_of(office), f"/personal-data/people/{card.head_id}/")
    assert parts["Руководители проектов"] == [{"проект": "E3", "год": "2025"}]


def test_the_register_goes_out_as_a_workbook(office: User, client_of) -> None:
    answer = client_of(office).get("/personal-data/", {"as": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert "directory.Person.personnel_number" in [row[2].value for row in sheet.iter_rows()]


def test_a_bonus_is_told_when_it_has_been_forwarded(client_of) -> None:
    """Until then it is a draft, and nothing has been proposed to anybody (clause 2.6)."""
    year, _ = forwarded_year("A1")
    sent = Q(proposal__state=ProposalState.FORWARDED)
    browser, seen = client_of(year.office), {}
    for line in BonusLine.objects.all():
        parts = extract(browser, f"/personal-data/people/{line.person_id}/")
        seen[line.person_name] = [row["премия"].replace("\u00a0", " ") for row in parts.get("Строки предложений", [])]
    waiting = set(BonusLine.objects.exclude(sent).values_list("person_name", flat=True))
    waiting -= set(BonusLine.objects.filter(sent).values_list("person_name", flat=True))
    assert seen["Белова Анна Петровна"] == ["500 000,00 руб."]
    assert waiting
    assert [name for name in waiting if seen[name]] == []


def test_an_author_is_not_told_of_the_others_again(client_of) -> None:
    """What the checks said names people and sums of others: it is kept with the proposal, not in his extract."""
    year, _ = forwarded_year("A1")
    made = BonusProposal.objects.exclude(proposed_by=None).exclude(verdicts__in=("", [], {})).first()
    assert made is not None
    told = extract(client_of(year.office), f"/personal-data/people/{made.proposed_by_id}/")["Предложения"]
    assert {row["итоги проверок с именами"] for row in told} == {"хранится, не показывается"}
