"""Where the button of an obligation leads: an edition names the address, the year and the object fill it."""

from functools import cache

from ranking_portal.deadlines.models import Deadline
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for

THE_YEAR = "/cycles/{year}/"


class Addresses:
    """Addresses of the pages where obligations are carried out; the edition of each year is read once."""

    def __init__(self) -> None:
        self._edition = cache(edition_for)

    def of(self, deadline: Deadline) -> str:
        """The page of the obligation; the year's line where the edition names none."""
        edition: Edition = self._edition(deadline.year)
        obligation = next((row for row in edition.obligations if row.code == deadline.code), None)
        template = obligation.url if obligation and obligation.url else THE_YEAR
        names = {"year": deadline.year, "object": deadline.object_key.partition(":")[2]}
        try:
            return template.format(**names)
        except (LookupError, ValueError):
            # An edition may be written by hand: a wrong address of one obligation must not stop the others' terms.
            return THE_YEAR.format(**names)
