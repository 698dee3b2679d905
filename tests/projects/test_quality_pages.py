"""The page of doubtful facts: seen, mended by a click, accepted with a reason; told before a ranking (clause 2.2)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Accepted, Contract, Cycle, Target
from projects.services import quality
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal import standing
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.errors import Refused
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
URL = "/quality/?year=2025"


def complete(code: str, **fields):
    """A card with a head who serves and a team: nothing to doubt."""
    card = factories.complete_card(code, **fields)
    factories.PostFactory.create(person=card.head, organization=card.responsible)
    assert card.head is not None
    card.teammembers.create(person=card.head, role="head", since=date(2025, 1, 1))
    return card


@pytest.fixture
def dear(db):
    """A project whose contract costs more than it has."""
    card = complete("E3")
    Contract.objects.filter(card=card).update(price_kopecks=100_000_01)
    return card


def open_digests(cycle):
    return [shown.finding.digest for shown in quality.doubts_of(cycle) if shown.accepted is None]


def test_a_doubt_leads_to_the_form_of_its_record(client_of, office, dear):
    contract = Contract.objects.get(card=dear)
    answer = client_of(office).get(URL)
    text = answer.content.decode()
    assert [line.finding.rule.key for line in answer.context["lines"]] == ["contract-over-appropriation"]
    assert f'href="/projects/E3/2025/contract/{contract.pk}/"' in text
    assert client_of(office).get(f"/projects/E3/2025/contract/{contract.pk}/").status_code == 200


def test_accepted_with_a_reason_it_is_settled_until_the_facts_change(client_of, office, dear):
    browser = client_of(office)
    (digest,) = open_digests(dear.cycle)
    told = browser.post(URL, {"doubts": [digest], "reason": "цена на три года"}, follow=True)
    assert "Принято: 1\u00a0запись" in told.content.decode()
    kept = Accepted.objects.get()
    assert (kept.reason, kept.actor, kept.actor_label) == ("цена на три года", office.actor.key, office.actor.label)
    assert quality.open_doubts(dear.cycle) == 0
    assert "цена на три года" in browser.get(f"{URL}&state=accepted").content.decode()
    Contract.objects.update(subject="Другие работы")
    assert quality.open_doubts(dear.cycle) == 0
    Contract.objects.update(price_kopecks=100_000_02)
    assert quality.open_doubts(dear.cycle) == 1
    browser.post(URL, {"doubts": open_digests(dear.cycle), "reason": "сверено снова"})
    assert [row.reason for row in Accepted.objects.all()] == ["сверено снова"]


def test_accepting_and_taking_back_are_in_the_journal_without_names(client_of, office, dear):
    browser = client_of(office)
    browser.post(URL, {"doubts": open_digests(dear.cycle), "reason": "сверено с Беловой"})
    browser.post(f"/quality/{Accepted.objects.get().pk}/withdraw/", {"back": URL})
    assert quality.open_doubts(dear.cycle) == 1
    said = list(Entry.objects.order_by("pk").values_list("action", "label"))[-2:]
    assert [action for action, _ in said] == [
        "Сомнительный факт принят",
        "Принятие сомнительного факта отозвано",
    ]
    assert said[0][1] == "Контракт дороже ассигнований, 2025 год"
    assert not Entry.objects.filter(details__contains="Белов").exists()


def test_without_a_reason_nothing_is_accepted_and_the_tick_stays(client_of, office, dear):
    (digest,) = open_digests(dear.cycle)
    answer = client_of(office).post(URL, {"doubts": [digest], "reason": " "})
    assert answer.status_code == 409
    assert f'value="{digest}" aria-label' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert not Accepted.objects.exists()


def test_facts_that_changed_meanwhile_are_not_accepted(client_of, office, dear):
    (digest,) = open_digests(dear.cycle)
    Contract.objects.update(price_kopecks=200_000_00)
    answer = client_of(office).post(URL, {"doubts": [digest], "reason": "верно"})
    assert answer.status_code == 409
    assert "тем временем изменились" in answer.content.decode()
    with pytest.raises(Refused):
        quality.accept(dear.cycle, [digest], "верно", by=office)
    assert not Accepted.objects.exists()


def test_a_head_sees_his_own_project_only_and_accepts_nothing(client_of, dear):
    other = complete("N4")
    Target.objects.filter(card=other).update(fact=None)
    factories.PostFactory.create(person=factories.PersonFactory.create(full_name=dear.head.full_name))
    browser = client_of(factories.project_head(other))
    answer = browser.get(URL)
    assert [line.finding.rule.key for line in answer.context["lines"]] == ["target-without-fact"]
    assert "Принять отмеченное" not in answer.content.decode()
    assert 'href="/projects/N4/2025/#target"' in answer.content.decode()
    digest = open_digests(dear.cycle)[0]
    assert browser.post(URL, {"doubts": [digest], "reason": "верно"}).status_code == 403
    assert not Accepted.objects.exists()


def test_chosen_by_rule_and_by_project(client_of, office, dear):
    other = complete("N4")
    Target.objects.filter(card=other).update(fact=None)
    browser = client_of(office)
    for query, codes in (
        ("", [("E3",), ("N4",)]),
        ("&project=N4", [("N4",)]),
        ("&rule=contract-over-appropriation", [("E3",)]),
        ("&rule=contract-over-appropriation&project=N4", []),
        ("&state=accepted", []),
    ):
        lines = browser.get(f"{URL}{query}").context["lines"]
        assert [line.finding.codes for line in lines] == codes


def test_the_page_of_rankings_warns_but_goes_on(client_of, office, dear):
    browser = client_of(office)
    warned = browser.get("/rankings/?year=2025").content.decode()
    assert "1\u00a0сомнительный факт" in warned
    assert "Рассчитать можно и так" in warned
    quality.accept(dear.cycle, open_digests(dear.cycle), "верно", by=office)
    assert "сомнительный" not in browser.get("/rankings/?year=2025").content.decode()


def test_no_year_is_told(client_of, user_with):
    assert "Ни один год ещё не открыт" in client_of(user_with(Role.AUDITOR)).get("/quality/").content.decode()


def test_as_many_queries_for_one_project_as_for_fifty_one(client_of, office):
    complete("E3")
    browser = client_of(office)
    browser.get(URL)
    standing.forget()
    with CaptureQueriesContext(connection) as one:
        browser.get(URL)
    for number in range(50):
        complete(f"T{number}x", contracts=3)
    Contract.objects.update(price_kopecks=0)
    standing.forget()
    with CaptureQueriesContext(connection) as many:
        answer = browser.get(URL)
    assert answer.context["waiting"] == 151
    assert len(many) == len(one)


def test_the_portal_itself_accepts_nothing(dear):
    with pytest.raises(PermissionDenied):
        quality.accept(Cycle.objects.get(), open_digests(dear.cycle), "верно", by=SYSTEM)


def test_all_that_is_chosen_is_accepted_at_once_as_it_was_shown(client_of, office, dear):
    for number in range(3):
        Target.objects.filter(card=complete(f"T{number}x")).update(fact=None)
    browser = client_of(office)
    address = f"{URL}&rule=target-without-fact"
    shown = browser.get(address).context["open_digest"]
    Target.objects.filter(card__project__code="T2x").update(fact=60)
    # Behind the journal's back: what the last page has kept must not stand.
    standing.forget()
    assert browser.post(address, {"all": shown, "reason": "фактов ещё нет"}).status_code == 409
    assert not Accepted.objects.exists()
    shown = browser.get(address).context["open_digest"]
    browser.post(address, {"all": shown, "reason": "фактов ещё нет"})
    assert [row.rule for row in Accepted.objects.all()] == ["target-without-fact"] * 2
    assert quality.open_doubts(dear.cycle) == 1
