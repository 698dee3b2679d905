"""Protocols and letters in the search over everything."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from protocols.queries import visible_dispatches, visible_protocols
from ranking_portal.accounts.access import permitted
from ranking_portal.directory.queries import matching
from ranking_portal.ui.search import Found, finder

MOST = 20


@finder
def protocols(user: Any, words: str) -> Iterable[Found]:
    """Protocols by number, and by the codes of the projects that were proposed."""
    if not permitted(user, "protocols.view"):
        return
    # The word itself is no name of a protocol; what stands beside it is.
    sought = " ".join(word for word in words.split() if not word.casefold().startswith("протокол"))
    by_words = matching(sought, "number", "candidates__project__code", "questions__title")
    rows = visible_protocols(user).filter(by_words).distinct()
    for row in rows[:MOST]:
        note = f"{row.cycle.year} год · {row.get_state_display()}"
        yield Found("Протоколы", str(row), note, reverse("protocols:protocol", args=(row.pk,)))


@finder
def letters(user: Any, words: str) -> Iterable[Found]:
    """Documents on their way, by number, addressee and what they are about."""
    if not permitted(user, "protocols.view_dispatches"):
        return
    rows = visible_dispatches(user).filter(matching(words, "number", "addressee", "subject_label"))
    for row in rows[:MOST]:
        note = f"{row.addressee} · {row.get_state_display()}"
        yield Found("Письма", str(row), note, reverse("protocols:dispatch", args=(row.pk,)))
