"""Protocols and letters in the search over everything."""

from django.urls import reverse

from protocols.models import Dispatch, Protocol
from protocols.queries import visible_dispatches, visible_protocols
from ranking_portal.ui.search import Findable, Found, findable


def _protocol(row: Protocol) -> Found:
    note = f"{row.cycle.year} год · {row.get_state_display()}"
    return Found("Протоколы", str(row), note, reverse("protocols:protocol", args=(row.pk,)))


def _letter(row: Dispatch) -> Found:
    note = f"{row.addressee} · {row.get_state_display()}"
    return Found("Письма", str(row), note, reverse("protocols:dispatch", args=(row.pk,)))


findable(
    Findable(
        "protocols:protocol",
        "protocols.view",
        visible_protocols,
        _protocol,
        columns=("number", "candidates__project__code", "questions__title"),
        numbers=("number",),
        noise=("протокол",),
    )
)
findable(
    Findable(
        "protocols:dispatch",
        "protocols.view_dispatches",
        visible_dispatches,
        _letter,
        columns=("number", "addressee", "subject_label"),
        numbers=("number",),
        noise=("письм",),
    )
)
