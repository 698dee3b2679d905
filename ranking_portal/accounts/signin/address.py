"""From which address a person comes: counted against guessing, told in the list of his sessions."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# A socket of the same machine has no address; it is trusted where the list of proxies names it.
SOCKET = "unix"


def client_address(request: HttpRequest) -> str | None:
    """The nearest address that is no proxy of ours, None where there is none.

    X-Forwarded-For is read from its right end, and only as far as the hops are trusted: what a stranger writes into
    it stays to the left of his own address.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    current = request.META.get("REMOTE_ADDR", "")
    while _trusted(current, settings.TRUSTED_PROXIES) and hops:
        current = hops.pop()
    return current if _is_address(current) else None


def _trusted(hop: str, proxies: Sequence[str]) -> bool:
    if not hop:
        return SOCKET in proxies
    if not _is_address(hop):
        return False
    networks = (ip_network(proxy, strict=False) for proxy in proxies if proxy != SOCKET)
    return any(ip_address(hop) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
