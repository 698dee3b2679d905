"""Events of the workflow in words: what opens a term, what closes it, what cancels it."""

from ranking_portal.region import worded
from ranking_portal.regulation.edition import Obligation

HAPPENINGS = {
    "projects.cycle.opened": "год открыт на портале",
    "ranking.ranking.primary_confirmed": "первичное ранжирование подтверждено",
    "ranking.ranking.clarifying_confirmed": "уточняющее ранжирование подтверждено",
    "ranking.need.detected": "появилась необходимость уточнить ранжирование",
    "protocols.protocol.approved": worded("протокол малого совета утверждён"),
    "protocols.dispatch.sent_to_governor": worded("протокол направлен Губернатору"),
    "protocols.dispatch.sent_to_administration": worded("протокол направлен в Управление делами"),
    "protocols.dispatch.received_by_administration": worded("Управление делами получило протокол"),
    "bonus_fund.recalculation.submitted": worded("размер общего фонда сообщён проектному офису"),
    "bonus_fund.recalculation.received": worded("проектный офис получил размер общего фонда"),
    "bonus_fund.recalculation.returned": "перерасчёт возвращён",
    "bonus_fund.distribution.superseded": "распределение заменено новым",
    "bonus_fund.notices.all_sent": "все уведомления о размерах фондов направлены",
    "bonus_fund.notice.received_by_project_head": "руководитель проекта получил уведомление",
    "bonus_fund.notice.received_by_authority_head": "руководитель органа получил уведомление",
    "bonus_fund.team_proposal.submitted": "предложения по премированию команды направлены",
    "bonus_fund.infrastructure_proposal.submitted": "предложения по инфраструктурным участникам направлены",
    "bonus_fund.proposal.submitted": "предложения поступили",
    "bonus_fund.proposal.withdrawn": "предложения отозваны",
    "bonus_fund.proposal.returned": "предложения возвращены",
    "bonus_fund.proposal.forwarded": worded("предложения переданы в Управление делами"),
}


def in_words(event: str) -> str:
    """What has happened, in Russian, as the end of a sentence."""
    return HAPPENINGS.get(event, event)


def cancelling(obligation: Obligation) -> str:
    """What cancels the term, by commas; "" where nothing does."""
    return ", ".join(in_words(name) for name in obligation.cancelled_by)
