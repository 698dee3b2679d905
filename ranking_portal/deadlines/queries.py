"""Which terms a user sees, and which are his."""

from typing import Any

from django.db.models import Q, QuerySet

from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import DERIVED_ROLES, Role
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline


def _of_offices(user: Any) -> Q:
    return Q(office__in=[office.key for office in user.offices])


def visible(user: Any) -> QuerySet[Deadline]:
    """Terms the user may see: all of them, or those of the offices he holds and of the whole year."""
    rows: QuerySet[Deadline] = Deadline.objects.all()
    return rows if permitted(user, "deadlines.view_all") else rows.filter(_of_offices(user) | Q(object_key=""))


def mine(user: Any) -> QuerySet[Deadline]:
    """Open terms that the user himself must meet: by role, or by the office held where the term names one."""
    roles = [role for role in user.roles if role not in DERIVED_ROLES]
    rows: QuerySet[Deadline] = Deadline.objects.filter(state=DeadlineState.OPEN)
    return rows.filter(Q(office="", who__in=roles) | _of_offices(user))


def awaited_from_others(user: Any) -> QuerySet[Deadline]:
    """Open terms of others that the office and the Committee watch."""
    if not user.roles & {Role.OFFICE, Role.ECONOMY_COMMITTEE, Role.AUDITOR}:
        return Deadline.objects.none()
    return visible(user).filter(state=DeadlineState.OPEN).exclude(pk__in=mine(user).values("pk"))
