"""The working calendar as the portal keeps it: stored years, the office's overrides, decrees."""

from functools import cache

from ranking_portal import clock
from ranking_portal.deadlines.calendar import Override, WorkingCalendar, YearDays, with_overrides, year_from_package
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, CalendarYear
from ranking_portal.journal.standing import until_told
from ranking_portal.region import REGION


@until_told
def stored_year(year: int) -> YearDays:
    """The year's calendar with overrides; taken from the package and stored when first used."""
    kept = CalendarYear.objects.filter(year=year).first()
    if kept is None:
        kept, _ = CalendarYear.objects.get_or_create(
            year=year, defaults={"content": year_from_package(year).as_plain(), "stored_at": clock.now()}
        )
    rows = CalendarOverride.objects.filter(day__year=year)
    # What the office has entered stands over the days of the region.
    overrides = [Override(one.day, one.working, one.act) for one in REGION.days]
    overrides += [Override(row.day, row.working, row.act) for row in rows]
    decreed = CalendarDecree.objects.filter(year=year).exists()
    return with_overrides(YearDays.from_plain(kept.content), overrides, decree_entered=decreed)


def working_calendar() -> WorkingCalendar:
    """A calendar that reads each year once; make a new one for each piece of work."""
    return WorkingCalendar(cache(stored_year))
