"""Telling people something: whoever stands below the inbox posts it, the inbox takes it from there."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ranking_portal.workflow import outbox

TELL = "notices.tell"


@dataclass(frozen=True)
class Told:
    """One thing to tell. `key` names it for ever: the same key is never told to the same person twice.

    `url` is a path of the portal; `urgent` goes out at once, whatever the person prefers.
    """

    key: str
    kind: str
    title: str
    text: str
    url: str
    clause: str = ""
    urgent: bool = False
    deadline: int | None = None


def tell(what: dict[int, list[Told]]) -> None:
    """Tell people things: keys of accounts -> what each is told, in one message a person."""
    outbox.post_all(TELL, ({"user": user, "told": [asdict(one) for one in told]} for user, told in what.items()))


def tell_all(users: Iterable[int], one: Told) -> None:
    """Tell the same to several people."""
    tell({user: [one] for user in users})
