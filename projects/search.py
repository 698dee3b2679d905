"""The register in the search over everything."""

from operator import attrgetter
from typing import Any

from django.urls import reverse

from projects.models import ProjectYear
from projects.queries import visible_cards
from ranking_portal.ui.search import Findable, Found, findable


def _line(card: ProjectYear) -> Found:
    code = card.project.code
    note = f"{code} · {card.national_project} · {card.cycle.year} год"
    return Found("Проекты", card.name, note, reverse("projects:card", args=(code, card.cycle.year)))


def _rows(user: Any) -> Any:
    # The newest card of a project stands for it.
    return visible_cards(user).order_by("-cycle__year", "project__code")


findable(
    Findable(
        "projects:card",
        "projects.view_some",
        _rows,
        _line,
        columns=("project__code", "name"),
        noise=("проект",),
        # A project is found once, although it has a card a year.
        same=attrgetter("project_id"),
        named={"code": "project__code", "year": "cycle__year"},
    )
)
