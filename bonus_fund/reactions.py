"""What the money's room does when something has happened (clause 2.6): each step opens the next one's object."""

from bonus_fund import informing, kinds
from bonus_fund.enums import DistributionState, ProposalState, RecalculationState
from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from bonus_fund.services import distributing, funds, proposing
from protocols import documents
from protocols.enums import DispatchState
from protocols.models import Protocol
from protocols.services import dispatching
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import services as deadlines
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.events import EVERY, Event, publish, reacts_to

FUND_NOTICES = "fund_notices"


@reacts_to("protocols.protocol.approved")
def start_anew(event: Event) -> None:
    """A new edition of the protocol: what stood on the former one is replaced, the chain starts when it is received."""
    if event.obj.previous_id is None:
        return
    year = event.obj.cycle.year
    for fund in FundRecalculation.objects.filter(year=year).exclude(state=RecalculationState.SUPERSEDED):
        funds.replace(fund)


@reacts_to("protocols.dispatch.received_by_administration")
def await_recalculation(event: Event) -> None:
    """The Administration has the protocol: its recalculation is awaited."""
    protocol = Protocol.objects.get(pk=event.obj.subject_key)
    if not FundRecalculation.objects.filter(protocol=protocol).exists():
        funds.open_fund(protocol, event.on)


@reacts_to("bonus_fund.recalculation.submitted")
def send_size(event: Event) -> None:
    """The size leaves for the office as a numbered document."""
    funds.tell_office(event.obj, event.by)


@reacts_to("bonus_fund.recalculation.accepted")
def begin_distribution(event: Event) -> None:
    """The office has taken it: a former fund gives way, the distribution is begun."""
    funds.acknowledge_size(event.obj, event.by)
    accepted = FundRecalculation.objects.filter(year=event.obj.year, state=RecalculationState.ACCEPTED)
    for former in accepted.exclude(pk=event.obj.pk):
        funds.replace(former)
    distributing.begin(event.obj)


@reacts_to("bonus_fund.recalculation.returned")
def note_receipt(event: Event) -> None:
    """Whoever returns it has had it in hand; its paper is made while the sums are those that were sent."""
    funds.acknowledge_size(event.obj, event.by)
    for letter in dispatching.of_subject(event.obj, kinds.GENERAL_FUND):
        documents.ready(letter.ref, documents.LETTER)


@reacts_to(EVERY)
def keep_the_former_term(event: Event) -> None:
    """A returned correction leaves the former fund in force: its sizes are still to be announced (clause 2.6).

    The term that the return has cancelled runs on: two working days from the receipt of the correction, for which
    the office rightly waited. Heard among all events, so that the terms have been cancelled by then.
    """
    if event.name == "bonus_fund.recalculation.returned" and funds.awaits_announcement(event.obj.previous):
        deadlines.restore(FUND_NOTICES, event)


@reacts_to("bonus_fund.distribution.computed")
def write_rows(event: Event) -> None:
    """The sums follow from the facts just taken."""
    distributing.write_rows(event.obj)


@reacts_to("bonus_fund.distribution.announced")
def tell_everybody(event: Event) -> None:
    """Everybody gets his notice, and a draft of his proposal with his people in it."""
    proposing.open_proposals(event.obj)
    distributing.notify(event.obj, event.by)
    publish(Event("bonus_fund.notices.all_sent", event.obj, event.year, "", event.on, event.by))


@reacts_to("bonus_fund.distribution.superseded")
def replace_proposals(event: Event) -> None:
    """Proposals by a replaced distribution go no further; notices of it that are not sent yet never will be."""
    for proposal in event.obj.proposals.exclude(state=ProposalState.SUPERSEDED):
        perform(proposal, "supersede", by=SYSTEM)
    dispatching.cancel_unsent(event.obj)


@reacts_to("bonus_fund.proposal.agreement_asked")
def ask_bodies(event: Event) -> None:
    """Each body is asked about its people; whoever asks has his notice in hand."""
    _note_own_notice(event)
    proposing.ask_bodies(event.obj)
    informing.tell_bodies(event.obj)


def _note_own_notice(event: Event) -> None:
    """The receipt of the author's own notice, before the step that his term waits for: it opens and then closes."""
    proposal = event.obj
    for notice in dispatching.of_subject(proposal.distribution):
        if notice.scope == proposal.scope and notice.state == DispatchState.SENT:
            dispatching.acknowledge(notice, by=event.by, on=event.on)


@reacts_to("bonus_fund.agreement.agreed")
def settle(event: Event) -> None:
    """The last agreement makes the proposal agreed."""
    settled = proposing.settle(BonusProposal.locked(event.obj.proposal_id))
    if settled.state == ProposalState.AGREED:
        informing.tell_agreed(settled)


@reacts_to("bonus_fund.agreement.refused")
def back_to_author(event: Event) -> None:
    """One refusal sends it back to its author, with the reason in sight."""
    perform(event.obj.proposal, "be_refused", by=SYSTEM)


@reacts_to("bonus_fund.team_proposal.withdrawn", "bonus_fund.infrastructure_proposal.withdrawn")
def open_term_anew(event: Event) -> None:
    """What was sent has been taken back: the term that its sending closed runs on, with its old last day."""
    deadlines.reopen(event.name.replace("withdrawn", "submitted"), event)


@reacts_to("bonus_fund.team_proposal.submitted", "bonus_fund.infrastructure_proposal.submitted")
def register_incoming(event: Event) -> None:
    """The proposal gets its number in the office's register; whoever sends it has his notice in hand."""
    _note_own_notice(event)
    proposal = event.obj
    dispatching.register_incoming(
        f"{proposal.kind}_proposal",
        proposal,
        title=str(proposal),
        sender=f"{proposal.proposed_by_name} ({proposal.object_name})",
        url=proposal.get_absolute_url(),
        on=event.on,
        tells_sums=True,
    )


@reacts_to("bonus_fund.recalculation.superseded")
def replace_distribution(event: Event) -> None:
    """A distribution goes with its general fund (and with it its proposals)."""
    for distribution in FundDistribution.objects.filter(recalculation=event.obj.pk).exclude(
        state=DistributionState.SUPERSEDED
    ):
        perform(distribution, "supersede", by=SYSTEM)
    dispatching.cancel_unsent(event.obj)
