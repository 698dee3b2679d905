"""What people of the demonstration do with funds and proposals, each through his own account."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.models import Agreement, BonusProposal, FundRecalculation
from bonus_fund.services import funds, proposing
from bonus_fund.services.proposing import Written
from projects.models import ProjectYear
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.demo.people import account
from ranking_portal.directory.models import Appointment, Organization, Post
from ranking_portal.directory.services import appoint
from ranking_portal.paper import pdf
from ranking_portal.workflow.engine import perform

ACTS_FOR = timedelta(days=13)
# Of what one bonus could be: what heads propose here, in whole roubles.
PART, PARTS, ROUBLE = 9, 10, 100


def head_of(cast: dict[str, Any], office: str) -> User:
    """The account of whoever holds an office; heads who are not named on the sign-in page get one too."""
    kind, _, name = office.partition(":")
    if kind == "project":
        code, _, year = name.partition(":")
        person = ProjectYear.objects.get(project__code=code, cycle__year=int(year)).head
    else:
        person = Appointment.objects.get(office=office, acting=False).person
    assert person is not None
    return _account_of(cast, person)


def _account_of(cast: dict[str, Any], person: Any) -> User:
    known = User.objects.filter(person=person).first()
    return known or account(cast, f"p{person.personnel_number}-{person.pk}", person=person, listed=False)


def enter(cast: dict[str, Any], year: int, team: int, infrastructure: int, order: str) -> FundRecalculation:
    """The Administration writes the sums (kopecks) with the order that they rest on."""
    fund = FundRecalculation.objects.filter(year=year).order_by("-edition")[0]
    context = {"order": order, "year": year, "team": team, "infrastructure": infrastructure}
    return funds.enter(
        fund,
        by=cast["administration"],
        basis=ContentFile(pdf("demo/basis.html", context), name="rasporyazhenie.pdf"),
        team_kopecks=team,
        infrastructure_kopecks=infrastructure,
        basis_title=order,
        comment="Экономия фонда оплаты труда за отчётный год.",
    )


def announce(cast: dict[str, Any], year: int, number: str) -> int:
    """The office accepts the fund, computes and announces; how many notices have left."""
    fund = FundRecalculation.objects.filter(year=year).order_by("-edition")[0]
    accepted = perform(fund, "accept", by=cast["office"])
    computed = perform(accepted.distribution, "compute", by=cast["office"])
    perform(computed, "announce", by=cast["office"], number=number)
    return Dispatch.objects.filter(number__startswith=f"{number}/").count()


def acknowledge(cast: dict[str, Any], number: str, *, but: Iterable[str]) -> int:
    """Heads confirm that they have their notices, all but those of the scopes `but`."""
    waiting = Dispatch.objects.filter(number__startswith=f"{number}/", state="sent").exclude(scope__in=[*but, ""])
    for notice in waiting:
        dispatching.acknowledge(notice, by=head_of(cast, notice.office))
    return len(waiting)


def current(year: int, kind: str = "", pk: int | None = None) -> list[BonusProposal]:
    """Proposals of the year that have not been replaced."""
    rows = BonusProposal.objects.filter(year=year).exclude(state=ProposalState.SUPERSEDED).order_by("pk")
    rows = rows.filter(kind=kind) if kind else rows
    return list(rows.filter(pk=pk) if pk else rows)


def in_state(year: int, state: str) -> list[BonusProposal]:
    """Proposals of the year in a state."""
    return [one for one in current(year) if one.state == state]


def fill(cast: dict[str, Any], proposal: BonusProposal) -> None:
    """An equal sum to everybody, somewhat below what could be."""
    lines = list(proposal.lines.all())
    equal = proposal.fund_kopecks // len(lines)
    each = min(equal, proposal.ceiling_kopecks or equal) * PART // PARTS // ROUBLE * ROUBLE
    reason = "Контрольные точки года пройдены в срок." if proposal.is_team else "Сопровождение проектов года."
    proposing.write(proposal, {line.pk: Written(each, reason) for line in lines}, by=_proposer(cast, proposal))


def ask(cast: dict[str, Any], proposal: BonusProposal) -> None:
    """The head of the project asks the bodies."""
    perform(proposal, "ask_agreement", by=head_of(cast, proposal.office))


def agree(cast: dict[str, Any], proposal: BonusProposal) -> None:
    """Every body that is asked agrees; where its head would decide about himself, a substitute does."""
    for agreement in Agreement.objects.filter(proposal=proposal, state=AgreementState.AWAITED):
        lines = proposal.lines.filter(organization=agreement.organization)
        concerned = {*lines.values_list("person_id", flat=True), agreement.proposal.proposed_by_id}
        perform(agreement, "agree", by=_head_or_substitute(cast, agreement.office, agreement.organization, concerned))


def send(cast: dict[str, Any], proposal: BonusProposal) -> None:
    """It leaves for the office."""
    perform(BonusProposal.objects.get(pk=proposal.pk), "submit", by=_proposer(cast, proposal))


def rest_of(cast: dict[str, Any], proposal: BonusProposal) -> None:
    """The whole way of a draft to the office on one day."""
    fill(cast, proposal)
    if proposal.is_team:
        ask(cast, proposal)
        agree(cast, proposal)
    send(cast, proposal)


def _proposer(cast: dict[str, Any], proposal: BonusProposal) -> User:
    """The head himself; of infrastructure, a substitute where he would receive by his own proposal."""
    if proposal.body_share is None:
        return head_of(cast, proposal.office)
    concerned = set(proposal.lines.values_list("person_id", flat=True))
    return _head_or_substitute(cast, proposal.office, proposal.body_share.organization, concerned)


def _head_or_substitute(
    cast: dict[str, Any], office: str, body: Organization, concerned: Collection[int | None]
) -> User:
    """Nobody decides about himself: somebody of the same body then acts for its head by an order (clause 2.6)."""
    head = head_of(cast, office)
    if head.person_id not in concerned:
        return head
    day, taken = clock.today(), [key for key in concerned if key is not None]
    acting = Appointment.objects.on(day).filter(office=office, acting=True).exclude(person__in=taken).first()
    if acting is None:
        held = Appointment.objects.get(office=office, acting=False)
        others = Post.objects.filter(organization=body, year__lte=day.year).exclude(person__in=[*taken, held.person_id])
        acting = appoint(
            office=office,
            office_label=held.office_label,
            person=others.order_by("-year", "person__personnel_number")[0].person,
            since=day,
            until=day + ACTS_FOR,
            acting=True,
            order=f"приказ о возложении обязанностей от {day:%d.%m.%Y} № {held.pk}-к",
            actor=cast["office"].actor,
        )
    return _account_of(cast, acting.person)
