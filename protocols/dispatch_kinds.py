"""Kinds of documents that go to an addressee; a higher room registers its own.

A kind says who sends, who receives, which events its sending and receipt are, and how its paper is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ranking_portal.accounts.enums import Role
from ranking_portal.paper import Paper


def _nothing_against(dispatch: Any) -> list[str]:
    return []


def _always(dispatch: Any) -> bool:
    return True


@dataclass(frozen=True)
class DispatchKind:
    """What a document is. `sent` and `received` name events; "" where nobody waits for one.

    `sender` prepares and sends, `addressee` acknowledges (the very office, where the dispatch names one).
    `since(dispatch)`: the legal day before which it cannot be sent; `against(dispatch)`: what else stands in the way.
    `stands(dispatch)`: what it is about has not been replaced; the receipt of what has been starts nothing.
    `paper(dispatch)`: its paper; `url(dispatch)`: the page of what it is about. `readers`: the permission of those who
    see its paper besides the parties.
    """

    code: str
    title: str
    clause: str
    sender: Role
    addressee: Role
    paper: Callable[[Any], Paper]
    url: Callable[[Any], str]
    since: Callable[[Any], date | None]
    sent: str = ""
    received: str = ""
    against: Callable[[Any], list[str]] = _nothing_against
    stands: Callable[[Any], bool] = _always
    tells_sums: bool = False
    readers: str = ""
    # Sent by the dozen at once: whoever sends does not wait for their papers.
    en_masse: bool = False


_kinds: dict[str, DispatchKind] = {}


def register(kind: DispatchKind) -> DispatchKind:
    """Make a kind known; a second one of the same code is an error."""
    if kind.code in _kinds:
        raise ValueError(f"kind of dispatch {kind.code!r} is registered already")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> DispatchKind:
    """A kind by its code; raises KeyError."""
    return _kinds[code]


def all_kinds() -> list[DispatchKind]:
    """Every kind, in order of code."""
    return [_kinds[code] for code in sorted(_kinds)]
