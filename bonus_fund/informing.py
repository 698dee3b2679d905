"""Who hears at once that a proposal needs him, besides those whom a term reminds (clause 2.6).

Letters leave the portal: sums, and remarks that may name them, stand on the page only.
"""

from bonus_fund.enums import AgreementState
from bonus_fund.models import Agreement, BonusProposal
from ranking_portal import clock
from ranking_portal.region import worded
from ranking_portal.workflow.events import Event, reacts_to
from ranking_portal.workflow.telling import Told, accounts_of, tell_all

KIND = "proposal"


def tell_bodies(proposal: BonusProposal) -> None:
    """Each body that is asked about its people now."""
    for row in proposal.agreements.filter(state=AgreementState.AWAITED).select_related("organization"):
        text = f"{proposal}. Решение нужно до направления предложения."
        _tell(row.office, f"Согласуйте премии сотрудников: {row.authority}", text, row)


def tell_agreed(proposal: BonusProposal) -> None:
    """The author: all bodies agree, it can be sent."""
    title = worded("Все органы согласовали предложение: направьте его в проектный офис")
    _tell(proposal.office, title, f"{proposal}.", proposal)


@reacts_to("bonus_fund.agreement.refused")
def tell_of_refusal(event: Event) -> None:
    """The author: a body does not agree, the proposal is a draft again."""
    row: Agreement = event.obj
    text = f"{row.proposal} снова в черновике. Замечание — на его странице."
    _tell(row.proposal.office, f"Не согласовано: {row.authority}", text, row.proposal)


@reacts_to("bonus_fund.proposal.returned")
def tell_of_return(event: Event) -> None:
    """The author: the Committee has remarks, line by line on the page."""
    proposal: BonusProposal = event.obj
    text = f"{proposal}. Замечания — на его странице."
    _tell(proposal.office, worded("Комитет вернул предложение с замечаниями"), text, proposal)


def _tell(office: str, title: str, text: str, page: Agreement | BonusProposal) -> None:
    """Whoever holds the office now, once for what has happened at this moment."""
    key = f"{page.ref}:{clock.now().isoformat()}"
    told = Told(key, KIND, title, text, page.get_absolute_url(), worded("2.6"))
    tell_all(accounts_of(clock.today(), offices=[office]), told)
