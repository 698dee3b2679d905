"""Several facts in one form: empty rows are passed by, errors stand at their rows, all are saved or none."""

import pytest

from projects.models import Contract, Report
from projects.services import facts
from ranking_portal.workflow import questions
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADD = "/projects/E3/2025/report/several/"


@pytest.fixture(autouse=True)
def card(db):
    """A card without facts."""
    return factories.CardFactory.create(project__code="E3")


@pytest.fixture
def browser(client_of, office):
    """The office at work."""
    return client_of(office)


def sent(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """The form with these rows."""
    data = {"rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data | more


def row(period: str = "", due: str = "") -> dict[str, str]:
    """A report."""
    return {"period": period, "due_on": due, "submitted_on": "", "version": ""}


def test_rows_are_added_and_empty_ones_passed_by(browser, card) -> None:
    assert browser.get(ADD).status_code == 200
    answer = browser.post(ADD, sent(row("01.2025", "05.02.2025"), row(), row("02.2025", "5.3.25")))
    assert (answer.status_code, answer["Location"]) == (302, "/projects/E3/2025/#report")
    assert sorted(Report.objects.filter(card=card).values_list("period", flat=True)) == ["01.2025", "02.2025"]


def test_an_error_stands_at_its_row_and_nothing_is_saved(browser) -> None:
    answer = browser.post(ADD, sent(row("01.2025", "05.02.2025"), row(), row("02.2025", "потом")))
    text = answer.content.decode()
    assert 'href="#id_rows-2-due_on"' in text
    assert 'value="потом"' in text
    assert not Report.objects.exists()


def test_two_rows_are_not_the_same(browser, card) -> None:
    answer = browser.post(ADD, sent(row("01.2025", "05.02.2025"), row("01.2025", "06.02.2025")))
    assert "То же, что в строке 1." in answer.content.decode()
    assert not Report.objects.exists()


def test_an_empty_form_says_so(browser) -> None:
    assert "Заполните хотя бы одну строку" in browser.post(ADD, sent(row(), row())).content.decode()


def test_more_rows_are_given_without_a_script_and_nothing_is_lost(browser) -> None:
    page = browser.post(ADD, sent(row("01.2025"), more="1"))
    text = page.content.decode()
    assert 'name="rows-3-period"' in text
    assert 'value="01.2025"' in text
    assert "Обязательное поле" not in text
    assert not Report.objects.exists()


def test_a_refusal_names_the_row_and_undoes_the_others(browser, monkeypatch) -> None:
    asked: list[object] = []

    def closed(owner: object) -> list[str]:
        asked.append(owner)
        return ["Год закрыт."] if len(asked) > 1 else []

    monkeypatch.setitem(questions._answers, facts.MAY_CHANGE, [closed])
    answer = browser.post(ADD, sent(row("01.2025", "05.02.2025"), row("02.2025", "05.03.2025")))
    assert answer.status_code == 409
    assert "Строка 2: Год закрыт." in answer.content.decode()
    assert not Report.objects.exists()


def test_a_body_is_named_by_words_in_each_row(browser, card) -> None:
    body = factories.OrganizationFactory.create()
    contract = {"number": "1", "kind": "state", "subject": "Ремонт", "price_kopecks": "1 тыс."}
    answer = browser.post(
        "/projects/E3/2025/contract/several/",
        sent(contract | {"customer": str(body.pk)}, contract | {"number": "2", "customer_q": body.short_name}),
    )
    assert answer.status_code == 302
    assert set(Contract.objects.values_list("customer", "price_kopecks")) == {(body.pk, 100_000)}


def test_money_is_one_row_a_card(browser) -> None:
    assert browser.get("/projects/E3/2025/funding/several/").status_code == 404
