"""The council's part of the demonstration: its members, its sittings, approved protocols and their letters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from projects.models import Project
from protocols.enums import Choice, SeatRole
from protocols.models import Dispatch, Protocol
from protocols.services import agenda, council, dispatching, preparing, sitting
from protocols.sitting import Sitting
from ranking.services.rankings import projects_of
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.demo.people import account
from ranking_portal.demo.story import scene
from ranking_portal.directory.enums import PostCategory
from ranking_portal.directory.models import Post
from ranking_portal.workflow.engine import perform

ROLES = (SeatRole.CHAIR, SeatRole.DEPUTY, *([SeatRole.MEMBER] * 7))
PRESENT = 7
GROUNDS = ((2,), (2, 3), (3,), (3,), (2,))


@scene(date(2024, 12, 9))
def the_council(cast: dict[str, Any]) -> str:
    """Nine members from the holders of state offices, a secretary from the civil servants."""
    taken = User.objects.exclude(person=None).values("person")
    posts = Post.objects.filter(year=2025).exclude(person__in=taken).select_related("person", "organization")
    officials = posts.filter(category=PostCategory.STATE_OFFICE).order_by("person__personnel_number")[: len(ROLES)]
    act = {"since": date(2024, 1, 1), "until": None, "order": "распоряжение о составе малого совета № 2-рп"}
    seats = [
        council.seat_person(
            by=cast["office"], person=post.person, role=role, position=f"{post.title} ({post.organization})", **act
        )
        for post, role in zip(officials, ROLES, strict=True)
    ]
    clerk = posts.filter(category=PostCategory.CIVIL_SERVICE).order_by("person__personnel_number").first()
    assert clerk is not None
    secretary = council.seat_person(
        by=cast["office"], person=clerk.person, role=SeatRole.SECRETARY, position=clerk.title, **act
    )
    account(cast, "chair", Role.COUNCIL_MEMBER, person=seats[0].person, told="председатель малого совета")
    account(cast, "member", Role.COUNCIL_MEMBER, person=seats[2].person, told="член малого совета")
    account(cast, "secretary", Role.COUNCIL_SECRETARY, person=secretary.person, told="секретарь малого совета")
    cast["seats"] = seats
    cast["secretary-seat"] = secretary
    return f"малый совет: {len(seats)} членов и секретарь"


@dataclass(frozen=True)
class Story:
    """One sitting on the results of a year: its days, its number, how many projects are proposed, its letters."""

    year: int
    number: str
    drafted: date
    held: date
    sent: date
    received: date
    proposed: int
    letters: str
    agreed: date | None = None

    def tell(self) -> None:
        """Put every act on its day."""
        acts = [(self.drafted, self.draft), (self.held, self.sit), (self.sent, self.send), (self.received, self.take)]
        if self.agreed:
            acts.append((self.agreed, self.agree))
        for day, act in acts:
            scene(day)(act)

    def draft(self, cast: dict[str, Any]) -> str:
        """The office prepares the draft and proposes the first of the rating."""
        ranking = cast[f"clarifying-{self.year}"]
        made = preparing.draft(
            ranking,
            by=cast["office"],
            number=self.number,
            held_on=self.held,
            place="Санкт-Петербург",
            chair=cast["seats"][0],
            secretary=cast["secretary-seat"],
            invited="Петрова Анна Сергеевна, начальник Центрального проектного офиса",
        )
        best = [row["code"] for row in projects_of(ranking) if row["eligible"]][: self.proposed]
        # A new edition has the candidates of the former one already.
        there = set(made.candidates.values_list("project__code", flat=True))
        for number, code in enumerate(best):
            if code not in there:
                agenda.add_candidate(
                    made,
                    Project.objects.get(code=code),
                    grounds=GROUNDS[number % len(GROUNDS)],
                    justification="Наибольшая сумма баллов; результаты года подтверждены отчётами.",
                    by=cast["office"],
                )
        return f"{made}: проект, предложено коэффициентов 1 — {len(best)}"

    def sit(self, cast: dict[str, Any]) -> str:
        """The council sits, votes and approves."""
        secretary, protocol = cast["secretary"], self._protocol()
        sitting.mark_present(protocol, cast["seats"][:PRESENT], by=secretary)
        protocol = perform(protocol, "open_voting", by=secretary)
        for question in protocol.questions.order_by("position"):
            choices = {seat.pk: Choice.FOR.value for seat in cast["seats"][:PRESENT]}
            if question.position == self.proposed:
                choices[cast["seats"][PRESENT - 1].pk] = Choice.ABSTAINED.value
            sitting.record_votes(question, choices, by=secretary)
        protocol = perform(protocol, "approve", by=cast["chair"])
        return f"{protocol} утверждён, коэффициент 1 получили проектов: {len(Sitting(protocol).granted)}"

    def send(self, cast: dict[str, Any]) -> str:
        """Clause 2.6: to the Administration within one working day, to the Governor by 15 February."""
        letters = dispatching.of_subject(self._protocol())
        for ordinal, letter in enumerate(letters):
            perform(letter, "send", by=cast["office"], number=f"{self.letters}/{ordinal + 1}")
        return f"протокол направлен, писем: {len(letters)}"

    def take(self, cast: dict[str, Any]) -> str:
        """The Administration confirms the receipt: its one working day runs from here."""
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=self._protocol().pk)
        dispatching.acknowledge(letter, by=cast["administration"])
        return "Управление делами получило протокол"

    def agree(self, cast: dict[str, Any]) -> str:
        """The Governor agrees the results."""
        agreed = perform(self._protocol(), "agree", by=cast["governor"], number=f"{self.number}-рез")
        return f"{agreed}: согласован Губернатором"

    def _protocol(self) -> Protocol:
        found: Protocol = Protocol.objects.filter(cycle__year=self.year).order_by("-edition")[0]
        return found


Story(
    year=2024,
    number="1",
    drafted=date(2025, 2, 6),
    held=date(2025, 2, 10),
    sent=date(2025, 2, 11),
    received=date(2025, 2, 12),
    agreed=date(2025, 2, 19),
    proposed=4,
    letters="01-09",
).tell()
Story(
    year=2025,
    number="1",
    drafted=date(2026, 2, 10),
    held=date(2026, 2, 12),
    sent=date(2026, 2, 13),
    received=date(2026, 2, 16),
    agreed=date(2026, 2, 18),
    proposed=4,
    letters="01-12",
).tell()
# The council looks at 2025 again: a new edition of its protocol starts the chain of clause 2.6 anew.
Story(
    year=2025,
    number="7",
    drafted=date(2026, 11, 10),
    held=date(2026, 11, 12),
    sent=date(2026, 11, 13),
    received=date(2026, 11, 16),
    proposed=5,
    letters="01-77",
).tell()
