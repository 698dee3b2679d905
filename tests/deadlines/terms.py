"""A term written straight into the database, and what is told of it on a day."""

from datetime import date

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.deadlines.models import Deadline, Reminder

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


def run(day: date) -> list[tuple[str, str]]:
    """What is told on a day: kind and login, in order."""
    with clock.at(day):
        enforce()
    rows = Reminder.objects.filter(day=day).order_by("pk")
    return [(row.kind, row.recipient.full_name) for row in rows]
