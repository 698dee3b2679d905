"""Telling people something: whoever stands below the inbox posts it, the inbox takes it from there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.offices import holders_of
from ranking_portal.workflow import outbox
from ranking_portal.workflow.models import OutboxMessage

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


def tell(what: Mapping[int, list[Told]]) -> list[OutboxMessage]:
    """Tell people things: keys of accounts -> what each is told, in one message a person."""
    return outbox.post_all(TELL, ({"user": user, "told": [asdict(one) for one in told]} for user, told in what.items()))


def accounts_of(
    day: date, *, roles: Collection[Role] = (), offices: Collection[str] = (), users: Iterable[int] = ()
) -> list[int]:
    """Keys of accounts that may sign in: those named, those who have a role on the day, those who hold an office.

    `offices` are keys: "project:E3:2025", "body:КЗ".
    """
    people = {person for held in holders_of(offices, day).values() for person in held}
    granted = RoleGrant.objects.on(day).filter(role__in=roles).values("user")
    found = User.objects.filter(Q(pk__in=list(users)) | Q(pk__in=granted) | Q(person__in=people), is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def tell_all(users: Iterable[int], one: Told) -> list[OutboxMessage]:
    """Tell the same to several people (see `accounts_of`)."""
    return tell({user: [one] for user in users})
