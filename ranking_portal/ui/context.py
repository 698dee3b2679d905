"""What every page shows around its content: the year, the steps of the law, who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ranking_portal import clock
from ranking_portal.ui import navigation
from ranking_portal.ui.unread import unread


def portal(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html."""
    shown: dict[str, Any] = {
        "portal_demo": settings.DEMO,
        "portal_today": clock.today(),
        "portal_clock_moved": bool(clock.shift()),
    }
    user = getattr(request, "user", None)
    # Whoever owes the portal a second factor sees its set-up only, and no way around it.
    if user is None or not user.is_authenticated or getattr(request, "factor_missing", False):
        return shown
    years = navigation.years()
    year = navigation.working_year(request)
    return shown | {
        "portal_open": True,
        "portal_year": year,
        "portal_years": years,
        "portal_steps": navigation.steps(request, year),
        "portal_links": navigation.links(request),
        "portal_user_name": user.full_name,
        "portal_user_roles": ", ".join(sorted(role.label for role in user.roles)),
        "portal_inbox_count": unread(user),
    }
