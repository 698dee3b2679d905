"""A term written straight into the database."""

from datetime import date

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Deadline

OPENED, DUE = date(2026, 2, 13), date(2026, 2, 20)


def term(**fields):
    """An open term of five working days, opened on Friday, 13 February."""
    given = {
        "year": 2025,
        "code": "fund_notices",
        "clause": "2.6",
        "title": "Рассчитать фонды",
        "object_label": "2025 год",
        "who": Role.OFFICE,
        "event_on": OPENED,
        "opened_at": clock.now(),
        "due_on": DUE,
        "act_by": DUE,
        "working_days": 5,
        "next_check_on": OPENED,
    }
    return Deadline.objects.create(**(given | fields))
