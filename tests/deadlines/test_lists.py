"""The list of terms, a term's own page, the line of the year: who sees what, in which order."""

from datetime import date

import pytest

from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import happenings
from ranking_portal.deadlines.models import Deadline
from ranking_portal.regulation.vocabulary import EVENTS
from ranking_portal.ui import expected
from tests import factories
from tests.deadlines.test_terms import happen, the

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOTICE = "bonus_fund.notice.received_by_project_head"
PROPOSED = "bonus_fund.team_proposal.submitted"


@pytest.fixture
def year_2025(db: None) -> None:
    """The cycle of 2025 opened in time."""
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)


@pytest.fixture
def seven_projects(year_2025: None) -> list[str]:
    """Seven notices received on 5 February; five proposals sent, one of them late by the 16th."""
    codes = [f"P{number}" for number in range(1, 8)]
    for code in codes:
        happen(NOTICE, date(2026, 1, 30), scope=f"project:{code}")
    for code in codes[:4]:
        happen(PROPOSED, date(2026, 2, 6), scope=f"project:{code}")
    happen(PROPOSED, date(2026, 2, 9), scope="project:P5")
    return codes


def titles(client, query: str) -> list[str]:
    return [item.deadline.object_label for item in client.get(f"/deadlines/{query}").context["items"]]


def test_many_terms_of_a_step_are_told_in_one_line(office, client_of, seven_projects) -> None:
    """Clause 2.6: five working days from 30 January end on 6 February."""
    response = client_of(office).get("/cycles/2025/")
    step = next(step for step in response.context["steps"] if step.obligation.code == "team_proposal")
    assert step.summary == "выполнено 5 из 7, с опозданием 1, просрочено 2"
    assert step.mark == "late"
    assert "Проверить предложения" in step.then[0]


def test_home_tells_what_has_been_done_lately(office, client_of, seven_projects) -> None:
    """A deed of one day about several projects is one line; after two weeks it is not told."""
    client = client_of(office)
    told = [(event.on.day, event.about, event.late) for event in client.get("/").context["events"]]
    assert told == [
        (9, ("проект P5",), True),
        (6, ("проект P1", "проект P2", "проект P3", "проект P4"), False),
    ]
    with clock.at(date(2026, 2, 24)):
        assert client.get("/").context["events"] == []


def test_the_line_of_the_year_foretells_the_rest_of_the_chain(office, client_of, year_2025) -> None:
    """15 February 2026 is a Sunday: the protocol goes to the Administration by the 16th, proposals by 4 March."""
    page = client_of(office).get("/cycles/2025/").content.decode()
    assert "Если с 09.02.2026 каждый шаг" in page
    assert "<b>16.02.2026</b>" in page
    assert "<b>04.03.2026</b>" in page


def test_a_head_of_a_project_sees_on_the_line_his_own_term_alone(client_of, seven_projects) -> None:
    card = factories.complete_card("E3")
    happen(NOTICE, date(2026, 2, 6), scope="project:E3")
    page = client_of(factories.project_head(card)).get("/cycles/2025/").content.decode()
    assert "проект E3" in page
    assert "проект P1" not in page
    assert "выполнено 5" not in page


def test_the_forecast_of_a_head_rests_on_the_terms_of_others_too(client_of, seven_projects) -> None:
    """His own proposal is sent; the Committee still waits for those of two other projects, late already."""
    card = factories.complete_card("E3")
    happen(NOTICE, date(2026, 1, 30), scope="project:E3")
    happen(PROPOSED, date(2026, 2, 6), scope="project:E3")
    steps = client_of(factories.project_head(card)).get("/cycles/2025/").context["steps"]
    team = next(step for step in steps if step.obligation.code == "team_proposal")
    assert (team.mark, len(team.rows)) == ("done", 1)
    assert team.ahead.last_day == date(2026, 2, 9)


def test_a_step_done_under_the_old_protocol_is_to_be_done_again(office, client_of, year_2025) -> None:
    happen("protocols.dispatch.received_by_administration", date(2026, 2, 2))
    happen("bonus_fund.recalculation.submitted", date(2026, 2, 3))
    happen("protocols.protocol.approved", date(2026, 2, 6))
    page = client_of(office).get("/cycles/2025/")
    fund = next(step for step in page.context["steps"] if step.obligation.code == "general_fund")
    assert (fund.mark, fund.ahead.last_day) == ("", date(2026, 2, 11))
    assert "предстоит снова" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("open", ["2025 год"]),
        ("overdue", ["2025 год", "проект P6", "проект P7"]),
        ("met", ["проект P1", "проект P2", "проект P3", "проект P4"]),
        ("met_late", ["проект P5"]),
        ("cancelled", []),
    ],
)
def test_the_list_shows_terms_of_a_state(office, client_of, seven_projects, state: str, found: list[str]) -> None:
    assert titles(client_of(office), f"?state={state}") == found


def test_the_list_is_searched_without_regard_to_letters(office, client_of, seven_projects) -> None:
    client = client_of(office)
    assert titles(client, "?q=ПРОЕКТ+p3") == ["проект P3"]
    assert titles(client, "?q=утвержденные+губернатору") == ["2025 год"]
    assert "Сроков нет" in client.get("/deadlines/?q=такого+нет").content.decode()


def test_the_list_is_sorted_both_ways(office, client_of, seven_projects) -> None:
    client = client_of(office)
    ascending = titles(client, "?sort=object&state=met")
    assert titles(client, "?sort=-object&state=met") == ascending[::-1]
    assert 'aria-sort="descending"' in client.get("/deadlines/?sort=-object").content.decode()


