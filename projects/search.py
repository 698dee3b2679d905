"""The register in the search over everything."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from projects.queries import visible_cards
from ranking_portal.accounts.access import permitted
from ranking_portal.directory.queries import matching
from ranking_portal.ui.search import Found, finder

MOST = 20


@finder
def projects(user: Any, words: str) -> Iterable[Found]:
    """Projects by code and name: the newest card of each that the user may see."""
    if not permitted(user, "projects.view_some"):
        return
    shown: set[str] = set()
    for card in visible_cards(user).filter(matching(words, "project__code", "name")).order_by("-cycle__year"):
        code = card.project.code
        if code not in shown and len(shown) < MOST:
            shown.add(code)
            note = f"{code} · {card.national_project} · {card.cycle.year} год"
            yield Found("Проекты", card.name, note, reverse("projects:card", args=(code, card.cycle.year)))
