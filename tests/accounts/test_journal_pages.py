"""The journal's page and its table: what each may see, how it is narrowed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import Actor, record, transaction
from ranking_portal.lists import plain
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SignIn = Callable[[User], Client]
SECRET = "Болел в январе"
SUM = "1\u00a0234,56"


@pytest.fixture
def told(office: User) -> None:
    """Two entries of two days."""
    with clock.at(date(2026, 2, 5)), transaction():
        record(
            Actor("system", "Портал (система)"),
            "Срок открыт",
            ref="deadlines.deadline:1",
            label="Протокол",
            clause="2.6",
        )
    with transaction():
        record(
            office.actor,
            "Премия исправлена",
            ref="bonus:7",
            label="Строка Семёновой",
            clause="2.6",
            details={"amount_kopecks": [100, 123456]},
            personal={"reason": SECRET},
        )


def page(client: Client, **query: str) -> str:
    """The text of the page."""
    answer = client.get(reverse("journal:list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def table(client: Client, **query: str) -> str:
    """The text of the CSV file."""
    answer = client.get(reverse("journal:csv"), query)
    assert answer.status_code == 200
    return b"".join(answer).decode()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR])
def test_the_office_and_the_auditor_see_what_was_and_what_is(
    told: None, user_with: Callable[..., User], client_of: SignIn, role: Role
) -> None:
    client = client_of(user_with(role))
    for text in (page(client), table(client)):
        assert SUM in text
        assert SECRET in text


def test_the_administrator_sees_who_did_what_and_no_sums(
    told: None, user_with: Callable[..., User], client_of: SignIn
) -> None:
    client = client_of(user_with(Role.ADMIN))
    for text in (page(client), table(client)):
        assert "Премия исправлена" in text
        assert SUM not in text
        assert SECRET not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Срок открыт", "Премия исправлена"}),
        ({"who": "system"}, {"Срок открыт"}),
        ({"what": "ПРЕМИЯ"}, {"Премия исправлена"}),
        ({"about": "семеновой"}, {"Премия исправлена"}),
        ({"about": "deadlines.deadline:1"}, {"Срок открыт"}),
        ({"since": "2026-02-06"}, {"Премия исправлена"}),
        ({"until": "2026-02-05"}, {"Срок открыт"}),
        ({"since": "2026-02-05", "until": "2026-02-05"}, {"Срок открыт"}),
        ({"since": "2026-02-06", "until": "2026-02-05"}, set()),
        ({"since": "вчера"}, set()),
        ({"who": "user:999"}, set()),
        ({"kind": "downloads"}, set()),
        ({"kind": "settings"}, set()),
        ({"kind": "there is none"}, set()),
    ],
)
def test_it_is_narrowed(told: None, office: User, client_of: SignIn, query: dict[str, str], found: set[str]) -> None:
    client = client_of(office)
    for text in (page(client, **query), table(client, **query)):
        assert {action for action in ("Срок открыт", "Премия исправлена") if action in text} == found


def test_the_newest_comes_first(told: None, office: User, client_of: SignIn) -> None:
    text = page(client_of(office))
    assert text.index("Премия исправлена") < text.index("Срок открыт")


def test_the_clause_leads_to_the_law(told: None, office: User, client_of: SignIn) -> None:
    assert f"{reverse('regulation:index')}#clause-2.6" in page(client_of(office))


def test_fifty_stand_on_a_page(office: User, client_of: SignIn) -> None:
    with transaction():
        for number in range(50):
            record(office.actor, f"Действие {number}", personal={"слова": f"тайна {number}"})
    text = page(client_of(office))
    assert "Страница 1 из 2" in text
    assert "Действие 0<" not in text
    assert "what=%D0%94&amp;page=2" in page(client_of(office), what="Д")


def test_it_costs_the_same_for_few_and_for_many(
    office: User, client_of: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(office)
    with transaction():
        record(office.actor, "Действие", personal={"слова": "тайна"})
    with CaptureQueriesContext(connection) as few:
        page(client)
    with transaction():
        for number in range(40):
            record(office.actor, "Действие", ref=f"ranking.ranking:{number}", personal={"слова": "тайна"})
    with django_assert_num_queries(len(few)):
        page(client)


def test_the_table_opens_in_russian_excel(told: None, office: User, client_of: SignIn) -> None:
    lines = table(client_of(office)).splitlines()
    assert lines[0] == "\ufeffМомент;Кто;Что;Объект;Ключ объекта;Пункт;Подробности"
    assert lines[-1].startswith("05.02.2026 12:00:00;Портал (система);Срок открыт;Протокол;deadlines.deadline:1;2.6")


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-1", "@cmd", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain(cell) == f"'{cell}"
    assert plain("Петрова = 1") == "Петрова = 1"


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("steps", {"ref": "ranking.ranking:1", "details": {"state": ["а", "б"]}}),
        ("facts", {"ref": "projects.fact:1"}),
        ("documents", {"ref": "protocols.protocol:1", "details": {"sha256": "0"}}),
        ("settings", {"ref": "regulation.storededition:1"}),
        ("rights", {"ref": "accounts.user:1"}),
    ],
)
def test_each_kind_is_its_own(office: User, client_of: SignIn, kind: str, entry: dict[str, Any]) -> None:
    with transaction():
        record(office.actor, "Искомое", **entry)
        record(office.actor, "Вход в портал", ref="accounts.user:1")
        record(office.actor, "Другое")
    text = page(client_of(office), kind=kind)
    assert "Искомое" in text
    assert "Другое" not in text
    assert "Вход в портал<" not in text


def test_the_page_says_when_the_chain_was_checked(office: User, client_of: SignIn) -> None:
    browser = client_of(office)
    assert "ещё не проверялась" in page(browser)
    call_command("verify_journal")
    number = Entry.objects.latest("pk").pk
    assert f"Цепочка проверена до записи №&nbsp;{number} 09.02.2026 в 12:00" in page(browser)
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET action = 'иное' WHERE id = %s", (number,))
    with pytest.raises(CommandError):
        call_command("verify_journal")
    assert f"разорвана на записи №\u00a0{number}" in page(browser)


def test_the_record_on_paper_is_compared(office: User, client_of: SignIn) -> None:
    browser = client_of(office)
    last = Entry.objects.latest("pk")
    typed = {"number": f"{last.pk:,}".replace(",", " "), "digits": last.hash[:20].upper()}

    def answer(**query: str) -> str:
        return browser.get(reverse("journal:check"), query).content.decode()

    assert "Сходится" not in answer()
    assert f"Журнал цел до записи №&nbsp;{last.pk} включительно" in answer(**typed)
    assert "журнал укорочен или переписан" in answer(**typed | {"number": "999999"})
    assert "переписан на ней или раньше неё" in answer(**typed | {"digits": "0" * 20})
    wrong = answer(number="первая", digits="xyz")
    assert "Номер записи — целое число" in wrong
    assert "Сходится" not in wrong
    assert "Хеш — от 16 до 64 знаков" in answer(number="1", digits="xyz")
