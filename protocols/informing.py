"""A letter has been sent: whoever must acknowledge it hears so at once in his inbox (clause 2.6). No sums are told."""

from protocols.expecting import page_of_receipt, told_of_receipt
from protocols.models.dispatch import SENT, Dispatch
from ranking_portal import clock
from ranking_portal.workflow.events import Event, reacts_to
from ranking_portal.workflow.telling import Told, accounts_of, tell_all

KIND = "letter"


@reacts_to(SENT)
def tell_addressee(event: Event) -> None:
    """Those who now hold the office that it names, or else the role, whatever day it bears."""
    dispatch: Dispatch = event.obj
    about = dispatch.about
    named = {"offices": [dispatch.office]} if dispatch.office else {"roles": [about.addressee]}
    title = f"Подтвердите получение: {dispatch}"
    told = Told(
        f"dispatch:{dispatch.pk}", KIND, title, told_of_receipt(dispatch), page_of_receipt(dispatch), about.clause
    )
    tell_all(accounts_of(clock.today(), **named), told)
