"""Who may act: a user, or the system itself (commands, scheduler)."""

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.offices import Office
from ranking_portal.journal.services import Actor


class System:
    """The system actor: may do what the office may, outside money and votes."""

    pk = None
    person_id = None
    person = None
    is_system = True
    is_authenticated = True
    is_active = True
    full_name = "Портал (система)"
    roles: frozenset[Role] = frozenset({Role.OFFICE})
    offices: tuple[Office, ...] = ()
    actor = Actor("system", "Портал (система)")

    def __str__(self) -> str:
        return self.full_name

    def office_keys(self, role: Role) -> frozenset[str]:
        """The system holds no office."""
        return frozenset()


SYSTEM = System()
STRANGER = Actor("anonymous", "Не вошедший в портал")
Principal = User | System
