"""The side menu's entries."""

from protocols import doing, expecting
from protocols.enums import DispatchState, ProtocolState
from protocols.models import Protocol
from protocols.queries import current_protocol
from protocols.services import dispatching
from ranking_portal.region import worded
from ranking_portal.ui.navigation import AHEAD, DONE, NOW, MenuLink, MenuStep, add_link, add_step

__all__ = ["doing", "expecting"]  # imported for what it registers


def protocol_state(year: int) -> str:
    """Done once the protocol in force has left for the Administration and the Governor; now from the draft on."""
    current = current_protocol(year)
    newer = Protocol.objects.filter(cycle__year=year)
    if current is None:
        return NOW if newer.exists() else AHEAD
    letters = [one.state for one in dispatching.of_subject(current)]
    all_sent = all(state != DispatchState.PREPARED for state in letters)
    return DONE if all_sent and current.state != ProtocolState.RETURNED else NOW


add_step(
    MenuStep(
        3,
        worded("Протокол малого совета"),
        "protocols:index",
        "protocols.view",
        ("/protocols/", "/council/"),
        protocol_state,
    )
)
add_link(MenuLink(50, "⚖", worded("Малый совет"), "protocols:council", "protocols.view_council_only"))
add_link(MenuLink(45, "✉", "Входящие и исходящие", "protocols:dispatches", "protocols.view_dispatches"))
