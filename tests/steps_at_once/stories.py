"""Stories of the portal, told up to each moment at which a step may be taken; every step stands in one of them.

A new step of a model needs a moment here: `test_every_step.py` names those that have none.
"""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import yaml
from django.core.management import call_command

from bonus_fund.services import forwarding, funds
from protocols.models import Dispatch, Protocol
from protocols.services import sitting
from ranking.enums import RankingKind
from ranking.scales import parse
from ranking.services import methodologies, rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import CHECKED, FORWARDED, PASSED, SENT
from tests.conftest import TODAY
from tests.protocols.council import METHODOLOGY, confirmed_ranking, council
from tests.protocols.post import to_administration, to_governor
from tests.steps_at_once.contest import Moment, Story, act

LATER = date(2026, 2, 13)


def methodology() -> Iterator[Moment]:
    """A new order beside the one in force, and a ranking by the former one (clauses 2.1, 2.3)."""
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    office = factories.user_with(Role.OFFICE)
    finance, economy = factories.user_with(Role.FINANCE_COMMITTEE), factories.user_with(Role.ECONOMY_COMMITTEE)
    content = parse(yaml.safe_load(METHODOLOGY.read_text(encoding="utf-8"))).as_plain()
    order = methodologies.draft("Новая", content, by=economy)
    agreeing: dict[str, Any] = {"number": "5", "agreed_on": TODAY}
    yield Moment(TODAY, (act(order, "agree", finance, **agreeing),))
    order = perform(order, "agree", by=finance, **agreeing)
    ordered: dict[str, Any] = {"number": "7-о", "ordered_on": TODAY, "in_force_from": TODAY}
    yield Moment(TODAY, (act(order, "reopen", office), act(order, "approve", economy, **ordered)))
    order = perform(order, "approve", by=economy, **ordered)
    yield Moment(TODAY, (act(order, "enforce", economy, lambda: methodologies.enforce(order, by=economy)),))
    order = methodologies.enforce(order, by=economy)
    yield Moment(TODAY, (act(order, "supersede", economy),))
    factories.complete_card("A1")
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=office)
    computed = {name: getattr(made, name) for name in ("snapshot", "result", "names")}
    again = act(made, "calculate", office, **computed, calculated_at=clock.now())
    yield Moment(TODAY, (again, act(made, "confirm", office)))


def protocol() -> Iterator[Moment]:
    """From the draft of a protocol to the Governor's decision and the receipt (clauses 2.4-2.6)."""
    people = council()
    made = people.draft(confirmed_ranking("A1", "B2", "C3"))
    people.propose(made, "A1")
    governor, clerk = factories.user_with(Role.GOVERNOR_OFFICE), factories.user_with(Role.ADMINISTRATION)
    sitting.mark_present(made, people.seats[:7], by=people.secretary)
    yield Moment(TODAY, (act(made, "open_voting", people.secretary),))
    made = perform(made, "open_voting", by=people.secretary)
    yield Moment(TODAY, (act(made, "reopen", people.secretary),))
    people.vote(made)
    yield Moment(TODAY, (act(made, "approve", people.chair),))
    made = perform(made, "approve", by=people.chair)
    letter, result = to_administration(made), to_governor(made)
    sending = (act(letter, "send", people.office, number="15"), act(letter, "cancel", SYSTEM))
    yield Moment(TODAY, (*sending, act(made, "pass_to_governor", SYSTEM), act(made, "supersede", SYSTEM)))
    letter = perform(letter, "send", by=people.office, number="15")
    perform(result, "send", by=people.office, number="16")
    made = Protocol.objects.get()
    deciding = (
        act(made, "agree", governor, number="12-рез"),
        act(made, "return_to_council", governor, number="12-рез", remark="Так."),
    )
    yield Moment(TODAY, (act(letter, "receive", clerk), *deciding, act(made, "supersede", SYSTEM)))
    yield Moment(LATER, (act(letter, "deem", SYSTEM),))


