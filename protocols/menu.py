"""The side menu's entries."""

from protocols.enums import ProtocolState
from protocols.models import Protocol
from ranking_portal.ui.navigation import AHEAD, DONE, NOW, MenuLink, MenuStep, add_link, add_step


def protocol_state(year: int) -> str:
    """Done once the year has an approved protocol; now while one is prepared or voted."""
    states = set(Protocol.objects.filter(cycle__year=year).values_list("state", flat=True))
    if ProtocolState.APPROVED in states:
        return DONE
    return NOW if states else AHEAD


add_step(
    MenuStep(
        3,
        "Протокол малого совета",
        "protocols:index",
        "protocols.view",
        ("/protocols/", "/council/"),
        protocol_state,
    )
)
add_link(MenuLink(50, "⚖", "Малый совет", "protocols:council", "protocols.view_council_only"))
