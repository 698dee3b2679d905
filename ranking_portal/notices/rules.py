"""Who sees what has not left the portal, and who sends it again."""

from ranking_portal.accounts.predicates import add_permission, is_admin, is_auditor, is_human, is_office

add_permission("notices.view_outbox", is_office | is_admin | is_auditor)
add_permission("notices.resend", is_human & (is_office | is_admin))
