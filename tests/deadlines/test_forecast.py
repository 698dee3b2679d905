"""How far the rest of the year may run: each remaining step done on its last lawful day (clauses 2.3 and 2.6)."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from django.conf import settings

from ranking_portal.deadlines.calendar import Override, WorkingCalendar, year_from_package
from ranking_portal.deadlines.forecast import Ahead, Standing, ahead
from ranking_portal.regulation.edition import Edition, parse
from ranking_portal.regulation.reading import read_yaml
from tests.deadlines.test_calendar import calendar_with

CALENDAR = WorkingCalendar(cache(year_from_package))
EDITION = settings.BASE_DIR / "ranking_portal" / "regulation" / "editions" / "lenobl-2022-10-10.yaml"
MONDAY = date(2026, 2, 9)
DONE_PRIMARY = {"primary_ranking": Standing(done_on=date(2024, 12, 20))}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return parse(read_yaml(EDITION.read_text(encoding="utf-8")))


def days(found: dict[str, Ahead]) -> dict[str, str]:
    return {code: f"{one.last_day:%d.%m.%Y}" if one.last_day else "—" for code, one in found.items()}


def test_from_the_week_before_15_february_the_chain_may_run_to_4_march(edition: Edition) -> None:
    """Clause 2.6, by hand: 15 Feb (Sun) → 16th; received 17th → 18th; received 19th → 20th and 24th (21-23 off);

    notices received 25th → five working days 26, 27 February, 2, 3, 4 March.
    """
    standings = DONE_PRIMARY | {"results_to_governor": Standing(open_until=(date(2026, 2, 15),))}
    found = ahead(edition, 2025, standings, CALENDAR, MONDAY)
    assert days(found) == {
        "results_to_governor": "15.02.2026",
        "protocol_to_administration": "16.02.2026",
        "general_fund": "18.02.2026",
        "fund_notices": "24.02.2026",
        "team_proposal": "04.03.2026",
        "infrastructure_proposal": "04.03.2026",
        "check_and_forward": "—",
    }
    assert found["fund_notices"].starts_by == date(2026, 2, 19)
    assert found["check_and_forward"].starts_by == date(2026, 3, 4)
    assert not any(one.provisional or one.late for one in found.values())


def test_what_runs_already_is_counted_from_its_own_last_day(edition: Edition) -> None:
    """Notices sent by 27 February at the latest, received 2 March; 3-6 March and, after 8-9 March, the 10th."""
    standings = {
        "results_to_governor": Standing(done_on=date(2026, 2, 12)),
        "protocol_to_administration": Standing(done_on=date(2026, 2, 13)),
        "general_fund": Standing(done_on=date(2026, 2, 20)),
        "fund_notices": Standing(open_until=(date(2026, 2, 27),)),
    }
    found = ahead(edition, 2025, standings, CALENDAR, date(2026, 2, 25))
    assert days(found) == {
        "fund_notices": "27.02.2026",
        "team_proposal": "10.03.2026",
        "infrastructure_proposal": "10.03.2026",
        "check_and_forward": "—",
    }


def test_a_step_that_is_late_can_be_done_today_at_the_earliest(edition: Edition) -> None:
    standings = {"protocol_to_administration": Standing(open_until=(date(2026, 2, 10),))}
    found = ahead(edition, 2025, standings, CALENDAR, date(2026, 2, 19))
    assert (found["protocol_to_administration"].last_day, found["protocol_to_administration"].late) == (
        date(2026, 2, 19),
        True,
    )
    # Received on Friday the 20th; the working day after it is Tuesday the 24th.
    assert (found["general_fund"].last_day, found["general_fund"].late) == (date(2026, 2, 24), True)


def test_of_many_terms_of_a_step_the_latest_bounds_what_follows(edition: Edition) -> None:
    standings = {
        "fund_notices": Standing(done_on=date(2026, 2, 20)),
        "team_proposal": Standing(open_until=(date(2026, 3, 2), date(2026, 3, 5))),
        "infrastructure_proposal": Standing(done_on=date(2026, 2, 27)),
    }
    found = ahead(edition, 2025, standings, CALENDAR, date(2026, 2, 27))
    assert found["team_proposal"].last_day == date(2026, 3, 5)
    assert found["check_and_forward"].starts_by == date(2026, 3, 5)


def test_a_new_edition_of_the_protocol_starts_the_chain_anew(edition: Edition) -> None:
    """Clause 2.6: what was done under the old edition has to be done again."""
    standings = {
        "protocol_to_administration": Standing(open_until=(date(2026, 3, 11),)),
        "general_fund": Standing(done_on=date(2026, 2, 18)),
        "fund_notices": Standing(done_on=date(2026, 2, 20)),
    }
    found = ahead(edition, 2025, standings, CALENDAR, date(2026, 3, 10))
    assert found["general_fund"].last_day == date(2026, 3, 13)
    assert found["fund_notices"].last_day == date(2026, 3, 18)


def test_without_deemed_receipt_nothing_bounds_what_waits_for_a_receipt(edition: Edition) -> None:
    unbounded = tuple(replace(one, value=False) if one.code == "deemed_receipt" else one for one in edition.parameters)
    standings = {"protocol_to_administration": Standing(open_until=(date(2026, 2, 16),))}
    found = ahead(replace(edition, parameters=unbounded), 2025, standings, CALENDAR, MONDAY)
    assert "general_fund" not in found
    assert "team_proposal" not in found


def test_a_year_without_its_transfer_decree_makes_the_rest_provisional(edition: Edition) -> None:
    found = ahead(edition, 2028, {}, CALENDAR, date(2029, 2, 1))
    assert not found["results_to_governor"].provisional
    assert found["protocol_to_administration"].provisional
    assert found["team_proposal"].provisional


def test_a_day_off_by_an_act_moves_the_whole_chain(edition: Edition) -> None:
    calendar = calendar_with(Override(date(2026, 2, 16), working=False, act="указ № 1"))
    found = ahead(edition, 2025, DONE_PRIMARY, calendar, MONDAY)
    assert found["protocol_to_administration"].last_day == date(2026, 2, 17)
    assert found["team_proposal"].last_day == date(2026, 3, 5)


def test_a_need_that_has_not_come_is_told_by_its_own_date_until_that_has_passed(edition: Edition) -> None:
    """Clause 2.3: 1 February of the year after."""
    before = ahead(edition, 2025, {}, CALENDAR, date(2026, 1, 20))
    assert before["clarifying_ranking"].last_day == date(2026, 2, 1)
    assert "clarifying_ranking" not in ahead(edition, 2025, {}, CALENDAR, date(2026, 2, 2))


def test_a_year_that_is_done_leaves_nothing_ahead(edition: Edition) -> None:
    day = date(2026, 3, 20)
    standings = {row.code: Standing(done_on=day) for row in edition.obligations}
    assert ahead(edition, 2025, standings, CALENDAR, date(2026, 4, 1)) == {}
