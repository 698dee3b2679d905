"""What the council's room does when something has happened: papers are made, letters prepared, editions replaced."""

from collections.abc import Mapping
from typing import Any

from protocols import documents, informing, letters, signatures  # noqa: F401 - some are imported for what they register
from protocols.coefficients import Coefficient
from protocols.enums import IN_FORCE, GovernorDecision
from protocols.models import Protocol
from protocols.models.dispatch import SENT
from protocols.paper import coefficients_decided
from protocols.services import dispatching, preparing
from protocols.sitting import Sitting
from ranking.coefficients import coefficient_source
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.regulation.bodies import GOVERNOR
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.events import Event, reacts_to


@reacts_to("protocols.protocol.approved")
def replace_former_edition(event: Event) -> None:
    """The edition named by the approved one is superseded in the same transaction; its letters leave no more."""
    previous = event.obj.previous
    if previous is not None:
        # Letters first: whoever sends one holds it before he comes to its protocol.
        dispatching.cancel_unsent(previous)
        perform(previous, "supersede", by=SYSTEM)


@reacts_to("protocols.protocol.approved")
def order_document(event: Event) -> None:
    """The approved protocol is rendered after commit, once."""
    documents.order(event.obj, documents.PROTOCOL)


@reacts_to("protocols.protocol.approved")
def prepare_letters(event: Event) -> None:
    """The protocol goes to the Administration, its results to the Governor (clause 2.6)."""
    for kind, addressee in letters.OF_PROTOCOL:
        dispatching.prepare(kind, event.obj, addressee=addressee, label=str(event.obj))


@reacts_to(SENT)
def order_letter(event: Event) -> None:
    """The letter is rendered as it was sent, after commit, once."""
    documents.order(event.obj, documents.LETTER, later=event.obj.about.en_masse)


@reacts_to("protocols.dispatch.sent_to_governor")
def pass_to_governor(event: Event) -> None:
    """The results are with the Governor."""
    protocol = letters.protocol_of(event.obj)
    perform(protocol, "pass_to_governor", by=SYSTEM, on=event.on)


@reacts_to("protocols.protocol.agreed", "protocols.protocol.returned")
def register_decision(event: Event) -> None:
    """The Governor's answer gets its number among incoming documents."""
    protocol = event.obj
    decision = GovernorDecision(protocol.decision).label.capitalize()
    title = f"{decision}: результаты ранжирования за {protocol.cycle_year} год, № {protocol.decision_number}"
    dispatching.register_incoming(
        letters.DECISION, protocol, title=title, sender=GOVERNOR, url=letters.page_of(protocol), on=event.on
    )


@reacts_to("protocols.protocol.returned")
def open_next_edition(event: Event) -> None:
    """The council decides anew: the next edition is drafted from the returned one at once."""
    preparing.draft_after_return(event.obj, event.on)


@coefficient_source
def decided_coefficients(ranking: Any) -> Mapping[str, Coefficient] | None:
    """The coefficient of every eligible project of the ranking that the current protocol approves (clause 2.4)."""
    protocol = Protocol.objects.filter(ranking=ranking, state__in=IN_FORCE).first()
    if protocol is None:
        return None
    return coefficients_decided(Sitting(protocol))
