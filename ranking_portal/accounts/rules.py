"""Who may see and keep accounts, and who may read the journal (which stands below and knows no roles)."""

from ranking_portal.accounts.predicates import add_permission, is_admin, is_auditor, is_human, is_office

add_permission("accounts.view", is_admin | is_auditor)
# The console of the server makes the first administrator: it acts as the system.
add_permission("accounts.manage", is_admin | ~is_human)

add_permission("journal.view", is_office | is_auditor | is_admin)
# Details may tell sums and personal words: the administrator sees who did what and when, no more.
add_permission("journal.view_details", is_office | is_auditor)
