"""Who sees what is kept of people, who draws extracts for them, who anonymises."""

from ranking_portal.accounts.predicates import add_permission, is_admin, is_auditor, is_human, is_office

add_permission("personal.view_register", is_office | is_auditor | is_admin)
# Whoever answers a person's request sees all that the extract tells.
add_permission("personal.extract", is_office)
# The console of the server acts as the system.
add_permission("personal.anonymise", is_admin | ~is_human)
