"""A year of two funded projects and three bodies, carried as far as a test needs it, in the field's words.

2025: A1 (members in КЗ and КТ), B2 (a member in КЗ), C3 without a coefficient; infrastructure participants in КЗ, КФ.
The protocol is approved on 9 February 2026, received by the Administration on the 10th, the fund submitted on the 11th,
accepted, computed and announced on the 12th.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from bonus_fund.services import funds, proposing
from bonus_fund.services.proposing import Written
from projects import models as register
from projects.enums import TeamRole
from protocols.models import Dispatch, Protocol
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Organization, Person
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.preparing import papers_later
from tests.protocols.council import confirmed_ranking, council

APPROVED, RECEIVED, SUBMITTED, ANNOUNCED = (date(2026, 2, day) for day in (9, 10, 11, 12))
ACKNOWLEDGED = date(2026, 2, 13)
TEAM, INFRASTRUCTURE = 1_000_000_01, 250_000_00


@dataclass
class Year:
    """Who acts, and what there is so far."""

    office: User
    administration: User
    economy: User
    auditor: User
    governor: User
    heads: dict[str, User]  # of projects, by code
    bodies: dict[str, Organization]
    body_heads: dict[str, User]  # by short name
    people: dict[str, Person]
    protocol: Protocol
    fund: FundRecalculation | None = None
    distribution: FundDistribution | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def proposal(self, name: str) -> BonusProposal:
        """The current proposal of a project or a body, by code or short name."""
        rows = BonusProposal.objects.filter(year=2025).exclude(state="superseded")
        found: BonusProposal = rows.get(scope__in=(f"project:{name}", f"authority:{name}"))
        return found

    def notice(self, scope: str) -> Dispatch:
        """The newest notice of size of a scope."""
        found: Dispatch = Dispatch.objects.filter(kind__startswith="fund_notice", scope=scope).order_by("-pk")[0]
        return found

    def write(self, name: str, **roubles: int) -> BonusProposal:
        """The author gives each named person so many roubles: `write("A1", Белова=100)`."""
        proposal = self.proposal(name)
        author = self.heads.get(name) or self.body_heads[name]
        lines = {
            line.pk: Written(roubles[line.person_name.split()[0]] * 100, "За результат.")
            for line in proposal.lines.all()
            if line.person_name.split()[0] in roubles
        }
        return proposing.write(proposal, lines, by=author)

    def agree_all(self, name: str) -> BonusProposal:
        """Asked, and agreed by every body."""
        proposal = perform(self.proposal(name), "ask_agreement", by=self.heads[name])
        for agreement in proposal.agreements.filter(state="awaited"):
            perform(agreement, "agree", by=self.body_heads[agreement.authority])
        return self.proposal(name)


@papers_later()
def approved_year() -> Year:
    """The council has approved the protocol: A1 and B2 have coefficient 1."""
    ranking = confirmed_ranking("A1", "B2", "C3")
    bodies = {
        name: factories.OrganizationFactory.create(short_name=name, full_name=f"Комитет {name}")
        for name in ("КЗ", "КТ", "КФ")
    }
    people = {}
    for surname, body in (("Белова", "КЗ"), ("Громов", "КТ"), ("Дёмина", "КЗ"), ("Ершов", "КФ"), ("Жилин", "КЗ")):
        person = factories.PersonFactory.create(full_name=f"{surname} Анна Петровна")
        factories.PostFactory.create(person=person, year=2025, organization=bodies[body])
        people[surname] = person
    cards = {code: register.ProjectYear.objects.get(project__code=code) for code in ("A1", "B2", "C3")}
    _serve(cards["A1"], people["Белова"], date(2025, 1, 1))
    _serve(cards["A1"], people["Громов"], date(2025, 7, 1))
    _serve(cards["B2"], people["Дёмина"], date(2025, 1, 1), date(2025, 3, 31))
    for surname in ("Ершов", "Жилин"):
        register.InfrastructureParticipant.objects.create(
            cycle=cards["A1"].cycle, person=people[surname], function="Бюджетное планирование", since=date(2025, 1, 1)
        )
    sitting = council()
    year = Year(
        office=sitting.office,
        administration=factories.user_with(Role.ADMINISTRATION),
        economy=factories.user_with(Role.ECONOMY_COMMITTEE),
        auditor=factories.user_with(Role.AUDITOR),
        governor=factories.user_with(Role.GOVERNOR_OFFICE),
        heads={code: factories.project_head(card) for code, card in cards.items()},
        bodies=bodies,
        body_heads={name: factories.body_head(body) for name, body in bodies.items()},
        people=people,
        protocol=sitting.approved(ranking, "A1", "B2"),
    )
    year.extra = {"council": sitting, "ranking": ranking}
    return year


def _serve(card: register.ProjectYear, person: Person, since: date, until: date | None = None) -> None:
    register.TeamMember.objects.create(card=card, person=person, role=TeamRole.MEMBER, since=since, until=until)


@papers_later()
def received_year() -> Year:
    """The Administration has received the protocol: its recalculation is awaited."""
    year = approved_year()
    with clock.at(RECEIVED):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=year.protocol.pk)
        perform(letter, "send", by=year.office, number="01-12/15")
        dispatching.acknowledge(letter, by=year.administration)
        year.fund = FundRecalculation.objects.get(year=2025)
    return year


def enter(year: Year, team: int = TEAM, infrastructure: int = INFRASTRUCTURE) -> FundRecalculation:
    """The Administration writes the sums (kopecks) and their basis."""
    assert year.fund is not None
    basis = ContentFile(b"%PDF-1.7 order", name="order.pdf")
    entered: dict[str, Any] = {
        "team_kopecks": team,
        "infrastructure_kopecks": infrastructure,
        "basis_title": "Распоряжение № 7-р",
    }
    year.fund = funds.enter(year.fund, by=year.administration, basis=basis, **entered)
    return year.fund


@papers_later()
def submitted_year(team: int = TEAM, infrastructure: int = INFRASTRUCTURE) -> Year:
    """The size of the general fund has left for the office."""
    year = received_year()
    with clock.at(SUBMITTED):
        fund = enter(year, team, infrastructure)
        year.fund = perform(fund, "submit", by=year.administration, number="УД-1")
    return year


@papers_later()
def computed_year(team: int = TEAM, infrastructure: int = INFRASTRUCTURE) -> Year:
    """The office has accepted the fund and computed its distribution."""
    year = submitted_year(team, infrastructure)
    with clock.at(ANNOUNCED):
        assert year.fund is not None
        year.fund = perform(year.fund, "accept", by=year.office)
        year.distribution = perform(year.fund.distribution, "compute", by=year.office)
    return year


@papers_later()
def announced_year(team: int = TEAM, infrastructure: int = INFRASTRUCTURE) -> Year:
    """Sizes are announced: notices are sent, drafts of proposals are open."""
    year = computed_year(team, infrastructure)
    with clock.at(ANNOUNCED):
        assert year.distribution is not None
        year.distribution = perform(year.distribution, "announce", by=year.office, number="12-45")
    return year


@papers_later()
def acknowledged_year() -> Year:
    """Everybody has acknowledged his notice on 13 February: five working days run to 20 February."""
    year = announced_year()
    with clock.at(ACKNOWLEDGED):
        for code in ("A1", "B2"):
            dispatching.acknowledge(year.notice(f"project:{code}"), by=year.heads[code])
        for name in ("КЗ", "КТ", "КФ"):
            dispatching.acknowledge(year.notice(f"authority:{name}"), by=year.body_heads[name])
    return year
