"""What must hold of money: whole kopecks add up, and nobody is forwarded twice (clause 2.6)."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from bonus_fund.enums import ProposalState
from bonus_fund.models import BonusProposal, ForwardingRegister, FundDistribution
from ranking_portal.workflow.integrity import invariant


@invariant("Объявленные фонды в сумме равны общему фонду")
def shares_add_up() -> Iterable[str]:
    """Team funds make the team part, shares of bodies make each team's fund and the infrastructure part."""
    for row in FundDistribution.objects.filter(announced_on__isnull=False).select_related("recalculation"):
        teams = row.projectshares.aggregate(found=Sum("fund_kopecks"))["found"] or 0
        bodies = row.bodyshares.filter(project_share=None).aggregate(found=Sum("amount_kopecks"))["found"] or 0
        if (teams, bodies) != (row.recalculation.team_kopecks, row.recalculation.infrastructure_kopecks):
            yield str(row)
        for share in row.projectshares.annotate(found=Sum("bodies__amount_kopecks")):
            if (share.found or 0) != share.fund_kopecks:
                yield f"{row}: {share.code}"


@invariant("Реестр равен сумме своих предложений, каждое передано один раз")
def registers_add_up() -> Iterable[str]:
    """A register's total is that of the lines of its proposals; a forwarded proposal stands in one register."""
    for register in ForwardingRegister.objects.all():
        total = register.proposals.aggregate(found=Sum("lines__amount_kopecks"))["found"] or 0
        if total != register.total_kopecks:
            yield f"{register}: {total} коп. вместо {register.total_kopecks}"
    forwarded = BonusProposal.objects.annotate(times=Count("registers"))
    for proposal in forwarded.filter(state=ProposalState.FORWARDED).exclude(times=1):
        yield f"{proposal}: реестров {proposal.times}"
    unsent = forwarded.exclude(state__in=(ProposalState.FORWARDED, ProposalState.SUPERSEDED))
    for proposal in unsent.filter(times__gt=0):
        yield f"{proposal}: в реестре, но не передано"


@invariant("Предложено не больше объявленного фонда")
def within_the_fund() -> Iterable[str]:
    """Lines of what has been forwarded keep within the fund of the proposal."""
    rows = BonusProposal.objects.filter(state=ProposalState.FORWARDED).annotate(found=Sum("lines__amount_kopecks"))
    for proposal in rows:
        if (proposal.found or 0) > proposal.fund_kopecks:
            yield f"{proposal}: {proposal.found} коп. при фонде {proposal.fund_kopecks}"
