"""Proposals: opened with everybody in them, written, asked of the bodies (clause 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bonus_fund.distribution import Served
from bonus_fund.enums import AgreementState, ProposalKind, ProposalState
from bonus_fund.facts import distribution_of, loaded
from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import Agreement, BodyShare, BonusLine, BonusProposal, FundDistribution, ProjectShare
from bonus_fund.services.distributing import told
from projects.models.register import project_office
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.directory.models import body_office
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.versions import check_version
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused


@dataclass(frozen=True)
class Written:
    """What the author writes for a person: the sum in kopecks, the justification."""

    amount_kopecks: int
    justification: str


def open_proposals(distribution: FundDistribution) -> list[BonusProposal]:
    """A draft for each project with a fund and each body with a share of the infrastructure part."""
    shared = distribution_of(distribution)
    opened = []
    for row in distribution.projectshares.filter(fund_kopecks__gt=0):
        people = [(name, one) for name, share in shared.projects[row.code].authorities.items() for one in share.people]
        opened.append(_opened_for_team(distribution, row, people))
    for share in distribution.bodyshares.filter(project_share=None, amount_kopecks__gt=0):
        people = [(share.authority, one) for one in shared.infrastructure[share.authority].people]
        opened.append(_opened_for_body(distribution, share, people))
    return opened


def _opened_for_team(
    distribution: FundDistribution, row: ProjectShare, people: list[tuple[str, Served]]
) -> BonusProposal:
    year = distribution.cycle_year
    made: BonusProposal = BonusProposal.objects.create(
        kind=ProposalKind.TEAM,
        distribution=distribution,
        project_share=row,
        year=year,
        office=project_office(row.code, year),
        scope=f"project:{row.code}",
        fund_kopecks=row.fund_kopecks,
        ceiling_kopecks=row.ceiling_kopecks,
        opened_at=clock.now(),
    )
    _add_people(made, people)
    return made


def _opened_for_body(
    distribution: FundDistribution, share: BodyShare, people: list[tuple[str, Served]]
) -> BonusProposal:
    made: BonusProposal = BonusProposal.objects.create(
        kind=ProposalKind.INFRASTRUCTURE,
        distribution=distribution,
        body_share=share,
        year=distribution.cycle_year,
        office=body_office(share.authority),
        scope=f"authority:{share.authority}",
        fund_kopecks=share.amount_kopecks,
        opened_at=clock.now(),
    )
    _add_people(made, people)
    return made


def _add_people(proposal: BonusProposal, people: list[tuple[str, Served]]) -> None:
    facts = loaded(proposal.distribution.facts)
    BonusLine.objects.bulk_create(
        BonusLine(
            proposal=proposal,
            person_id=int(one.person),
            person_name=facts["people"][one.person]["name"],
            organization_id=facts["bodies"][authority],
            authority=authority,
            post_title=facts["people"][one.person]["post"],
            category=facts["people"][one.person]["category"],
            days=told(one.days),
            weight=told(one.weight),
        )
        for authority, one in people
        if one.days
    )


def write(
    proposal: BonusProposal, lines: Mapping[int, Written], *, by: Principal, version: str | None = None
) -> BonusProposal:
    """Keep the sums and justifications of a draft by key of line. Raises Refused, ChangedMeanwhile."""
    require(by, "bonus_fund.propose", proposal)
    with journal.transaction():
        fresh = BonusProposal.locked(proposal.pk)
        if fresh.state != ProposalState.DRAFT:
            raise Refused(f"Суммы меняют в черновике; сейчас «{fresh.get_state_display()}».")
        if version is not None:
            check_version(fresh, version)
        changed: dict[str, Any] = {}
        for line in fresh.lines.all():
            new = lines.get(line.pk)
            if new is None or (new.amount_kopecks, new.justification) == (line.amount_kopecks, line.justification):
                continue
            changed[str(line.pk)] = [line.amount_kopecks, new.amount_kopecks]
            line.amount_kopecks, line.justification = new.amount_kopecks, new.justification
            line.save(update_fields=("amount_kopecks", "justification"))
        if changed:
            # The version of the proposal moves with its lines: two authors at once do not overwrite each other.
            fresh.revision += 1
            fresh.save(update_fields=("revision",))
            journal.record(by.actor, "Изменены суммы предложения", obj=fresh, clause=worded("2.6"), details=changed)
        return fresh


def ask_bodies(proposal: BonusProposal) -> None:
    """Every body whose people are in it is asked; one that agreed these very lines already is not asked anew."""
    asked_on = proposal.asked_on
    assert asked_on is not None
    bodies = {line.organization_id: line.authority for line in proposal.lines.all()}
    known = {row.organization_id: row for row in proposal.agreements.all()}
    for key, authority in bodies.items():
        row = known.get(key)
        if row is None:
            Agreement.objects.create(proposal=proposal, organization_id=key, authority=authority, asked_on=asked_on)
        elif row.state == AgreementState.AWAITED:
            # Asked before, taken back, asked anew: the body's days count from now.
            row.asked_on = asked_on
            row.save(update_fields=("asked_on",))
        elif _is_void(row, proposal):
            perform(row, "ask_again", by=SYSTEM, asked_on=asked_on)
    settle(proposal)


def _is_void(row: Agreement, proposal: BonusProposal) -> bool:
    """A refusal; an agreement of other lines, or of somebody who now proposes them himself."""
    if row.state == AgreementState.REFUSED or row.decided_by_id == proposal.proposed_by_id:
        return True
    return row.digest != digest_of(row)


def settle(proposal: BonusProposal) -> BonusProposal:
    """After a decision: agreed where every body has agreed."""
    states = set(proposal.agreements.values_list("state", flat=True))
    if states == {AgreementState.AGREED}:
        return perform(proposal, "become_agreed", by=SYSTEM)
    return proposal
