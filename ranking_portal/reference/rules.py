"""Who sees and keeps the reference data of organizations and people."""

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.predicates import (
    add_permission,
    has_role,
    is_admin,
    is_administration,
    is_auditor,
    is_authority_head,
    is_council,
    is_economy,
    is_finance,
    is_governor_office,
    is_office,
    is_project_head,
)

keeps_reference_data = has_role(Role.OFFICE, Role.ADMIN)
sees_people = is_office | is_administration | is_economy | is_council | is_auditor | is_admin
sees_directory = sees_people | is_governor_office | is_finance

add_permission("directory.view", sees_directory)
add_permission("directory.view_some", sees_directory | is_project_head | is_authority_head)
add_permission("directory.view_all_people", sees_people)
add_permission("directory.view_people", sees_people | is_project_head | is_authority_head)
add_permission("directory.edit", keeps_reference_data)
add_permission("directory.appoint", keeps_reference_data)
