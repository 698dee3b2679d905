"""People of one role each, as rules see them: no rows behind them."""

from dataclasses import dataclass
from typing import Any

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM

HOLDERS = ("nobody", *Role.values, "system")


@dataclass(frozen=True)
class Holder:
    """A person of some roles; `office` is the one office that he holds wherever his role is one."""

    roles: frozenset[str]
    office: str = "office:1"
    pk: int = 1
    person_id: int | None = 1
    is_system: bool = False
    is_authenticated: bool = True
    is_active: bool = True

    def office_keys(self, role: str) -> frozenset[str]:
        """His office, where he has the role."""
        return frozenset({self.office}) if role in self.roles else frozenset()


def holder(name: str, **about: Any) -> Any:
    """Somebody of the role alone, of none, or the portal itself."""
    if name == "system":
        return SYSTEM
    return Holder(frozenset({name}) if name != "nobody" else frozenset(), **about)
