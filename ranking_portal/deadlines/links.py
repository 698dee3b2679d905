"""Where the button of an obligation leads: an edition names the address, the year and the object fill it."""

from ranking_portal.deadlines.models import Deadline
from ranking_portal.regulation.services import edition_for


def action_url(deadline: Deadline) -> str:
    """Address of the page where the obligation is carried out; the year's line where the edition names none."""
    edition = edition_for(deadline.year)
    obligation = next((row for row in edition.obligations if row.code == deadline.code), None)
    template = obligation.url if obligation and obligation.url else "/cycles/{year}/"
    return template.format(year=deadline.year, object=deadline.object_key.partition(":")[2])
