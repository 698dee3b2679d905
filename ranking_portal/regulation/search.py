"""Clauses of the law in the search over everything."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.regulation.entries import Clause, Part
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.ui.search import Found, finder

GROUP = "Регламент"


@finder
def clauses(user: Any, words: str) -> Iterable[Found]:
    """Clauses by number ("2.6", "пункт 2.6") and by words of their heading or of what is told in them."""
    stored = StoredEdition.objects.governing_on(clock.today())
    if stored is None or not permitted(user, "regulation.view"):
        return
    sought = words.lower().removeprefix("пункт").removeprefix("п.").strip()
    law = reverse("regulation:index")
    for clause in stored.edition.clauses:
        places: list[Clause | Part] = [clause, *clause.parts]
        for place in places:
            told = f"{place.title} {place.told} {place.portal}".lower()
            if sought and (place.number.startswith(sought) or sought in told):
                yield Found(GROUP, f"Пункт {place.number}: {place.title}", place.told, f"{law}#{place.anchor}")
