"""What bonuses keep of people. Sums that have left their author are papers and are kept with them (clause 2.6)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from bonus_fund.enums import ProposalState
from bonus_fund.models import Agreement, BonusLine, BonusProposal
from ranking_portal.personal_fields import (
    Term,
    by_year,
    called,
    holds,
    nothing_personal,
    people_until,
    without_end,
)
from ranking_portal.region import worded

common = {
    "ground": worded("пункт 2.6, раздел 3 Порядка; п. 2 ч. 1 ст. 6 Федерального закона № 152-ФЗ"),
    "term": Term.PAPER,
}
holds(
    "bonus_fund.BonusLine",
    {
        "proposal": "предложение",
        "person": "сотрудник",
        "person_name": "фамилия, имя, отчество",
        "organization": "орган",
        "authority": "орган (как он назывался)",
        "post_title": "должность",
        "category": "вид должности",
        "days": "дней участия",
        "weight": "вес",
        "amount_kopecks": "премия",
        "justification": "обоснование",
        "remark": worded("замечание Комитета"),
    },
    title="Строки предложений",
    whose="те, кому предложена премия",
    purpose="назначить и выплатить премию",
    seen_by=worded(
        "автор предложения, согласующий орган – свои строки, офис, Комитет, Управление делами, контроль; "
        "сам человек – в своей выписке, когда предложение передано"
    ),
    person="person",
    # Until it is forwarded it is a draft: nobody has been proposed anything yet (clause 2.6).
    only={"proposal__state": ProposalState.FORWARDED},
    **common,
)
acts = {
    "whose": "руководители и сотрудники, которые решали",
    "purpose": worded("знать, кто решил (пункт 2.6)"),
    "seen_by": "те, кто видит предложение",
}
holds(
    "bonus_fund.BonusProposal",
    {
        "office": "должность автора",
        "proposed_by": "кто предложил",
        "proposed_by_name": "как его звали",
        "checked_by": "кто проверил",
        "remark": "замечание",
        "verdicts": "итоги проверок с именами",
    },
    title="Предложения",
    person="proposed_by",
    **acts,
    **common,
)
holds(
    "bonus_fund.Agreement",
    {"decided_by": "кто согласовал", "decided_by_name": "как его звали", "remark": "замечание"},
    title="Согласования",
    person="decided_by",
    **acts,
    **common,
)
holds("bonus_fund.ForwardingRegister", {"made_by": "кто передал"}, title="Реестры к выплате", **acts, **common)
holds(
    "bonus_fund.FundDistribution",
    {"facts": "кто, где и сколько дней участвовал"},
    title="Основания распределения",
    whose="члены команд и инфраструктурные участники",
    purpose="доказать расчёт фондов (раздел 3)",
    seen_by=worded("офис, Комитет, контроль; руководители – свою часть"),
    **common,
)
called("bonus_fund.BonusProposal", "scope", "year")
nothing_personal(
    "bonus_fund.FundRecalculation",
    *("state", "basis_title", "basis", "basis_name", "basis_sha256", "comment", "remark", "outgoing_number"),
)
nothing_personal(
    "bonus_fund.FundDistribution",
    *("state", "recalculation", "previous", "method", "multiplier", "computed_on", "announced_on", "outgoing_number"),
)
nothing_personal("bonus_fund.ProjectShare", "weight", "code", "name")
nothing_personal("bonus_fund.BodyShare", "weight", "authority")
nothing_personal(
    "bonus_fund.BonusProposal",
    *("state", "kind", "distribution", "project_share", "body_share", "year", "scope", "fund_kopecks"),
    *("ceiling_kopecks", "opened_at", "asked_on", "submitted_on", "registered_on", "checked_on", "forwarded_on"),
    "revision",
)
nothing_personal(
    "bonus_fund.Agreement", "state", "proposal", "organization", "authority", "asked_on", "digest", "decided_on"
)
nothing_personal(
    "bonus_fund.ForwardingRegister",
    "distribution",
    "year",
    "ordinal",
    "forwarded_on",
    "made_at",
    "total_kopecks",
    "proposals",
)


@people_until
def named_in_proposals() -> Iterator[QuerySet[Any, Any]]:
    """Whoever is proposed something or decides: to the end of the year's decisions, or until it is forwarded."""
    over = Q(proposal__state__in=(ProposalState.FORWARDED, ProposalState.SUPERSEDED))
    yield by_year(BonusLine.objects.filter(over), "person_id", "proposal__year")
    yield without_end(BonusLine.objects.exclude(over), "person_id")
    yield by_year(BonusProposal.objects.all(), "proposed_by_id", "year")
    yield by_year(Agreement.objects.all(), "decided_by_id", "proposal__year")
