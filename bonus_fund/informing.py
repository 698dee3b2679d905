"""Who hears at once that a proposal needs him, besides those whom a term reminds (clause 2.6). No sums are told."""

from bonus_fund.enums import AgreementState
from bonus_fund.models import Agreement, BonusProposal
from ranking_portal.workflow.events import Event, reacts_to
from ranking_portal.workflow.telling import Told, accounts_of, tell_all

KIND = "proposal"


def tell_bodies(proposal: BonusProposal) -> None:
    """Each body that is asked about its people now."""
    day = proposal.asked_on
    assert day is not None
    asked = proposal.agreements.filter(state=AgreementState.AWAITED, asked_on=day)
    for row in asked.select_related("organization"):
        key = f"agreement:{row.pk}:{day}:{proposal.revision}"
        title = f"Согласуйте премии сотрудников: {row.authority}"
        text = f"{proposal}. Решение нужно до направления предложения."
        tell_all(accounts_of(day, offices=[row.office]), Told(key, KIND, title, text, row.get_absolute_url(), "2.6"))


@reacts_to("bonus_fund.agreement.refused")
def tell_of_refusal(event: Event) -> None:
    """The author: a body does not agree, the proposal is a draft again."""
    row: Agreement = event.obj
    _tell_author(row.proposal, event, f"Не согласовано: {row.authority}", row.remark)


@reacts_to("bonus_fund.proposal.returned")
def tell_of_return(event: Event) -> None:
    """The author: the Committee has remarks; the Committee's remarks stand on the page line by line."""
    _tell_author(event.obj, event, "Комитет вернул предложение с замечаниями", event.obj.remark)


def tell_agreed(proposal: BonusProposal) -> None:
    """The author: all bodies agree, it can be sent."""
    title = "Все органы согласовали предложение: направьте его в проектный офис"
    key = f"agreed:{proposal.pk}:{proposal.asked_on}:{proposal.revision}"
    day = max(row.decided_on for row in proposal.agreements.all() if row.decided_on)
    tell_all(
        accounts_of(day, offices=[proposal.office]), Told(key, KIND, title, f"{proposal}.", _page(proposal), "2.6")
    )


def _tell_author(proposal: BonusProposal, event: Event, title: str, remark: str) -> None:
    key = f"{event.name}:{event.obj.pk}:{event.on}:{proposal.revision}"
    text = f"{proposal}. Замечание: {remark}" if remark else f"{proposal}."
    told = Told(key, KIND, title, text, _page(proposal), "2.6")
    tell_all(accounts_of(event.on, offices=[proposal.office]), told)


def _page(proposal: BonusProposal) -> str:
    return proposal.get_absolute_url()
