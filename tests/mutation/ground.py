"""The rules by room, and the tests that watch over them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """Modules whose every change a test of the room must notice; `steps`: apps whose steps belong to it too."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    steps: tuple[str, ...] = ()


ROOMS: dict[str, Room] = {
    "rights": Room(
        modules=(
            "ranking_portal.accounts.predicates",
            "ranking_portal.accounts.access",
            *(f"ranking_portal.{room}.rules" for room in ("accounts", "api", "deadlines", "demo", "notices")),
            *(f"ranking_portal.{room}.rules" for room in ("personal", "reference", "regulation")),
            *(f"{app}.rules" for app in ("projects", "ranking", "protocols", "bonus_fund")),
            "projects.queries",
        ),
        tests=(
            "tests/access/test_rights.py",
            "tests/access/test_rights_of_objects.py",
            "tests/access/test_fail_closed.py",
            "tests/projects/test_rules.py",
            "tests/projects/test_queries.py",
            "tests/projects/test_pages_card.py",
            "tests/projects/test_pages_cards.py",
        ),
    ),
    "guards of the council": Room(
        modules=(
            "protocols.guards",
            "protocols.dispatch_guards",
            "protocols.sitting",
            "protocols.voting",
            "ranking.guards",
        ),
        steps=("protocols", "ranking"),
        tests=(
            "tests/protocols/test_voting_rules.py",
            "tests/protocols/test_guard_reasons.py",
            "tests/protocols/test_sitting.py",
            "tests/protocols/test_preparing.py",
            "tests/protocols/test_guards_everywhere.py",
            "tests/protocols/test_governor.py",
            "tests/protocols/test_dispatch.py",
            "tests/protocols/test_letters.py",
            "tests/protocols/test_settled.py",
            "tests/ranking/test_rankings.py",
            "tests/ranking/test_load_methodology.py",
        ),
    ),
    "guards of the money": Room(
        modules=(
            "bonus_fund.guards.distributing",
            "bonus_fund.guards.funds",
            "bonus_fund.guards.proposals",
        ),
        steps=("bonus_fund",),
        tests=(
            "tests/bonus_fund/test_guards_announcing.py",
            "tests/bonus_fund/test_guards_proposals.py",
            "tests/bonus_fund/test_agreement.py",
            "tests/bonus_fund/test_fund_pages.py",
            "tests/bonus_fund/test_proposal_way.py",
            "tests/bonus_fund/test_proposal_writing.py",
            "tests/bonus_fund/test_registers.py",
            "tests/bonus_fund/test_checking_desk.py",
        ),
    ),
    "scoring": Room(
        modules=("ranking.scoring", "ranking.scales", "ranking.need", "ranking.coefficients"),
        tests=(
            "tests/ranking/test_scales.py",
            "tests/ranking/test_scoring.py",
            "tests/ranking/test_need.py",
            "tests/ranking/test_coefficients.py",
            "tests/ranking/test_standing.py",
            "tests/ranking/test_explaining.py",
            "tests/ranking/test_hints.py",
            "tests/ranking/test_scoring_properties.py",
            "tests/ranking/test_load_methodology.py",
            "tests/ranking/test_workshop.py",
            "tests/ranking/test_pages.py",
        ),
    ),
    "distribution": Room(
        modules=("bonus_fund.distribution", "bonus_fund.filling", "bonus_fund.exact"),
        tests=(
            "tests/bonus_fund/test_distribution.py",
            "tests/bonus_fund/test_coefficients.py",
            "tests/bonus_fund/test_distribution_command.py",
            "tests/bonus_fund/test_filling.py",
            "tests/bonus_fund/test_exact.py",
            "tests/bonus_fund/test_distribution_properties.py",
        ),
    ),
    "checks": Room(
        modules=(
            "bonus_fund.checks",
            *(
                f"bonus_fund.checks.{name}"
                for name in (
                    "body_share_exceeded",
                    "facts",
                    "once_per_proposal",
                    "own_agreement",
                    "positions",
                    "recipients_are_members",
                    "several_projects",
                    "total_within_fund",
                    "within_ceiling",
                )
            ),
        ),
        tests=("tests/bonus_fund/checks",),
    ),
    "terms": Room(
        modules=(
            "ranking_portal.deadlines.calendar",
            "ranking_portal.deadlines.services",
            "ranking_portal.deadlines.enforcing",
        ),
        tests=(
            "tests/deadlines/test_calendar.py",
            "tests/deadlines/test_calendar_properties.py",
            "tests/deadlines/test_terms.py",
            "tests/deadlines/test_enforcing.py",
            "tests/deadlines/test_reminding.py",
            "tests/deadlines/test_successions.py",
            "tests/deadlines/test_telling_once.py",
            "tests/deadlines/test_run_on.py",
            "tests/deadlines/test_discipline.py",
            "tests/deadlines/test_pages.py",
            "tests/deadlines/test_calendar_pages.py",
            "tests/bonus_fund/test_terms_of_money.py",
            "tests/bonus_fund/test_proposal_way.py",
            "tests/protocols/test_dispatch.py",
            "tests/protocols/test_governor.py",
        ),
    ),
}
