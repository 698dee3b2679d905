"""Which terms a user sees, which are his, and which are his organization's."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import DERIVED_ROLES, Role
from ranking_portal.deadlines.bodies import bodies_in, body_of
from ranking_portal.deadlines.enums import OVERDUE, DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Post
from ranking_portal.directory.queries import BODY_PREFIX, matching

LATELY_DAYS = 14
SEARCHED = ("title", "object_label", "clause")


def _of_offices(user: Any) -> Q:
    return Q(office__in=[office.key for office in user.offices])


def visible(user: Any) -> QuerySet[Deadline]:
    """Terms the user may see: all of them, or those of the offices he holds and of the whole year."""
    rows: QuerySet[Deadline] = Deadline.objects.all()
    return rows if permitted(user, "deadlines.view_all") else rows.filter(_of_offices(user) | Q(object_key=""))


def own(user: Any) -> QuerySet[Deadline]:
    """Terms that were or are for the user himself to meet: by role, or by the office held where the term names one."""
    roles = [role for role in user.roles if role not in DERIVED_ROLES]
    rows: QuerySet[Deadline] = Deadline.objects.all()
    return rows.filter(Q(office="", who__in=roles) | _of_offices(user))


def mine(user: Any) -> QuerySet[Deadline]:
    """Open terms that the user himself must meet."""
    return own(user).filter(state=DeadlineState.OPEN)


def of_organization(user: Any, year: int) -> QuerySet[Deadline]:
    """Terms of the year that the user's organization answers for, as far as he may see them.

    His organization: the bodies he heads, the one he served in that year, and the office that his role stands for.
    """
    names = {office.key.removeprefix(BODY_PREFIX) for office in user.offices if office.key.startswith(BODY_PREFIX)}
    if user.person_id:
        posts = Post.objects.filter(person=user.person_id, year=year)
        names |= set(posts.values_list("organization__short_name", flat=True))
    known = bodies_in(year) if names else {}
    keys = [key for key in known if body_of(key, known) in names] + [f"authority:{name}" for name in names]
    rows = visible(user).filter(year=year)
    return rows.filter(Q(object_key__in=keys) | Q(pk__in=own(user).values("pk")))


def in_state(rows: QuerySet[Deadline], state: str, today: date) -> QuerySet[Deadline]:
    """Terms in a state on a day; "overdue" is open past the due day, and "open" is then within it."""
    if state == OVERDUE:
        return rows.filter(state=DeadlineState.OPEN, due_on__lt=today)
    if state == DeadlineState.OPEN:
        return rows.filter(state=state, due_on__gte=today)
    return rows.filter(state=state)


def sought(rows: QuerySet[Deadline], text: str) -> QuerySet[Deadline]:
    """Terms whose deed, object or clause has every word."""
    return rows.filter(matching(text, *SEARCHED))


def done_lately(user: Any, today: date) -> QuerySet[Deadline]:
    """Terms that the user may see and that were met within the last days, the newest first."""
    since = today - timedelta(days=LATELY_DAYS)
    rows = visible(user).filter(state__in=(DeadlineState.MET, DeadlineState.MET_LATE), done_on__range=(since, today))
    return rows.order_by("-done_on", "-pk")


def awaited_from_others(user: Any) -> QuerySet[Deadline]:
    """Open terms of others that the office and the Committee watch."""
    if not user.roles & {Role.OFFICE, Role.ECONOMY_COMMITTEE, Role.AUDITOR}:
        return Deadline.objects.none()
    return visible(user).filter(state=DeadlineState.OPEN).exclude(pk__in=mine(user).values("pk"))
