"""What the council has approved never changes; a correction is a new edition that names the old one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from projects.models import Funding
from protocols.enums import ProtocolState, SeatRole
from protocols.models import Attendance, Candidate, Protocol, Question, Vote
from protocols.models.protocol import ProtocolIsSettled
from protocols.services import agenda, preparing, sitting
from protocols.services import council as seats
from protocols.sitting import Sitting
from ranking.coefficients import coefficients_of
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.models import StateIsProtected
from tests import factories
from tests.protocols.council import HELD_ON, Council, clarifying

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def approved(small_council: Council, ranking: Ranking) -> Protocol:
    """A protocol that gives coefficient 1 to one project."""
    return small_council.approved(ranking, "A1")


def test_every_service_refuses_to_touch_it(small_council: Council, approved: Protocol) -> None:
    by, secretary = small_council.office, small_council.secretary
    candidate, results = Candidate.objects.get(), approved.questions.order_by("position")[0]
    acts: list[Callable[[], Any]] = [
        lambda: preparing.change(approved, by=by, number="2"),
        lambda: preparing.discard(approved, by=by),
        lambda: small_council.propose(approved, "B2"),
        lambda: agenda.remove_candidate(candidate, by=by),
        lambda: agenda.change_candidate(candidate, grounds=(3,), justification="Иначе.", by=by),
        lambda: agenda.add_question(approved, title="О плане", speaker="", decision="Да.", by=by),
        lambda: agenda.change_question(results, speaker="Петрова А. С.", by=by),
        lambda: sitting.mark_present(approved, small_council.seats, by=secretary),
        lambda: sitting.record_votes(results, {small_council.seats[0].pk: "against"}, by=secretary),
        lambda: sitting.withdraw_votes(results, by=secretary),
        lambda: perform(approved, "reopen", by=secretary),
        lambda: perform(approved, "open_voting", by=secretary),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_rows_refuse_to_change_even_past_the_services(small_council: Council, approved: Protocol) -> None:
    fresh = Protocol.objects.get()
    fresh.number = "2"
    vote, candidate, question, here = (
        Vote.objects.all()[0],
        Candidate.objects.get(),
        Question.objects.all()[0],
        Attendance.objects.all()[0],
    )
    newcomer = small_council.seats[8]
    acts: list[Callable[[], Any]] = [
        fresh.save,
        fresh.delete,
        Protocol.objects.all().delete,
        lambda: Protocol.objects.update(number="2"),
        *(row.save for row in (vote, candidate, question, here)),
        *(row.delete for row in (vote, candidate, question, here)),
        lambda: Vote.objects.update(choice="against"),
        Vote.objects.all().delete,
        Candidate.objects.all().delete,
        lambda: Candidate.objects.update(ground_3=True),
        lambda: Attendance.objects.bulk_create([Attendance(protocol=approved, seat=newcomer)]),
        lambda: Question.objects.create(protocol=approved, position=9, kind="other", title="О плане"),
    ]
    for act in acts:
        with pytest.raises(ProtocolIsSettled):
            act()
    with pytest.raises(StateIsProtected):
        Protocol.objects.update(state=ProtocolState.DRAFT)
    assert Protocol.objects.get().number == "1"
    assert Vote.objects.filter(choice="for").count() == 14


def test_a_seat_corrected_later_moves_no_vote_and_no_quorum(small_council: Council, approved: Protocol) -> None:
    yesterday = HELD_ON - timedelta(days=1)
    for held in small_council.seats[2:7]:
        seats.change_seat(held, by=small_council.office, until=yesterday)
    newcomer = factories.PersonFactory.create()
    seats.seat_person(
        by=small_council.office, person=newcomer, role=SeatRole.MEMBER, since=date(2025, 1, 1), until=None, order="№ 3"
    )
    told = Sitting(Protocol.objects.get())
    assert (len(told.members), len(told.present)) == (9, 7)
    assert [candidate.project.code for candidate in told.granted] == ["A1"]


def test_a_new_edition_names_the_old_one_and_replaces_it_once_approved(
    small_council: Council, approved: Protocol
) -> None:
    tomorrow = HELD_ON + timedelta(days=1)
    with clock.at(tomorrow):
        edition = small_council.draft(approved.ranking, number="2", held_on=tomorrow)
        assert (edition.edition, edition.previous) == (2, approved)
        assert [candidate.project.code for candidate in edition.candidates.all()] == ["A1"]
        assert Protocol.objects.get(pk=approved.pk).state == ProtocolState.APPROVED
        small_council.propose(edition, "B2")
        edition = small_council.open(edition)
        small_council.vote(edition)
        edition = perform(edition, "approve", by=small_council.chair)
    former = Protocol.objects.get(pk=approved.pk)
    assert former.state == ProtocolState.SUPERSEDED
    assert former.approved_on == HELD_ON
    assert str(edition) == "Протокол от 10.02.2026 №\u00a02, редакция 2"
    decided = coefficients_of(edition.ranking)
    assert decided is not None
    assert {code for code, coefficient in decided.items() if coefficient} == {"A1", "B2"}
    chains = Deadline.objects.filter(code="protocol_to_administration").order_by("pk")
    assert [deadline.state for deadline in chains] == ["cancelled", "open"]


def test_the_new_edition_is_not_approved_before_the_old_one(small_council: Council, approved: Protocol) -> None:
    assert approved.approved_on == HELD_ON
    with clock.at(HELD_ON + timedelta(days=2)):
        edition = small_council.draft(approved.ranking, number="2", held_on=date(2026, 2, 5))
        edition = small_council.open(edition)
        small_council.vote(edition)
        with pytest.raises(Refused, match="Прежняя редакция утверждена"):
            perform(edition, "approve", by=small_council.chair, on=date(2026, 2, 6))


def test_a_later_ranking_calls_for_a_new_edition_without_what_is_no_longer_eligible(
    small_council: Council, approved: Protocol
) -> None:
    Funding.objects.filter(card__project__code="A1").update(appropriation_kopecks=0)
    later_day = HELD_ON + timedelta(days=1)
    with clock.at(later_day):
        later = clarifying(later_day)
        edition = small_council.draft(later, number="2", held_on=later_day)
        assert not edition.candidates.exists()
        edition = small_council.open(edition)
        small_council.vote(edition)
        perform(edition, "approve", by=small_council.chair)
    assert coefficients_of(approved.ranking) is None
    decided = coefficients_of(later)
    assert decided is not None
    assert "A1" not in decided
