"""February of an installation: sizes of the funds are announced, sixty heads have a draft each and five working days.

Run by tools/load/run.py with the environment of the installation; writes who acts into the file that is named.
"""

import json
import os
import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECTS, FUNDED, BODIES, READERS = 51, 6, 54, 20
# Of a team; each serves in a body of his own.
MEMBERS = BODIES // FUNDED
PARTICIPANTS = 3
APPROVED, RECEIVED, ANNOUNCED = date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 12)
YEAR = 2025


def bodies() -> dict[str, Any]:
    """Bodies with their heads and people."""
    from tests import factories

    found = {}
    for number in range(BODIES):
        name = f"ОРГ-{number:02}"
        body = factories.OrganizationFactory.create(short_name=name, full_name=f"Орган {number:02}")
        people = [factories.PersonFactory.create() for _ in range(PARTICIPANTS + 1)]
        for person in people:
            factories.PostFactory.create(person=person, year=YEAR, organization=body)
        found[name] = {"body": body, "people": people, "head": factories.body_head(body)}
    return found


def teams(of: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    """Teams of the funded projects and infrastructure participants; accounts of the heads of projects by code."""
    from projects import models as register
    from projects.enums import TeamRole
    from tests import factories

    since, heads = date(YEAR, 1, 1), {}
    cards = {code: register.ProjectYear.objects.get(project__code=code, cycle__year=YEAR) for code in codes}
    cycle = cards[codes[0]].cycle
    for number, one in enumerate(of.values()):
        card, (member, *others) = cards[codes[number % FUNDED]], one["people"]
        register.TeamMember.objects.create(card=card, person=member, role=TeamRole.MEMBER, since=since)
        for person in others:
            register.InfrastructureParticipant.objects.create(
                cycle=cycle, person=person, function="Бюджетное планирование", since=since
            )
    for code, card in cards.items():
        heads[code] = factories.project_head(card)
    return heads


def announced() -> tuple[dict[str, Any], dict[str, Any]]:
    """The protocol is approved and received, the fund is computed and announced; nobody has written a sum."""
    from django.core.files.base import ContentFile

    from bonus_fund.models import FundRecalculation
    from bonus_fund.services import funds
    from protocols.models import Dispatch
    from protocols.services import dispatching
    from ranking_portal import clock
    from ranking_portal.accounts.enums import Role
    from ranking_portal.workflow.engine import perform
    from tests import factories
    from tests.protocols.council import confirmed_ranking, council

    codes = [f"P{number:02}" for number in range(PROJECTS)]
    with clock.at(APPROVED):
        ranking = confirmed_ranking(*codes)
        of = bodies()
        heads = teams(of, codes[:FUNDED])
        sitting, administration = council(), factories.user_with(Role.ADMINISTRATION)
        protocol = sitting.approved(ranking, *codes[:FUNDED])
    with clock.at(RECEIVED):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=protocol.pk)
        perform(letter, "send", by=sitting.office, number="01-12/15")
        dispatching.acknowledge(letter, by=administration)
        fund = funds.enter(
            FundRecalculation.objects.get(year=YEAR),
            by=administration,
            basis=ContentFile(b"%PDF-1.7 order", name="order.pdf"),
            team_kopecks=24_500_000_00,
            infrastructure_kopecks=6_200_000_00,
            basis_title="Распоряжение № 7-р",
        )
        fund = perform(fund, "submit", by=administration, number="УД-1")
    with clock.at(ANNOUNCED):
        fund = perform(fund, "accept", by=sitting.office)
        distribution = perform(fund.distribution, "compute", by=sitting.office)
        perform(distribution, "announce", by=sitting.office, number="12-45")
    return {f"project:{code}": head for code, head in heads.items()}, {
        f"authority:{name}": one["head"] for name, one in of.items()
    }


def session_of(user: Any) -> str:
    """He has signed in this morning; the key of his session."""
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    return str(browser.cookies["sessionid"].value)


def actors() -> dict[str, Any]:
    """Everybody who acts, by what he does."""
    from bonus_fund.models import BonusProposal
    from ranking_portal.accounts.enums import Role
    from tests import factories

    project_heads, body_heads = announced()
    proposals = dict(BonusProposal.objects.values_list("scope", "pk"))
    seeing = [Role.OFFICE, Role.ECONOMY_COMMITTEE, Role.AUDITOR, Role.ADMINISTRATION]
    readers = [factories.user_with(seeing[number % len(seeing)]) for number in range(READERS)]
    return {
        "heads": [
            {"session": session_of(user), "proposal": proposals[scope], "body": scope.startswith("authority")}
            for scope, user in (project_heads | body_heads).items()
        ],
        "readers": [{"session": session_of(user)} for user in readers],
        "ranking": _ranking(),
    }


def _ranking() -> int:
    from ranking.models import Ranking

    return int(Ranking.objects.filter(state="confirmed").latest("as_of").pk)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    random.seed(int(os.environ.get("SEED") or 1))
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(actors()), encoding="utf-8")


if __name__ == "__main__":
    main()
