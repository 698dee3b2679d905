"""Who sees and changes the register (deny by default)."""

from typing import Any

from projects import kept, mentions, offices, queries
from projects.models import ProjectYear
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.predicates import (
    add_permission,
    has_role,
    is_administration,
    is_auditor,
    is_authority_head,
    is_council,
    is_economy,
    is_human,
    is_office,
    is_project_head,
    predicate,
)

__all__ = ["kept", "mentions", "offices"]  # imported for what they register

sees_register = has_role(
    Role.OFFICE,
    Role.COUNCIL_SECRETARY,
    Role.COUNCIL_MEMBER,
    Role.GOVERNOR_OFFICE,
    Role.ADMINISTRATION,
    Role.ECONOMY_COMMITTEE,
    Role.FINANCE_COMMITTEE,
    Role.AUDITOR,
    Role.ADMIN,
)
sees_all_people = is_office | is_administration | is_economy | is_council | is_auditor
is_head = is_project_head | is_authority_head


@predicate
def sees_card(user: Any, card: ProjectYear | None = None) -> bool:
    """The card is among those visible to the user; without a card: he may open cards at all."""
    if card is None:
        return bool((sees_register | is_head)(user))
    return queries.visible_cards(user).filter(pk=card.pk).exists()


@predicate
def sees_people(user: Any, card: ProjectYear | None = None) -> bool:
    """All teams, the team of the user's own project, or the rows of his body's people (personal data)."""
    if card is None:
        return bool((sees_all_people | is_head)(user))
    return bool(sees_all_people(user)) or queries.heads(user, card) or queries.team_rows(user, card).exists()


add_permission("projects.view_register", sees_register)
add_permission("projects.view_some", sees_register | is_head)
add_permission("projects.view_card", sees_card)
add_permission("projects.view_all_people", sees_all_people)
add_permission("projects.view_people", sees_people)
add_permission("projects.view_infrastructure", sees_all_people | is_authority_head)
add_permission("projects.edit_facts", is_office)
add_permission("projects.import", is_office)
add_permission("projects.view_imports", is_office | is_auditor | has_role(Role.ADMIN))
add_permission("projects.open_cycle", is_office)
add_permission("projects.export_year", sees_register & sees_all_people)
add_permission("projects.view_quality", is_office | is_auditor | is_project_head)
add_permission("projects.view_all_quality", is_office | is_auditor)
add_permission("projects.accept_doubts", is_office & is_human)