def fund() -> Iterator[Moment]:
    """From the receipt of the protocol to the announced sizes and the correction of the fund (clause 2.6)."""
    year = years.received_year()
    made = year.fund
    assert made is not None
    clerk, office = year.administration, year.office
    replaced = act(made, "supersede", SYSTEM)
    yield Moment(years.SUBMITTED, (act(made, "take", clerk), replaced))
    with clock.at(years.SUBMITTED):
        made = years.enter(year)
    yield Moment(years.SUBMITTED, (act(made, "submit", clerk, number="УД-1"), replaced))
    with clock.at(years.SUBMITTED):
        made = perform(made, "submit", by=clerk, number="УД-1")
    returning = act(made, "send_back", office, remark="Нет подписи.")
    yield Moment(years.ANNOUNCED, (act(made, "accept", office), returning, replaced))
    with clock.at(years.ANNOUNCED):
        made = perform(made, "send_back", by=office, remark="Нет подписи.")
    yield Moment(years.ANNOUNCED, (act(made, "rework", clerk), replaced))
    with clock.at(years.ANNOUNCED):
        made = perform(perform(made, "rework", by=clerk), "submit", by=clerk, number="УД-2")
        made = perform(made, "accept", by=office)
        shared = made.distribution
    yield Moment(years.ANNOUNCED, (act(shared, "compute", office), act(shared, "supersede", SYSTEM)))
    with clock.at(years.ANNOUNCED):
        shared = perform(shared, "compute", by=office)
    announcing = act(shared, "announce", office, number="12-45")
    yield Moment(years.ANNOUNCED, (act(shared, "compute", office), announcing, act(shared, "supersede", SYSTEM)))
    with clock.at(years.ANNOUNCED):
        shared = perform(shared, "announce", by=office, number="12-45")
    notice = Dispatch.objects.get(scope="project:A1")
    receiving = act(notice, "receive", year.heads["A1"])
    yield Moment(years.ANNOUNCED, (receiving, act(shared, "supersede", SYSTEM)))
    with clock.at(years.ANNOUNCED):
        correction = funds.correct(made, by=clerk)
    yield Moment(years.ANNOUNCED, (act(correction, "drop", clerk), act(correction, "supersede", SYSTEM)))


def proposal() -> Iterator[Moment]:
    """A team's proposal from its draft to the register, with every way back; the terms that run meanwhile."""
    year = years.acknowledged_year()
    head = year.heads["A1"]
    with clock.at(SENT):
        made = year.write("A1", Белова=500_000, Громов=200_000)
    replaced = act(made, "supersede", SYSTEM)
    yield Moment(SENT, (act(made, "ask_agreement", head), replaced, *_term(Deadline.objects.filter(state="open")[0])))
    with clock.at(SENT):
        made = perform(made, "ask_agreement", by=head)
    first, last = made.agreements.order_by("authority")
    agreeing = year.body_heads[first.authority]
    deciding = (act(first, "agree", agreeing), act(first, "refuse", agreeing, remark="Много."))
    way_back = (act(made, "recall", head), act(made, "be_refused", SYSTEM), replaced)
    yield Moment(SENT, (*deciding, *way_back, act(made, "become_agreed", SYSTEM)))
    with clock.at(SENT):
        first = perform(first, "agree", by=agreeing)
        perform(last, "agree", by=year.body_heads[last.authority])
    yield Moment(SENT, (act(first, "ask_again", SYSTEM, asked_on=SENT), *way_back, act(made, "submit", head)))
    with clock.at(SENT):
        made = perform(made, "submit", by=head)
    yield Moment(SENT, (act(made, "withdraw", head), act(made, "pass_to_check", year.office), replaced))
    with clock.at(SENT):
        made = perform(made, "withdraw", by=head)
    yield Moment(SENT, (act(made, "rework", head), replaced))
    with clock.at(SENT):
        made = perform(_sent_again(year, head), "submit", by=head)
    with clock.at(PASSED):
        made = perform(made, "pass_to_check", by=year.office)
    yield Moment(
        PASSED,
        (act(made, "pass_check", year.economy), act(made, "send_back", year.economy, remark="Нет."), replaced),
    )
    with clock.at(CHECKED):
        made = perform(made, "pass_check", by=year.economy)

    def forward() -> object:
        return forwarding.forward([made], number="КЭР-3", by=year.economy)

    checked = (act(made, "recheck", year.economy), act(made, "forward", year.economy, forward), replaced)
    yield Moment(FORWARDED, checked)


def _sent_again(year: years.Year, head: Any) -> Any:
    perform(year.proposal("A1"), "rework", by=head)
    return year.agree_all("A1")


def _term(term: Deadline) -> tuple[Any, ...]:
    """Every end of an open term."""
    closed: dict[str, Any] = {"closed_at": clock.now()}
    return (
        act(term, "meet", SYSTEM, **closed),
        act(term, "meet_late", SYSTEM, **closed, late_working_days=1),
        act(term, "cancel", SYSTEM, **closed, note="заменён"),
        act(term, "leave_untracked", SYSTEM),
    )


STORIES: dict[str, Story] = {one.__name__: one for one in (methodology, protocol, fund, proposal)}
