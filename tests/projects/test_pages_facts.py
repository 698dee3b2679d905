"""Every kind of fact is added, changed and removed through its page; what is wrong is told beside the field."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from projects import models as register
from projects.services import facts
from projects.views.kinds import KINDS
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.models import Entry
from ranking_portal.versions import version_of
from ranking_portal.workflow import questions
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.projects.pages import CARD, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


# Kind -> what is entered, and one field changed afterwards.
ENTERED = {
    "funding": (
        {"appropriation_kopecks": "1 234 567,89", "spent_kopecks": "", "recipients": "1 200"},
        {"recipients": "5"},
    ),
    "target": (
        {"name": "Доля школ", "unit": "процент", "direction": "up", "plan": "50,5", "fact": "60"},
        {"fact": "49,1234"},
    ),
    "participation": ({"organization": "body", "kind": "co_executor"}, {"kind": "step_executor"}),
    "contract": (
        {
            "number": "0145-1",
            "kind": "state",
            "subject": "Ремонт школы",
            "price_kopecks": "78 400,00",
            "concluded_on": "05.03.2025",
            "customer": "body",
        },
        {"price_kopecks": "0.01"},
    ),
    "object": (
        {"name": "Школа", "municipality": "district", "work": "construction", "federal_property": "on"},
        {"federal_property": ""},
    ),
    "partnership": (
        {"number": "ГЧП-1", "form": "concession", "partner": "ПТК", "signed_on": "2025-10-01"},
        {"signed_on": ""},
    ),
    "unique": ({"kind": "other", "description": "Маршрут", "justification": "Аналогов нет"}, {"kind": "technology"}),
    "step": (
        {"kind": "milestone", "name": "Пункт 9", "due_on": "2025-06-01", "done_on": ""},
        {"done_on": "2025-05-30"},
    ),
    "report": ({"period": "02.2025", "due_on": "05.03.2025", "submitted_on": "03.03.2025"}, {"submitted_on": ""}),
    "change-request": (
        {"number": "ЭБ-1", "content": "исключение мероприятия", "due_on": "2025-12-16", "sent_on": ""},
        {"sent_on": "16.12.2025"},
    ),
    "team": ({"person": "person", "role": "member", "since": "2025-01-01", "until": ""}, {"until": "30.06.2025"}),
}


def test_every_kind_has_its_example():
    assert set(ENTERED) == set(KINDS)


@pytest.mark.parametrize("slug", ENTERED)
def test_fact_is_added_changed_and_removed_through_its_page(browser, card, fill, slug):
    entered, changed = ENTERED[slug]
    kind = KINDS[slug]
    assert browser.get(f"{CARD}{slug}/add/").status_code == 200
    answer = browser.post(f"{CARD}{slug}/add/", fill(entered))
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == f"{CARD}#{slug}"
    row = kind.model.objects.get(card=card)
    assert row.source_import is None

    address = f"{CARD}{slug}/{row.pk}/"
    form = browser.get(address).context["form"]
    version = form["version"].value()
    assert version == version_of(row)
    answer = browser.post(address, {**fill(entered | changed), "version": version})
    assert answer.status_code == 302, answer.context["form"].errors
    assert version_of(kind.model.objects.get(pk=row.pk)) != version

    page = browser.get(f"{address}delete/")
    assert page.status_code == 200
    assert kind.model.objects.filter(pk=row.pk).exists(), "a page that asks removes nothing"
    answer = browser.post(f"{address}delete/", {"version": page.context["version"]})
    assert answer.status_code == 302
    assert not kind.model.objects.filter(pk=row.pk).exists()
    told = Entry.objects.filter(ref=f"projects.projectyear:{card.pk}").order_by("pk")
    assert [entry.action.partition(":")[0] for entry in told] == ["Добавлено", "Изменено", "Удалено"]


@pytest.mark.parametrize("slug", ENTERED)
def test_empty_form_names_what_is_required(browser, card, slug):
    errors = errors_of(browser.post(f"{CARD}{slug}/add/", {}))
    assert "Обязательное поле." in errors.values()
    assert not KINDS[slug].model.objects.exists()


@pytest.mark.parametrize(
    ("written", "kopecks"),
    [
        ("1 234 567,89", 123_456_789),
        ("1\u00a0234\u00a0567,89", 123_456_789),
        ("1\u202f234\u202f567.89", 123_456_789),
        ("1234567.89", 123_456_789),
        ("78 400,00 руб.", 7_840_000),
        ("100", 10_000),
        ("0,5", 50),
        ("0", 0),
    ],
)
def test_money_is_read_as_people_write_it(browser, card, written, kopecks):
    browser.post(f"{CARD}funding/add/", {"appropriation_kopecks": written})
    assert register.Funding.objects.get(card=card).appropriation_kopecks == kopecks


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("-1", "отрицательной"),
        ("−1 000", "отрицательной"),
        ("12,345", "рублях"),
        ("1e5", "рублях"),
        ("много", "рублях"),
        ("1,234,567", "рублях"),
        ("9" * 15, "велика"),
    ],
)
def test_money_that_cannot_be_is_refused_beside_the_field(browser, card, written, word):
    answer = browser.post(f"{CARD}funding/add/", {"appropriation_kopecks": written})
    assert word in errors_of(answer)["appropriation_kopecks"]
    assert written in answer.content.decode(), "what was typed stays in the form"


def test_money_is_shown_back_in_roubles(browser, card):
    row = register.Funding.objects.create(card=card, appropriation_kopecks=123_456_789)
    text = browser.get(f"{CARD}funding/{row.pk}/").content.decode()
    assert 'value="1\u00a0234\u00a0567,89"' in text


def test_second_funding_is_refused(browser, card):
    register.Funding.objects.create(card=card, appropriation_kopecks=1)
    assert "уже введено" in errors_of(browser.post(f"{CARD}funding/add/", {"appropriation_kopecks": "1"}))["__all__"]


@pytest.mark.parametrize(
    ("written", "word"),
    [("31.02.2025", "05.03.2025"), ("вчера", "05.03.2025"), ("05.03.0025", "год"), ("3025-03-05", "год")],
)
def test_wrong_day_is_refused_beside_the_field(browser, card, written, word):
    data = ENTERED["report"][0] | {"due_on": written}
    assert word in errors_of(browser.post(f"{CARD}report/add/", data))["due_on"]


def test_decimal_target_keeps_four_places_and_no_more(browser, card):
    data = ENTERED["target"][0]
    browser.post(f"{CARD}target/add/", data | {"plan": "1 234,5678"})
    assert register.Target.objects.get().plan == Decimal("1234.5678")
    assert "plan" in errors_of(browser.post(f"{CARD}target/add/", data | {"name": "Другой", "plan": "0,00001"}))
    assert "число" in errors_of(browser.post(f"{CARD}target/add/", data | {"name": "Другой", "plan": "1e3"}))["plan"]


@pytest.mark.parametrize(
    ("slug", "field", "word"),
    [
        ("participation", "organization", "уже участвует"),
        ("contract", "number", "номером"),
        ("object", "name", "наименованием"),
        ("partnership", "number", "номером"),
        ("target", "name", "наименованием"),
        ("step", "name", "уже есть"),
        ("report", "period", "период"),
        ("change-request", "number", "номером"),
        ("team", "person", "уже участвует"),
    ],
)
def test_repeat_is_refused_beside_its_key(browser, card, fill, slug, field, word):
    entered = fill(ENTERED[slug][0])
    browser.post(f"{CARD}{slug}/add/", entered)
    assert word in errors_of(browser.post(f"{CARD}{slug}/add/", entered))[field]


def test_two_alike_unique_results_are_two(browser, card):
    for _ in range(2):
        browser.post(f"{CARD}unique/add/", ENTERED["unique"][0])
    assert card.uniqueresults.count() == 2


def test_same_number_in_another_project_is_not_a_repeat(browser, card, fill):
    factories.CardFactory.create(project__code="E4")
    for code in ("E3", "E4"):
        assert browser.post(f"/projects/{code}/2025/contract/add/", fill(ENTERED["contract"][0])).status_code == 302


def test_end_before_start_is_refused(browser, card, fill):
    data = fill(ENTERED["team"][0]) | {"until": "2024-12-31"}
    assert "01.01.2025" in errors_of(browser.post(f"{CARD}team/add/", data))["until"]


def test_row_changed_meanwhile_is_not_overwritten_unseen(browser, card):
    row = register.Report.objects.create(card=card, period="02.2025", due_on=date(2025, 3, 5))
    address = f"{CARD}report/{row.pk}/"
    shown = browser.get(address).context["form"]["version"].value()
    register.Report.objects.filter(pk=row.pk).update(submitted_on=date(2025, 3, 4))
    data = {"period": "02.2025", "due_on": "05.03.2025", "submitted_on": "06.03.2025", "version": shown}
    answer = browser.post(address, data)
    assert answer.status_code == 409
    assert "изменил другой" in answer.content.decode()
    assert "06.03.2025" in answer.content.decode(), "what was typed stays"
    row.refresh_from_db()
    assert row.submitted_on == date(2025, 3, 4)
    again = data | {"version": answer.context["form"]["version"].value()}
    assert browser.post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.submitted_on == date(2025, 3, 6)


def test_row_changed_meanwhile_is_not_removed_unseen(browser, card):
    row = register.Report.objects.create(card=card, period="02.2025", due_on=date(2025, 3, 5))
    version = browser.get(f"{CARD}report/{row.pk}/delete/").context["version"]
    register.Report.objects.update(submitted_on=date(2025, 3, 4))
    assert browser.post(f"{CARD}report/{row.pk}/delete/", {"version": version}).status_code == 409
    assert register.Report.objects.exists()


def test_row_removed_meanwhile_is_told(card, office):
    row = register.Report.objects.create(card=card, period="02.2025", due_on=date(2025, 3, 5))
    version = version_of(row)
    register.Report.objects.all().delete()
    with pytest.raises(Refused, match="уже нет"):
        facts.change(row, {"period": "03.2025"}, version=version, by=office)


def test_fact_changed_by_hand_forgets_its_import(browser, card):
    done = register.Import.objects.create(
        cycle=card.cycle, file_name="книга.xlsx", sha256="0", actor="system", actor_label="", at=clock.now()
    )
    row = register.Report.objects.create(
        card=card, period="02.2025", due_on=date(2025, 3, 5), source_import=done, source_row=7
    )
    address = f"{CARD}report/{row.pk}/"
    version = browser.get(address).context["form"]["version"].value()
    same = {"period": "02.2025", "due_on": "05.03.2025", "submitted_on": "", "version": version}
    browser.post(address, same)
    row.refresh_from_db()
    assert row.source_import == done, "nothing changed: it still comes from the workbook"
    browser.post(address, same | {"submitted_on": "05.03.2025"})
    row.refresh_from_db()
    assert (row.source_import, row.source_row) == (None, None)


def test_journal_tells_was_and_is_without_names_of_people(browser, card, fill):
    person = factories.PersonFactory.create(full_name="Тайный Советник", personnel_number="777")
    data = {"person": str(person.pk), "role": "member", "since": "2025-01-01", "until": ""}
    browser.post(f"{CARD}team/add/", data)
    entry = Entry.objects.first()
    assert "777" in entry.details
    assert "Тайный" not in entry.details + entry.label + entry.action


def test_fact_of_another_card_is_not_found(browser, card):
    other = factories.complete_card("E4")
    contract = other.contracts.get()
    for tail in ("", "delete/"):
        assert browser.get(f"{CARD}contract/{contract.pk}/{tail}").status_code == 404


def test_higher_app_may_forbid_changes(browser, card, monkeypatch):
    monkeypatch.setitem(questions._answers, facts.MAY_CHANGE, [lambda asked: ["Год закрыт."]])
    answer = browser.post(f"{CARD}report/add/", ENTERED["report"][0])
    assert answer.status_code == 409
    assert "Год закрыт." in answer.content.decode()
    assert not register.Report.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, "project_head", "authority_head")])
def test_others_change_nothing(client_of, user_with, card, role):
    browser = client_of(user_with(role))
    row = register.Report.objects.create(card=card, period="02.2025", due_on=date(2025, 3, 5))
    for address in ("report/add/", f"report/{row.pk}/", f"report/{row.pk}/delete/", "edit/", "delete/"):
        assert browser.get(f"{CARD}{address}").status_code == 403
        assert browser.post(f"{CARD}{address}", {}).status_code == 403


def test_heads_change_nothing_of_their_own(client_of, card):
    for user in (factories.project_head(card), factories.body_head(card.responsible)):
        browser = client_of(user)
        assert browser.get(f"{CARD}report/add/").status_code == 403
        assert "Изменить" not in browser.get(CARD).content.decode()


def test_service_itself_refuses_those_without_the_right(card, user_with):
    with pytest.raises(PermissionDenied):
        facts.add(register.Report, card, {"period": "1", "due_on": date(2025, 1, 1)}, by=user_with(Role.AUDITOR))
