"""Documents that the money's room sends: the size of the general fund, notices of size, registers (clause 2.6)."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from django.urls import reverse

from bonus_fund.enums import DistributionState, RecalculationState
from bonus_fund.models import ForwardingRegister, FundDistribution, FundRecalculation
from protocols.dispatch_kinds import DispatchKind, register
from ranking_portal.accounts.enums import Role
from ranking_portal.once import once_a_page
from ranking_portal.paper import Paper
from ranking_portal.region import worded


def _fund(dispatch: Any) -> FundRecalculation:
    return FundRecalculation.objects.get(pk=dispatch.subject_key)


def distribution_of(dispatch: Any) -> FundDistribution:
    """The distribution that a notice tells of."""
    return _distribution(dispatch.subject_key)


@once_a_page
def _distribution(key: int) -> FundDistribution:
    found: FundDistribution = FundDistribution.objects.select_related("recalculation__protocol").get(pk=key)
    return found


def _fund_day(dispatch: Any) -> date | None:
    return _fund(dispatch).submitted_on


def _announced_day(dispatch: Any) -> date | None:
    return distribution_of(dispatch).announced_on


def _register_day(dispatch: Any) -> date | None:
    return ForwardingRegister.objects.get(pk=dispatch.subject_key).forwarded_on


def _fund_stands(dispatch: Any) -> bool:
    return bool(_fund(dispatch).state != RecalculationState.SUPERSEDED)


def _against_fund(dispatch: Any) -> list[str]:
    return [] if _fund_stands(dispatch) else ["Общий фонд заменён новой редакцией."]


def _notice_stands(dispatch: Any) -> bool:
    return bool(distribution_of(dispatch).state == DistributionState.ANNOUNCED)


def _against_notice(dispatch: Any) -> list[str]:
    if _notice_stands(dispatch):
        return []
    return ["Распределение не объявлено или заменено: сообщать его размеры нельзя."]


def _fund_page(dispatch: Any) -> str:
    return reverse("bonus_fund:fund", args=(dispatch.subject_key,))


def _notice_page(dispatch: Any) -> str:
    return reverse("bonus_fund:notice", args=(dispatch.pk,))


def _register_page(dispatch: Any) -> str:
    return reverse("bonus_fund:register", args=(dispatch.subject_key,))


# Papers ask the whole room what they say: only when one is made.
def _paper(module: str) -> Callable[[Any], Paper]:
    def paper(dispatch: Any) -> Paper:
        made: Paper = import_module(f"bonus_fund.papers.{module}").letter(dispatch)
        return made

    return paper


def _notice(code: str, title: str, addressee: Role, received: str = "") -> DispatchKind:
    return register(
        DispatchKind(
            code=code,
            title=title,
            clause=worded("2.6"),
            sender=Role.OFFICE,
            addressee=addressee,
            paper=_paper("notice"),
            url=_notice_page,
            since=_announced_day,
            against=_against_notice,
            stands=_notice_stands,
            received=received,
            tells_sums=True,
            en_masse=True,
        )
    )


GENERAL_FUND = register(
    DispatchKind(
        code="general_fund",
        title="Размер общего фонда материального стимулирования",
        clause=worded("2.6"),
        sender=Role.ADMINISTRATION,
        addressee=Role.OFFICE,
        paper=_paper("general_fund"),
        url=_fund_page,
        since=_fund_day,
        against=_against_fund,
        stands=_fund_stands,
        received="bonus_fund.recalculation.received",
        tells_sums=True,
        readers="bonus_fund.view_funds",
    )
)
NOTICE_TO_PROJECT_HEAD = _notice(
    "fund_notice_project",
    "Уведомление о размере фонда проекта",
    Role.PROJECT_HEAD,
    "bonus_fund.notice.received_by_project_head",
)
# The body has infrastructure participants with a share: its head's own five days run from the receipt.
NOTICE_TO_BODY = _notice(
    "fund_notice_authority",
    "Уведомление о размерах фондов и инфраструктурной части",
    Role.AUTHORITY_HEAD,
    "bonus_fund.notice.received_by_authority_head",
)
# Only members of teams serve there: its head agrees what project heads propose, and has no term of his own.
NOTICE_TO_BODY_OF_MEMBERS = _notice(
    "fund_notice_members_body", "Уведомление о размерах фондов проектов", Role.AUTHORITY_HEAD
)
NOTICE_TO_ADMINISTRATION = _notice(
    "fund_notice_administration", "Уведомление о размерах фондов к распределению", Role.ADMINISTRATION
)
NOTICES = (NOTICE_TO_PROJECT_HEAD, NOTICE_TO_BODY, NOTICE_TO_BODY_OF_MEMBERS, NOTICE_TO_ADMINISTRATION)
FORWARDED = register(
    DispatchKind(
        code="forwarding_register",
        title="Реестр предложений по премированию к выплате",
        clause=worded("2.6"),
        sender=Role.ECONOMY_COMMITTEE,
        addressee=Role.ADMINISTRATION,
        paper=_paper("forwarding"),
        url=_register_page,
        since=_register_day,
        tells_sums=True,
    )
)
