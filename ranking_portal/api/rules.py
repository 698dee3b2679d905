"""Who issues tokens and who sees which have been issued. What a token opens: see `sections`."""

from ranking_portal.accounts.predicates import (
    add_permission,
    is_admin,
    is_auditor,
    is_human,
    is_office,
    is_signed_in,
)

add_permission("api.read_about", is_signed_in)
add_permission("api.view_clients", is_admin | is_office | is_auditor)
add_permission("api.manage_clients", is_human & (is_admin | is_office))
