"""Notices of size as paper: to the head of a project, to the head of a body, to the Administration (clause 2.6)."""

from typing import Any

from bonus_fund.presenting_funds import assumptions
from bonus_fund.presenting_notices import TERMS, Content, content_of, not_agreed
from protocols.letters import letter as paper
from protocols.paper import typographic
from ranking_portal import clock, words
from ranking_portal.figures import decimal_ru
from ranking_portal.paper import Paper
from ranking_portal.regulation.bodies import ADMINISTRATION_LINES
from ranking_portal.regulation.services import edition_for

TEMPLATE = "bonus_fund/paper_notice.html"


def letter(dispatch: Any) -> Paper:
    """The paper of a notice: exactly what concerns its addressee."""
    return paper(dispatch, TEMPLATE, context_of(dispatch))


def context_of(dispatch: Any) -> dict[str, Any]:
    """What the notice says."""
    content = content_of(dispatch)
    edition = edition_for(content.year)
    code = TERMS.get(dispatch.kind, "")
    days = edition.obligation(code).working_days if code else None
    fund = content.distribution.recalculation
    former = content.distribution.previous
    return {
        "to": _to(content),
        "about": _about(content),
        "content": content,
        "fund": fund,
        "former": former if former is not None and former.is_announced else None,
        "multiplier": decimal_ru(edition.decimal("ceiling_multiplier")),
        "days": words.counted(days, "рабочего дня", "рабочих дней", "рабочих дней") if days else "",
        "deemed": words.long_day(dispatch.deemed_on) if dispatch.deemed_on else "",
        "not_agreed": not_agreed(content.distribution, dispatch.sent_on or clock.today()),
        "assumptions": assumptions(edition),
    }


def _to(content: Content) -> tuple[str, ...]:
    if content.project is not None:
        return "Руководителю проекта", f"{content.project.code} {typographic(f'«{content.project.name}»')}"
    if content.is_of_body:
        return "Руководителю органа исполнительной власти", content.dispatch.addressee.partition(": ")[2]
    return ADMINISTRATION_LINES


def _about(content: Content) -> str:
    of_year = f"за{words.NBSP}{content.year}{words.NBSP}год"
    if content.project is not None:
        return f"О размере фонда материального стимулирования проекта {content.project.code} {of_year}"
    if content.is_of_body and content.in_projects:
        return f"О размерах фондов материального стимулирования проектов {of_year}"
    if content.is_of_body:
        return f"О размере инфраструктурной части общего фонда материального стимулирования {of_year}"
    return f"О размерах фондов материального стимулирования, подлежащих распределению, {of_year}"
