"""A council, a confirmed ranking, a sitting: what tests of the room start from, in the field's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command

from projects.models import Funding, Project
from protocols.enums import Choice, SeatRole
from protocols.models import CouncilSeat, Protocol
from protocols.services import agenda, preparing, sitting
from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.engine import perform
from tests import factories

METHODOLOGY = settings.BASE_DIR / "ranking_portal" / "demo" / "data" / "methodology-demo.yaml"
RANKED_ON, CONFIRMED_ON = date(2026, 1, 26), date(2026, 1, 28)
SINCE = date(2024, 1, 1)
HELD_ON = date(2026, 2, 9)


def confirmed_ranking(*codes: str, refused: Iterable[str] = (), as_of: date = RANKED_ON) -> Ranking:
    """The confirmed clarifying ranking of 2025; projects stand in the order of `codes`, `refused` have no money."""
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    for number, code in enumerate(codes):
        factories.complete_card(code, contracts=_contracts(number, len(codes)))
    for code in refused:
        Funding.objects.filter(card=factories.complete_card(code)).update(appropriation_kopecks=0)
    with clock.at(CONFIRMED_ON):
        rankings.confirm(rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM), by=SYSTEM)
        return clarifying(as_of)


def _contracts(number: int, among: int) -> int:
    """More contracts, a better place: the first third gets the most points, the last one the fewest."""
    return (12, 6, 1)[min(2, number * 3 // among)] if among < 20 else 1


def clarifying(as_of: date) -> Ranking:
    """A confirmed clarifying ranking of 2025 by the facts as of the day."""
    return rankings.confirm(rankings.calculate(2025, RankingKind.CLARIFYING, as_of, by=SYSTEM), by=SYSTEM)


def seat(role: SeatRole = SeatRole.MEMBER, name: str = "", **fields: Any) -> CouncilSeat:
    """A seat since long ago."""
    naming = {"full_name": name} if name else {}
    given = {"since": SINCE, "order": "распоряжение № 2-рп"} | fields
    made: CouncilSeat = CouncilSeat.objects.create(person=factories.PersonFactory.create(**naming), role=role, **given)
    return made


@dataclass
class Council:
    """Nine voting members (the chair first), the secretary, and the accounts that act."""

    seats: list[CouncilSeat]
    secretary_seat: CouncilSeat
    office: User
    secretary: User
    chair: User
    member: User

    def draft(self, ranking: Ranking, **sitting: Any) -> Protocol:
        """A draft of the office."""
        given: dict[str, Any] = {
            "number": "1",
            "held_on": HELD_ON,
            "place": "Санкт-Петербург",
            "chair": self.seats[0],
            "secretary": self.secretary_seat,
        }
        return preparing.draft(ranking, by=self.office, **(given | sitting))

    def propose(
        self,
        protocol: Protocol,
        code: str,
        grounds: tuple[int, ...] = (2,),
        why: str = "Новая технология.",
        coefficient: str = "1",
    ):
        """Propose a coefficient for the project."""
        project = Project.objects.get(code=code)
        return agenda.add_candidate(
            protocol, project, grounds=grounds, justification=why, by=self.office, coefficient=coefficient
        )

    def open(self, protocol: Protocol, present: int = 7) -> Protocol:
        """So many come, and voting is opened."""
        sitting.mark_present(protocol, self.seats[:present], by=self.secretary)
        return perform(protocol, "open_voting", by=self.secretary)

    def vote(self, protocol: Protocol, against: Iterable[int] = ()) -> None:
        """Everybody present votes in favour; on the questions at positions `against`, nobody but the chair."""
        present = [row.seat_id for row in protocol.attendances.all()]
        for question in protocol.questions.all():
            choice = Choice.AGAINST if question.position in set(against) else Choice.FOR
            choices = dict.fromkeys(present, choice.value) | {self.seats[0].pk: Choice.FOR.value}
            sitting.record_votes(question, choices, by=self.secretary)

    def approved(self, ranking: Ranking, *codes: str, against: Iterable[int] = (), **fields: Any) -> Protocol:
        """The whole way to an approved protocol."""
        protocol = self.draft(ranking, **fields)
        for code in codes:
            self.propose(protocol, code)
        protocol = self.open(protocol)
        self.vote(protocol, against)
        return perform(protocol, "approve", by=self.chair)


def council() -> Council:
    """The council of the tests."""
    roles = (SeatRole.CHAIR, SeatRole.DEPUTY, *([SeatRole.MEMBER] * 7))
    names = ("Маркова Анна", "Ёлкин Пётр", "Белова Ия", "Жуков Олег", "Яшин Лев", "Ершов Ян", "Юдин Ким", "Зуев Глеб")
    seats = [seat(role, f"{name} Павлович") for role, name in zip(roles, (*names, "Дёмин Егор"), strict=True)]
    secretary_seat = seat(SeatRole.SECRETARY, "Кулагин Артём Ильич")
    return Council(
        seats=seats,
        secretary_seat=secretary_seat,
        office=factories.user_with(Role.OFFICE),
        secretary=factories.user_with(Role.COUNCIL_SECRETARY, person=secretary_seat.person),
        chair=factories.user_with(Role.COUNCIL_MEMBER, person=seats[0].person),
        member=factories.user_with(Role.COUNCIL_MEMBER, person=seats[2].person),
    )
