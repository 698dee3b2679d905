"""Where data come from, each described in one file: which sheets it fills, what its headers are called, what goes.

How to write the next one: docs/import-profiles.md.
"""

from projects.importing.profiles.electronic_budget import ELECTRONIC_BUDGET
from projects.importing.profiles.office import OFFICE, SINGLE_SHEETS
from projects.importing.profiles.payroll import PAYROLL
from projects.importing.profiles.procurement import PROCUREMENT
from projects.importing.profiles.profile import Missing as Missing
from projects.importing.profiles.profile import Profile, Source

__all__ = ["BY_KEY", "OFFICE", "PROFILES", "Missing", "Profile", "Source", "title_of"]

PROFILES: tuple[Profile, ...] = (OFFICE, SINGLE_SHEETS, ELECTRONIC_BUDGET, PROCUREMENT, PAYROLL)
BY_KEY = {profile.key: profile for profile in PROFILES}


def title_of(key: str) -> str:
    """What a source is called; one that is no longer known by its key."""
    return BY_KEY[key].title if key in BY_KEY else key
