"""Sections of the API: what may be read under which scope. Upper apps offer theirs from `api_v1.py`.

A section names the permission whose holders see the same on pages. Nobody issues a token for what he may not see
himself: the administrator of the portal opens no sums of bonuses, the office does.
"""

from dataclasses import dataclass
from typing import Any

from ninja import Router

from ranking_portal.accounts.access import permitted


@dataclass(frozen=True)
class Section:
    """`scope` is the word in the token, `address` the beginning of its addresses, `tells` what it gives, in Russian."""

    order: int
    scope: str
    address: str
    title: str
    tells: str
    permission: str
    router: Router


_sections: dict[str, Section] = {}


def add_section(section: Section) -> None:
    """Offer a section of the API."""
    _sections[section.scope] = section


def sections() -> list[Section]:
    """All sections in their order."""
    return sorted(_sections.values(), key=lambda section: section.order)


def may_issue(user: Any) -> list[Section]:
    """Sections that the user may open by a token: those that he sees himself."""
    return [section for section in sections() if permitted(user, section.permission)]


def titles_of(scopes: list[str]) -> list[str]:
    """Scopes in words; one that no app offers any more by its own name."""
    return [_sections[scope].title if scope in _sections else scope for scope in scopes]
