"""The side menu's entry, and the year that the terms are about."""

from datetime import date, timedelta

from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.standing import until_told
from ranking_portal.ui import navigation
from ranking_portal.ui.navigation import MenuLink, add_link

# A term missed longer ago holds nobody in its year.
STILL_ASKED_FOR = timedelta(days=60)

add_link(MenuLink(25, "▦", "Календарь", "calendar", "deadlines.view"))
add_link(MenuLink(20, "☰", "Сроки", "deadlines", "deadlines.view"))


@navigation.year_in_work_from
@until_told
def year_in_work(today: date) -> int | None:
    """The year of the open term that is due first: a year is ranked and paid for when it is over."""
    asked = Deadline.objects.filter(state=DeadlineState.OPEN, due_on__gte=today - STILL_ASKED_FOR)
    return asked.order_by("due_on", "year").values_list("year", flat=True).first()