def test_the_list_is_shown_by_pages_at_the_same_cost(
    office, client_of, year_2025, django_assert_max_num_queries
) -> None:
    for number in range(60):
        happen(NOTICE, date(2026, 1, 30), scope=f"project:Q{number:02}")
    client = client_of(office)
    first = client.get("/deadlines/")
    assert len(first.context["items"]) == 50
    assert first.context["page"].paginator.count == 62
    with django_assert_max_num_queries(40):
        assert len(client.get("/deadlines/?page=2").context["items"]) == 12


def test_mine_holds_what_i_have_done_too(client_of, seven_projects) -> None:
    card = factories.complete_card("E3")
    happen(NOTICE, date(2026, 1, 30), scope="project:E3")
    happen(PROPOSED, date(2026, 2, 6), scope="project:E3")
    head = client_of(factories.project_head(card))
    assert titles(head, "?whose=mine") == ["проект E3"]
    assert titles(head, "?whose=mine&state=open") == []


def test_my_organization_answers_for_its_projects_and_for_itself(client_of, year_2025) -> None:
    """An employee of the Committee who served in the body in 2025 sees its project's term among those of his own."""
    card, other = factories.complete_card("E3"), factories.complete_card("N4")
    for code in ("E3", "N4"):
        happen(NOTICE, date(2026, 2, 6), scope=f"project:{code}")
    happen("bonus_fund.notice.received_by_authority_head", date(2026, 2, 6), scope=f"authority:{card.responsible}")
    person = factories.PersonFactory.create()
    factories.PostFactory.create(person=person, organization=card.responsible, year=2025)
    user = factories.user_with(Role.ECONOMY_COMMITTEE, person=person)
    assert set(titles(client_of(user), "?whose=organization")) == {"проект E3", card.responsible.short_name}
    assert card.responsible != other.responsible


def test_a_head_of_a_body_sees_no_term_of_its_projects_by_asking_for_his_organization(client_of, year_2025) -> None:
    """Heads of bodies see their people only: rights are not widened by a filter."""
    card = factories.complete_card("E3")
    happen(NOTICE, date(2026, 2, 6), scope="project:E3")
    assert "проект E3" not in titles(client_of(factories.body_head(card.responsible)), "?whose=organization")


def test_a_fixed_date_on_a_day_off_says_why_that_very_day(office, client_of, year_2025) -> None:
    page = client_of(office).get(f"/deadlines/{the('results_to_governor').pk}/").content.decode()
    assert "называет сам день: 15\u00a0февраля 2026" in page
    assert "Это нерабочий день (воскресенье)" in page
    assert "протокол направлен Губернатору" in page
    assert "13.02.2026" in page


def test_the_primary_ranking_of_2020_says_that_its_day_is_a_special_one(office, client_of) -> None:
    """Clause 2.3 names 1 February 2021 for 2020."""
    with clock.at(date(2020, 11, 2)):
        open_cycle(2020, by=SYSTEM)
    page = client_of(office).get(f"/deadlines/{the('primary_ranking').pk}/").content.decode()
    assert "1\u00a0февраля 2021" in page
    assert "для 2020 года — особый" in page


def test_a_term_names_what_opened_it_what_closes_it_and_what_follows(office, client_of, year_2025) -> None:
    happen("bonus_fund.recalculation.received", date(2026, 2, 19))
    page = client_of(office).get(f"/deadlines/{the('fund_notices').pk}/").content.decode()
    assert "21–23\u00a0февраля, сб–пн" in page
    assert "проектный офис получил размер общего фонда" in page
    assert "все уведомления о размерах фондов направлены" in page
    assert "Направить согласованные предложения" in page


def test_every_event_of_the_law_has_its_words() -> None:
    assert set(happenings.HAPPENINGS) >= EVENTS


def test_home_shows_what_waits_for_a_decision_and_does_not_repeat_a_term(
    office, client_of, year_2025, monkeypatch
) -> None:
    governor = Deadline.objects.get(code="results_to_governor")
    asked = [
        expected.Expected("Согласовать строку", "проект E3", "2.6", "/x/1/", "Открыть", date(2026, 2, 5), None),
        expected.Expected("Принять сумму", "2025 год", "2.6", "/x/2/", "Принять", None, date(2026, 2, 6)),
        expected.Expected("То же самое", "2025 год", "2.6", "/protocols/?year=2025", "Открыть", None, governor.due_on),
    ]
    monkeypatch.setattr(expected, "_sources", [lambda user: asked])
    page = client_of(office).get("/").content.decode()
    assert "Ждут вашего решения: 2." in page
    assert page.index("Принять сумму") < page.index("Согласовать строку")
    assert "рабочий день, срок был 6\u00a0февраля" in page
    assert "ждёт с 5\u00a0февраля" in page
    assert "Сейчас: То же самое, 2025 год" in page


def test_home_with_a_decision_alone_does_not_say_that_nothing_is_expected(client_of, year_2025, monkeypatch) -> None:
    one = expected.Expected("Подтвердить получение", "протокол № 1", "2.6", "/x/1/", "Подтвердить", date(2026, 2, 5))
    monkeypatch.setattr(expected, "_sources", [lambda user: [one]])
    page = client_of(factories.user_with(Role.ADMINISTRATION)).get("/").content.decode()
    assert "ничего не ждут" not in page
    assert "Подтвердить получение" in page
