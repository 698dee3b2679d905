"""What the council's room does when something has happened: the former edition gives way, the document is made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from protocols import documents
from protocols.enums import ProtocolState
from protocols.models import Protocol
from protocols.paper import coefficients_decided
from protocols.sitting import Sitting
from ranking.coefficients import coefficient_source
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow import outbox
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.events import Event, reacts_to


@reacts_to("protocols.protocol.approved")
def replace_former_edition(event: Event) -> None:
    """The edition named by the approved one is superseded in the same transaction."""
    previous = event.obj.previous
    if previous is not None:
        perform(previous, "supersede", by=SYSTEM)


@reacts_to("protocols.protocol.approved")
def order_document(event: Event) -> None:
    """The approved protocol is rendered after commit, once."""
    outbox.post(documents.RENDER, {"protocol": event.obj.pk})


@outbox.delivers(documents.RENDER)
def render(payload: dict[str, Any], message_id: UUID) -> None:
    """Render and store; a second delivery finds it stored."""
    documents.store_protocol(payload["protocol"])


@coefficient_source
def decided_coefficients(ranking: Any) -> Mapping[str, int] | None:
    """0 or 1 for every eligible project of the ranking that the current protocol approves (clause 2.4)."""
    protocol = Protocol.objects.filter(ranking=ranking, state=ProtocolState.APPROVED).first()
    if protocol is None:
        return None
    return coefficients_decided(Sitting(protocol))
