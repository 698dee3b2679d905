"""Sums of a distribution as rows, and who is told of them (clause 2.6)."""

from fractions import Fraction
from typing import Any

from bonus_fund import kinds
from bonus_fund.distribution import Share, kopecks
from bonus_fund.facts import distribution_of, loaded
from bonus_fund.models import BodyShare, FundDistribution, FundRecalculation, ProjectShare
from projects.models.register import project_office
from protocols.dispatch_kinds import DispatchKind
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal.accounts.principals import Principal
from ranking_portal.directory.models import body_office
from ranking_portal.regulation.bodies import ADMINISTRATION
from ranking_portal.workflow.engine import perform


def begin(fund: FundRecalculation) -> FundDistribution:
    """The accepted fund awaits its distribution; it names the one that it corrects."""
    former = FundDistribution.objects.filter(recalculation__year=fund.year).order_by("-pk").first()
    made: FundDistribution = FundDistribution.objects.create(recalculation=fund, previous=former)
    return made


def write_rows(distribution: FundDistribution) -> None:
    """Sums of the computed distribution in the place of those computed before."""
    shared, facts = distribution_of(distribution), loaded(distribution.facts)
    BodyShare.objects.filter(distribution=distribution).delete()
    ProjectShare.objects.filter(distribution=distribution).delete()
    bodies: list[BodyShare] = []
    for code, project in shared.projects.items():
        row = ProjectShare.objects.create(
            distribution=distribution,
            project_id=facts["projects"][code]["key"],
            code=code,
            name=facts["projects"][code]["name"],
            weight=told(project.weight),
            members=project.members,
            fund_kopecks=kopecks(project.fund),
            average_kopecks=kopecks(project.average),
            ceiling_kopecks=kopecks(project.ceiling),
        )
        bodies += [_body(distribution, row, name, share, facts) for name, share in project.authorities.items()]
    bodies += [_body(distribution, None, name, share, facts) for name, share in shared.infrastructure.items()]
    BodyShare.objects.bulk_create(bodies)


def _body(
    distribution: FundDistribution, project: ProjectShare | None, name: str, share: Share, facts: dict[str, Any]
) -> BodyShare:
    return BodyShare(
        distribution=distribution,
        project_share=project,
        organization_id=facts["bodies"][name],
        authority=name,
        people=sum(1 for one in share.people if one.days),
        amount_kopecks=kopecks(share.amount),
        weight=told(share.weight),
    )


def told(number: Fraction) -> str:
    """An exact number as text: "73/365"."""
    return f"{number.numerator}/{number.denominator}"


def notify(distribution: FundDistribution, by: Principal) -> list[Dispatch]:
    """Send everybody whom clause 2.6 names his notice, all on one day under one number with an ordinal."""
    prepared = [
        dispatching.prepare(kind, distribution, addressee=addressee, label=label, office=office, scope=scope)
        for kind, addressee, label, office, scope in _recipients(distribution)
    ]
    return [
        perform(one, "send", by=by, on=distribution.announced_on, number=f"{distribution.outgoing_number}/{ordinal}")
        for ordinal, one in enumerate(prepared, start=1)
    ]


def _recipients(distribution: FundDistribution) -> list[tuple[DispatchKind, str, str, str, str]]:
    """Heads of projects with a fund, heads of bodies where somebody serves who is concerned, the Administration."""
    year = distribution.cycle_year
    found = []
    projects = [row for row in distribution.projectshares.all() if row.fund_kopecks]
    for row in projects:
        addressee = f"Руководитель проекта {row.code} «{row.name}»"
        office = project_office(row.code, year)
        found.append((kinds.NOTICE_TO_PROJECT_HEAD, addressee, f"проект {row.code}", office, f"project:{row.code}"))
    shares = list(distribution.bodyshares.select_related("organization", "project_share"))
    concerned = {one.authority: one.organization for one in shares if one.amount_kopecks}
    with_infrastructure = {one.authority for one in shares if one.project_share_id is None and one.amount_kopecks}
    for name in sorted(concerned):
        kind = kinds.NOTICE_TO_BODY if name in with_infrastructure else kinds.NOTICE_TO_BODY_OF_MEMBERS
        addressee = f"Руководитель: {concerned[name].full_name}"
        found.append((kind, addressee, name, body_office(name), f"authority:{name}"))
    found.append((kinds.NOTICE_TO_ADMINISTRATION, ADMINISTRATION, f"{year} год", "", ""))
    return found
