"""Terms open and close by events, as the edition's table of obligations says (clauses 2.3 and 2.6)."""

from datetime import date

import pytest

from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, CalendarYear, Deadline
from ranking_portal.deadlines.presenting import as_card, as_plain, late_days, shown
from ranking_portal.deadlines.reactions import keep_terms
from ranking_portal.journal import services as journal
from ranking_portal.workflow.events import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def happen(name: str, on: date, year: int = 2025, scope: str = "") -> None:
    """Let the terms hear of an event of the year on its legal day."""
    with clock.at(max(on, clock.today())), journal.transaction():
        keep_terms(Event(name, None, year, scope, on, SYSTEM, {}))


def the(code: str, **fields: object) -> Deadline:
    return Deadline.objects.get(code=code, **fields)


def test_opening_a_cycle_opens_the_fixed_dates_of_the_law() -> None:
    """Clause 2.3: 31 December of the year before; clause 2.6: 15 February of the year after."""
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)
    assert the("primary_ranking").due_on == date(2024, 12, 31)
    assert the("results_to_governor").due_on == date(2026, 2, 15)
    assert {row.state for row in Deadline.objects.all()} == {DeadlineState.OPEN}


def test_the_primary_ranking_for_2020_is_due_by_1_february_2021() -> None:
    """Clause 2.3 names 2020 itself."""
    with clock.at(date(2020, 11, 2)):
        open_cycle(2020, by=SYSTEM)
    assert the("primary_ranking").due_on == date(2021, 2, 1)


def test_terms_already_past_when_the_cycle_is_opened_are_not_tracked_rather_than_late() -> None:
    with clock.at(date(2026, 2, 9)):
        open_cycle(2025, by=SYSTEM)
    primary = the("primary_ranking")
    assert primary.state == DeadlineState.UNTRACKED
    assert as_plain(primary, date(2026, 2, 9))["late_working_days"] == 0
    assert the("results_to_governor").state == DeadlineState.OPEN


def test_a_term_that_had_passed_before_the_year_was_opened_is_not_tracked_though_its_event_is_entered_later() -> None:
    """The year is opened on 9 February 2026; the need is that of 20 January, its term 1 February (clause 2.3)."""
    with clock.at(date(2026, 2, 9)):
        open_cycle(2025, by=SYSTEM)
        happen("ranking.need.detected", date(2026, 1, 20))
        happen("ranking.need.detected", date(2026, 1, 21))
    need = the("clarifying_ranking")
    assert (need.state, need.event_on) == (DeadlineState.UNTRACKED, date(2026, 1, 20))
    assert as_plain(need, date(2026, 2, 9))["late_working_days"] == 0
    happen("ranking.ranking.clarifying_confirmed", date(2026, 2, 9))
    assert the("clarifying_ranking").done_on == date(2026, 2, 9)


def test_a_term_already_past_when_its_event_is_entered_is_overdue_at_once_in_a_year_opened_in_time() -> None:
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)
    happen("ranking.need.detected", date(2026, 1, 20))
    assert the("clarifying_ranking").state_on(date(2026, 2, 9)) == "overdue"


def test_a_fixed_date_on_a_day_off_stays_and_the_last_working_day_before_it_is_shown() -> None:
    """15 February 2026 is a Sunday: the date stays, people must act by Friday the 13th."""
    open_cycle(2025, by=SYSTEM)
    governor = the("results_to_governor")
    assert (governor.due_on, governor.act_by) == (date(2026, 2, 15), date(2026, 2, 13))
    card = as_card(shown(governor, date(2026, 2, 9)))
    assert card["left"] == "4"
    assert "13\u00a0февраля" in card["words"]
    assert "воскресенье" in card["words"]


def test_the_protocol_goes_to_the_administration_within_one_working_day() -> None:
    """Clause 2.6: approved on Friday, 20 February 2026; Monday the 23rd is a holiday, so Tuesday is the last day."""
    happen("protocols.protocol.approved", date(2026, 2, 20))
    assert the("protocol_to_administration").due_on == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("sent_on", "state", "late"),
    [
        (date(2026, 2, 24), DeadlineState.MET, 0),
        (date(2026, 2, 25), DeadlineState.MET_LATE, 1),
        (date(2026, 3, 2), DeadlineState.MET_LATE, 4),
    ],
)
def test_a_step_closes_its_term_in_time_or_late_for_ever(sent_on: date, state: str, late: int) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 20))
    happen("protocols.dispatch.sent_to_administration", sent_on)
    closed = the("protocol_to_administration")
    assert (closed.state, closed.late_working_days, closed.done_on) == (state, late, sent_on)


def test_an_open_term_past_its_day_is_overdue_and_counts_its_lateness() -> None:
    happen("protocols.protocol.approved", date(2026, 2, 9))
    deadline = the("protocol_to_administration")
    assert deadline.state_on(date(2026, 2, 10)) == "open"
    assert deadline.state_on(date(2026, 2, 11)) == "overdue"
    assert late_days(deadline, date(2026, 2, 12)) == 2


def test_one_obligation_stands_open_once_however_often_its_event_comes() -> None:
    happen("ranking.need.detected", date(2026, 1, 20))
    happen("ranking.need.detected", date(2026, 1, 21))
    assert the("clarifying_ranking").event_on == date(2026, 1, 20)


def test_terms_of_projects_are_separate_and_name_the_very_head() -> None:
    for code in ("E3", "N4"):
        happen("bonus_fund.notice.received_by_project_head", date(2026, 2, 20), scope=f"project:{code}")
    happen("bonus_fund.team_proposal.submitted", date(2026, 2, 26), scope="project:E3")
    assert the("team_proposal", object_key="project:E3").state == DeadlineState.MET
    other = the("team_proposal", object_key="project:N4")
    assert other.state == DeadlineState.OPEN
    assert other.office == "project:N4:2025"
    # Clause 2.6: five working days after 20 February, the 23rd being a holiday.
    assert other.due_on == date(2026, 3, 2)


def test_a_returned_recalculation_cancels_the_term_of_notices() -> None:
    happen("bonus_fund.recalculation.received", date(2026, 2, 17))
    happen("bonus_fund.recalculation.returned", date(2026, 2, 18))
    assert the("fund_notices").state == DeadlineState.CANCELLED
    happen("bonus_fund.recalculation.received", date(2026, 2, 19))
    assert the("fund_notices", state=DeadlineState.OPEN).due_on == date(2026, 2, 24)


def test_a_calendar_is_stored_when_first_used_and_an_override_moves_later_terms() -> None:
    happen("protocols.protocol.approved", date(2026, 2, 9))
    assert CalendarYear.objects.filter(year=2026).exists()
    CalendarOverride.objects.create(day=date(2026, 2, 12), working=False, act="указ Губернатора № 1-пг")
    happen("protocols.protocol.approved", date(2026, 2, 11), year=2024)
    assert the("protocol_to_administration", year=2024).due_on == date(2026, 2, 13)


def test_a_year_without_a_transfer_decree_makes_its_terms_provisional_until_it_is_entered() -> None:
    with clock.at(date(2030, 1, 14)):
        happen("protocols.protocol.approved", date(2030, 1, 14), year=2029)
        assert the("protocol_to_administration").provisional
        CalendarDecree.objects.create(year=2030, act="постановление № 1")
        happen("protocols.protocol.approved", date(2030, 1, 14), year=2028)
        assert not the("protocol_to_administration", year=2028).provisional
