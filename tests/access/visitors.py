"""Who tries every address: one account of each role, heads of the own and of another project and body, and nobody."""

from ranking_portal.accounts.enums import GRANTABLE_ROLES

ANONYMOUS, NOBODY = "anonymous", "nobody"
HEADS = ("own_project_head", "other_project_head", "own_authority_head", "other_authority_head")
# Columns of the tables: who asks. "own" and "other" are so to the project E3 and to its responsible body.
VISITORS = (ANONYMOUS, NOBODY, *(role.value for role in GRANTABLE_ROLES), *HEADS)
