"""The side of every page: five steps of the law, then what concerns all of them.

The upper apps register their entries from `menu.py`; the ground names none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.journal.standing import until_told
from ranking_portal.typed import whole_number

SESSION_KEY = "year"
PAGE_YEAR = "portal_page_year"
DONE, NOW, AHEAD = "done", "now", ""


@dataclass(frozen=True)
class MenuStep:
    """A step of the law in the side menu. `state(year)` is "done", "now" or ""."""

    number: int
    title: str
    url_name: str
    permission: str
    prefixes: tuple[str, ...]
    state: Callable[[int], str]


@dataclass(frozen=True)
class MenuLink:
    """A page that serves every step."""

    order: int
    glyph: str
    title: str
    url_name: str
    permission: str


_steps: dict[int, MenuStep] = {}
_links: dict[str, MenuLink] = {}
_years: list[Callable[[], list[int]]] = []
_year_in_work: list[Callable[[date], int | None]] = []


def add_step(step: MenuStep) -> None:
    """Register a step of the law."""
    _steps[step.number] = step


def add_link(link: MenuLink) -> None:
    """Register a page."""
    _links[link.url_name] = link


def years_from(source: Callable[[], list[int]]) -> Callable[[], list[int]]:
    """Register who knows the years that have been opened."""
    _years[:] = [source]
    return source


def year_in_work_from(source: Callable[[date], int | None]) -> Callable[[date], int | None]:
    """Register who knows in which year something is due next."""
    _year_in_work[:] = [source]
    return source


def years() -> list[int]:
    """Opened years, newest first."""
    return _years[0]() if _years else []


def working_year(request: HttpRequest) -> int | None:
    """The year to work in: the page's own (`show_year`, the address), else as chosen, else the one in which something
    is due next, else the running one; None before the first year is opened."""
    known = years()
    match = getattr(request, "resolver_match", None)
    in_address = match.kwargs.get("year") if match else None
    # A reminder leads to a list in the year that it is about: /funds/?year=2025.
    named = whole_number(request.GET.get("year"))
    for candidate in (getattr(request, PAGE_YEAR, None), in_address, named, request.session.get(SESSION_KEY)):
        if candidate in known:
            return int(candidate)
    today = clock.today()
    running = [year for year in known if year <= today.year]
    if running and (asked := _year_in_work[0](today) if _year_in_work else None) in running:
        return asked
    return max(running) if running else (min(known) if known else None)


def show_year(request: HttpRequest, year: int) -> None:
    """Say that the page is about an object of the year: the frame around it shows that year."""
    setattr(request, PAGE_YEAR, year)


def steps(request: HttpRequest, year: int | None) -> list[dict[str, Any]]:
    """The steps that the user may see, with their state in the year."""
    states = _states(year) if year else {}
    return [
        {
            "number": step.number,
            "title": step.title,
            "url": reverse(step.url_name),
            "state": states.get(step.number, AHEAD),
            "current": request.path.startswith(step.prefixes),
        }
        for _, step in sorted(_steps.items())
        if permitted(request.user, step.permission)
    ]


@until_told
def _states(year: int) -> dict[int, str]:
    """State of each step by its number."""
    return {number: step.state(year) for number, step in _steps.items()}


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages that the user may see."""
    return [
        {"glyph": link.glyph, "title": link.title, "url": reverse(link.url_name), "current": _is_at(request, link)}
        for link in sorted(_links.values(), key=lambda link: link.order)
        if permitted(request.user, link.permission)
    ]


def _is_at(request: HttpRequest, link: MenuLink) -> bool:
    return request.path.startswith(reverse(link.url_name))
