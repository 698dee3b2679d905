"""The Administration's letter with the size of the general fund (clause 2.6, GOST R 7.0.97-2016)."""

from typing import Any

from bonus_fund import kinds
from bonus_fund.models import FundRecalculation
from bonus_fund.presenting_funds import sums_of
from protocols.letters import letter as paper
from protocols.models import Dispatch
from protocols.queries import agreement_note
from ranking_portal import clock, words
from ranking_portal.paper import Paper
from ranking_portal.regulation.bodies import OFFICE_LINES
from ranking_portal.regulation.services import edition_for

TEMPLATE = "bonus_fund/paper_fund.html"


def letter(dispatch: Any) -> Paper:
    """The paper of a dispatch of kind "general_fund"."""
    fund = FundRecalculation.objects.select_related("protocol__cycle", "previous").get(pk=dispatch.subject_key)
    return paper(dispatch, TEMPLATE, context_of(fund, dispatch))


def preview(fund: FundRecalculation) -> Paper:
    """The letter before it is sent, marked as a draft; its sums are entered."""
    draft = Dispatch(kind=kinds.GENERAL_FUND.code, year=fund.year, subject_key=fund.pk)
    draft.verify_at = ""
    return paper(draft, TEMPLATE, context_of(fund, draft))


def context_of(fund: FundRecalculation, dispatch: Any) -> dict[str, Any]:
    """What the letter says."""
    protocol, edition = fund.protocol, edition_for(fund.year)
    days = edition.obligation("fund_notices").working_days
    replaced = fund.previous if fund.previous is not None and fund.previous.outgoing_number else None
    return {
        "to": OFFICE_LINES,
        "about": f"Об объёме общего фонда материального стимулирования за{words.NBSP}{fund.year}{words.NBSP}год",
        "fund": fund,
        "sums": sums_of(fund),
        "protocol": protocol,
        "reference": f"{protocol.held_on:%d.%m.%Y} №{words.NBSP}{protocol.number}",
        "received": words.long_day(fund.received_on) if fund.received_on else "",
        "replaced": replaced,
        "days": words.counted(days, "рабочего дня", "рабочих дней", "рабочих дней") if days else "",
        "deemed": words.long_day(dispatch.deemed_on) if dispatch.deemed_on else "",
        "not_agreed": agreement_note(protocol, dispatch.sent_on or clock.today()),
        "assumptions": [],
    }
