"""Where an organization or a person is mentioned by the apps upstairs: they register, the directory knows none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ranking_portal.directory.models import Organization, Person


@dataclass(frozen=True)
class Mention:
    """One line: under which heading, what, in which part, where to read on."""

    group: str
    title: str
    note: str
    url: str


Source = Callable[[Any, Organization | Person], Iterable[Mention]]
_sources: list[Source] = []


def mentions_from(source: Source) -> Source:
    """Register a source: (user, organization or person) -> mentions that this user may see."""
    if source not in _sources:
        _sources.append(source)
    return source


def mentions(user: Any, subject: Organization | Person) -> dict[str, list[Mention]]:
    """Mentions by heading, in the order of registration."""
    groups: dict[str, list[Mention]] = {}
    for source in _sources:
        for mention in source(user, subject):
            groups.setdefault(mention.group, []).append(mention)
    return groups
