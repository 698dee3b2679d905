"""The general fund: what must be there before it is submitted, accepted, returned (clause 2.6)."""

from typing import Any

from bonus_fund.facts import facts_of_year, reasons_against
from protocols.enums import IN_FORCE, ProtocolState
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for


def may_be_submitted(fund: Any, *, number: str | None = None, **_: Any) -> list[str]:
    """Both parts and their basis; money only where somebody's days stand behind it; a protocol in force."""
    reasons = []
    if fund.team_kopecks is None or fund.infrastructure_kopecks is None:
        reasons.append("Внесите командную и инфраструктурную части общего фонда.")
    if not fund.basis or not fund.basis_title.strip():
        reasons.append("Приложите документ-основание: его реквизиты и файл.")
    reasons += _protocol_in_force(fund)
    if number is not None and not number.strip():
        reasons.append("Укажите исходящий номер.")
    if fund.step_on and fund.received_on and fund.step_on < fund.received_on:
        reasons.append(f"Протокол получен {fund.received_on:%d.%m.%Y}: направить фонд раньше нельзя.")
    if fund.step_on and fund.returned_on and fund.step_on < fund.returned_on:
        reasons.append(f"Фонд возвращён {fund.returned_on:%d.%m.%Y}: направить его снова раньше нельзя.")
    if fund.total_kopecks is None:
        return reasons
    return reasons + reasons_against(facts_of_year(fund.protocol), fund.team_kopecks, fund.infrastructure_kopecks)


def may_be_accepted(fund: Any, **_: Any) -> list[str]:
    """Of a protocol in force, and not before it was submitted."""
    reasons = _protocol_in_force(fund)
    if fund.step_on and fund.submitted_on and fund.step_on < fund.submitted_on:
        reasons.append(f"Фонд направлен {fund.submitted_on:%d.%m.%Y}: принять его раньше нельзя.")
    return reasons


def remark_is_given(obj: Any, *, remark: str | None = None, **_: Any) -> list[str]:
    """Whoever returns something says why."""
    return ["Напишите замечание: что исправить."] if remark is not None and not remark.strip() else []


def may_be_returned(fund: Any, *, remark: str | None = None, **_: Any) -> list[str]:
    """With a remark, and not before it was submitted."""
    reasons = remark_is_given(fund, remark=remark)
    if fund.step_on and fund.submitted_on and fund.step_on < fund.submitted_on:
        reasons.append(f"Фонд направлен {fund.submitted_on:%d.%m.%Y}: вернуть его раньше нельзя.")
    return reasons


def _protocol_in_force(fund: Any) -> list[str]:
    if fund.protocol.state not in IN_FORCE:
        return ["Протокол заменён новой редакцией: общий фонд пересчитывают по ней."]
    waits = edition_for(fund.year).boolean("wait_for_governor")
    if waits and fund.protocol.state != ProtocolState.AGREED:
        return [worded("Результаты не согласованы Губернатором: редакция Порядка велит ждать согласия.")]
    return []
