"""The signed sheet of a proposal is kept as a scan beside it (clause 2.6)."""

from bonus_fund.models import BonusProposal
from bonus_fund.queries_proposals import WITH_AUTHOR
from protocols import scans
from ranking_portal.accounts.access import permitted


def _too_early(proposal: BonusProposal) -> str:
    return "Предложение ещё у автора: подписанного листа нет." if proposal.state in WITH_AUTHOR else ""


scans.register(
    BonusProposal,
    scans.Signed(
        adds="bonus_fund.add_scan",
        # The signed sheet tells everybody's sums: not for who is only asked about his own people.
        reads=lambda user, proposal: permitted(user, "bonus_fund.view_whole_proposal", proposal),
        too_early=_too_early,
        route="bonus_fund:proposal-scan",
    ),
)
