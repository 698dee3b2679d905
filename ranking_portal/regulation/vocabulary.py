"""What an edition may name because the portal knows how to carry it out: roles, events, parameters, checks.

Another region writes other values and terms; a name that no code answers to is a mistake in the file.
"""

# Values of accounts.enums.Role, repeated here to keep this module free of Django; a test holds them equal.
ROLES = frozenset(
    {
        "office",
        "project_head",
        "authority_head",
        "council_secretary",
        "council_member",
        "governor_office",
        "administration",
        "economy_committee",
        "finance_committee",
        "auditor",
        "admin",
    }
)

# What an obligation is opened for: once a year, or for each project, body or proposal.
PER = frozenset({"cycle", "project", "authority", "proposal"})

EVENTS = frozenset(
    {
        "projects.cycle.opened",
        "ranking.ranking.primary_confirmed",
        "ranking.ranking.clarifying_confirmed",
        "ranking.need.detected",
        "protocols.protocol.approved",
        "protocols.dispatch.sent_to_governor",
        "protocols.dispatch.sent_to_administration",
        "protocols.dispatch.received_by_administration",
        "bonus_fund.recalculation.submitted",
        "bonus_fund.recalculation.received",
        "bonus_fund.recalculation.returned",
        "bonus_fund.distribution.superseded",
        "bonus_fund.notices.all_sent",
        "bonus_fund.notice.received_by_project_head",
        "bonus_fund.notice.received_by_authority_head",
        "bonus_fund.team_proposal.submitted",
        "bonus_fund.infrastructure_proposal.submitted",
        "bonus_fund.proposal.submitted",
        "bonus_fund.proposal.withdrawn",
        "bonus_fund.proposal.returned",
        "bonus_fund.proposal.forwarded",
    }
)

INTEGER, INTEGERS, DECIMAL, SHARE = "integer", "integers", "decimal", "share"
DECIMALS, BOOLEAN, CHOICE, TEXT = "decimals", "boolean", "choice", "text"
TYPES = frozenset({INTEGER, INTEGERS, DECIMAL, DECIMALS, SHARE, BOOLEAN, CHOICE, TEXT})

# Every edition gives each of these, of this type.
PARAMETERS = {
    "max_projects": INTEGER,
    "allowed_coefficients": DECIMALS,
    "ceiling_multiplier": DECIMAL,
    "deemed_receipt": BOOLEAN,
    "deemed_receipt_days": INTEGER,
    "quorum": SHARE,
    "majority": SHARE,
    "primary_facts_year": CHOICE,
    "fixed_date_on_day_off": CHOICE,
    "count_major_repairs": BOOLEAN,
    "count_concessions": BOOLEAN,
    "discipline_fall": CHOICE,
    "wait_for_governor": BOOLEAN,
    "ceiling_for_infrastructure": BOOLEAN,
    "distribution_method": CHOICE,
    "average_method": CHOICE,
    "check_term_days": INTEGER,
}

# A type that editions stored earlier may still have.
FORMER_TYPES = {"allowed_coefficients": INTEGERS}

# Answers that the portal knows how to act upon.
CHOICES = {
    "primary_facts_year": frozenset({"ranked_year"}),
    "fixed_date_on_day_off": frozenset({"stays", "next_working_day"}),
    "discipline_fall": frozenset({"points", "any_share"}),
    "distribution_method": frozenset({"weighted_days", "equal_members"}),
    "average_method": frozenset({"fund_by_members"}),
}

CHECKS = frozenset({"total_within_fund", "within_ceiling", "recipients_are_members", "positions", "once_per_proposal"})

# Names that the address of an obligation may leave open.
URL_NAMES = frozenset({"year", "object"})
