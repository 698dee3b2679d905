"""Proposals on their way to the Committee: written, agreed, sent on 18 February, passed to the check on the 19th."""

from datetime import date

from bonus_fund.models import BonusProposal, ForwardingRegister
from bonus_fund.services import forwarding
from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from tests.bonus_fund import year as years
from tests.bonus_fund.year import Year
from tests.preparing import papers_later

SENT, PASSED, CHECKED, FORWARDED = (date(2026, 2, day) for day in (18, 19, 20, 24))
TEAMS, BODIES = ("A1", "B2"), ("КЗ", "КФ")
ALL = (*TEAMS, *BODIES)


@papers_later()
def sent_year(**sums: dict[str, int]) -> Year:
    """Every proposal is written (roubles by surname), agreed by the bodies and sent to the office."""
    year = years.acknowledged_year()
    given = {
        "A1": {"Белова": 500_000, "Громов": 200_000},
        "B2": {"Дёмина": 140_000},
        "КЗ": {"Жилин": 100_000},
        "КФ": {"Ершов": 83_000},
    } | sums
    with clock.at(SENT):
        for name, roubles in given.items():
            year.write(name, **roubles)
        for code in TEAMS:
            perform(year.agree_all(code), "submit", by=year.heads[code])
        for name in BODIES:
            perform(year.proposal(name), "submit", by=year.body_heads[name])
    return year


@papers_later()
def passed_year(**sums: dict[str, int]) -> Year:
    """The office has registered all of them and passed them to the Committee."""
    year = sent_year(**sums)
    with clock.at(PASSED):
        for name in ALL:
            perform(year.proposal(name), "pass_to_check", by=year.office)
    return year


@papers_later()
def checked_year() -> Year:
    """The Committee has found nothing against any of them."""
    year = passed_year()
    with clock.at(CHECKED):
        for name in ALL:
            perform(year.proposal(name), "pass_check", by=year.economy)
    return year


@papers_later()
def forwarded_year(*names: str) -> tuple[Year, ForwardingRegister]:
    """The named proposals (all, where none is named) have left for the Administration under № КЭР-3."""
    year = checked_year()
    with clock.at(FORWARDED):
        chosen = [year.proposal(name) for name in names or ALL]
        return year, forwarding.forward(chosen, number="КЭР-3", by=year.economy)


def keys(year: Year, *names: str) -> list[int]:
    """Keys of proposals by the code of the project or the short name of the body."""
    return [year.proposal(name).pk for name in names]


def states(year: Year) -> dict[str, str]:
    """The state of every current proposal."""
    rows = BonusProposal.objects.filter(year=2025).exclude(state="superseded")
    return {row.object_name: row.state for row in rows}
