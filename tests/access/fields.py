"""Fields that tell of people and of payment, and the hand-written table of who sees each (fields.csv)."""

from protocols.models import CouncilSeat
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Person

# Models whose keys lead to people.
PEOPLE = (Person, User, CouncilSeat)
