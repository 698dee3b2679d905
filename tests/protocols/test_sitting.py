"""The sitting: presence, votes, quorum, majority, approval; every way round them is refused (clauses 2.5 and 2.6)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from projects.models import Funding
from protocols.enums import Choice, ProtocolState, SeatRole, SittingForm
from protocols.models import Protocol, Vote
from protocols.services import council as seats
from protocols.services import preparing, sitting
from protocols.sitting import Sitting
from ranking.coefficients import coefficients_of
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.services import broken_link, history
from ranking_portal.workflow.engine import available, perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests import factories
from tests.protocols.council import HELD_ON, Council, clarifying, seat

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def protocol(small_council: Council, ranking: Ranking) -> Protocol:
    """A draft with two proposals."""
    made = small_council.draft(ranking)
    small_council.propose(made, "A1")
    small_council.propose(made, "D4", grounds=(2, 3))
    return made


def reasons(error: pytest.ExceptionInfo[Refused]) -> str:
    return " ".join(error.value.reasons)


def test_the_whole_way_to_an_approved_protocol(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened, against=[3])
    done = perform(opened, "approve", by=small_council.chair)
    assert (done.state, done.approved_on) == (ProtocolState.APPROVED, HELD_ON)
    told = Sitting(done)
    assert [str(told.tally(question)) for question in told.questions] == ["7 / 0 / 0", "7 / 0 / 0", "1 / 6 / 0"]
    assert [candidate.project.code for candidate in told.granted] == ["A1"]
    decided = coefficients_of(done.ranking)
    assert decided is not None
    assert {code for code, coefficient in decided.items() if coefficient} == {"A1"}
    assert "X9" not in decided
    assert len(decided) == 8
    sending = Deadline.objects.get(code="protocol_to_administration")
    assert (sending.event_on, sending.due_on) == (HELD_ON, date(2026, 2, 10))
    assert broken_link() is None


def test_no_voting_without_a_quorum(small_council: Council, protocol: Protocol) -> None:
    """Four of nine are not more than half."""
    with pytest.raises(Refused, match="Нет кворума: присутствуют 4 из 9"):
        small_council.open(protocol, present=4)
    question = protocol.questions.first()
    assert question is not None
    with pytest.raises(Refused, match="Голосование не идёт"):
        sitting.record_votes(question, {small_council.seats[0].pk: Choice.FOR.value}, by=small_council.secretary)
    assert not Vote.objects.exists()
    assert small_council.open(protocol, present=5).state == ProtocolState.VOTING


def test_a_quorum_lost_before_the_approval_is_seen(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol, present=5)
    small_council.vote(opened)
    seats.seat_person(
        by=small_council.office,
        person=factories.PersonFactory.create(),
        role=SeatRole.MEMBER,
        since=HELD_ON,
        until=None,
        order="№ 3",
    )
    with pytest.raises(Refused, match="Нет кворума: присутствуют 5 из 10"):
        perform(opened, "approve", by=small_council.chair)


def test_only_members_of_the_day_are_present_and_vote(small_council: Council, protocol: Protocol) -> None:
    former = seat(SeatRole.MEMBER, "Ушедший Пётр Ильич", until=HELD_ON - timedelta(days=1))
    with pytest.raises(Refused, match="не член малого совета с правом голоса"):
        sitting.mark_present(protocol, [former], by=small_council.secretary)
    with pytest.raises(Refused, match="не член малого совета с правом голоса"):
        sitting.mark_present(protocol, [small_council.secretary_seat], by=small_council.secretary)
    opened = small_council.open(protocol)
    question = opened.questions.first()
    assert question is not None
    for stranger in (former, small_council.secretary_seat):
        with pytest.raises(Refused, match="не член малого совета"):
            sitting.record_votes(question, {stranger.pk: Choice.FOR.value}, by=small_council.secretary)
    absent = small_council.seats[8]
    with pytest.raises(Refused, match="не отмечен среди присутствующих"):
        sitting.record_votes(question, {absent.pk: Choice.FOR.value}, by=small_council.secretary)
    with pytest.raises(Refused, match="Неизвестный голос"):
        sitting.record_votes(question, {small_council.seats[0].pk: "may be"}, by=small_council.secretary)
    assert not Vote.objects.exists()


def test_a_member_votes_for_himself_only(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    question = opened.questions.first()
    assert question is not None
    own, neighbour = small_council.seats[2], small_council.seats[3]
    sitting.record_votes(question, {own.pk: Choice.AGAINST.value}, by=small_council.member)
    with pytest.raises(PermissionDenied):
        sitting.record_votes(question, {neighbour.pk: Choice.FOR.value}, by=small_council.member)
    with pytest.raises(PermissionDenied):
        sitting.record_votes(question, {own.pk: Choice.FOR.value}, by=small_council.office)
    assert [(vote.seat_id, vote.choice) for vote in Vote.objects.all()] == [(own.pk, "against")]


def test_a_ballot_is_taken_whole_or_not_at_all(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    first, second, _ = opened.questions.all()
    good, absent = small_council.seats[0].pk, small_council.seats[8].pk
    with pytest.raises(Refused):
        sitting.record_ballots(
            opened, {first.pk: {good: "for"}, second.pk: {absent: "for"}}, by=small_council.secretary
        )
    assert not Vote.objects.exists()
    sitting.record_ballots(opened, {first.pk: {good: "for"}, second.pk: {good: "against"}}, by=small_council.secretary)
    entries = history(opened).count()
    sitting.record_ballots(opened, {first.pk: {good: "for"}}, by=small_council.secretary)
    assert history(opened).count() == entries


def test_who_has_voted_cannot_be_marked_absent(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened)
    with pytest.raises(Refused, match="голос уже подан"):
        sitting.mark_present(opened, small_council.seats[1:7], by=small_council.secretary)
    sitting.mark_present(opened, small_council.seats[:8], by=small_council.secretary)
    with pytest.raises(Refused) as refused:
        perform(opened, "approve", by=small_council.chair)
    assert reasons(refused).count("не внесено голосов: 1") == 3


def test_votes_given_keep_the_agenda_until_they_are_withdrawn(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened)
    with pytest.raises(Refused, match="Голоса уже поданы"):
        perform(opened, "reopen", by=small_council.secretary)
    for question in opened.questions.all():
        sitting.withdraw_votes(question, by=small_council.secretary)
    assert perform(opened, "reopen", by=small_council.secretary).state == ProtocolState.DRAFT


def test_no_approval_without_everybodys_vote_and_a_majority_for_the_results(
    small_council: Council, protocol: Protocol
) -> None:
    opened = small_council.open(protocol)
    with pytest.raises(Refused) as refused:
        perform(opened, "approve", by=small_council.chair)
    assert "По вопросу 2.1 не внесено голосов: 7." in reasons(refused)
    small_council.vote(opened, against=[1])
    with pytest.raises(Refused, match="За утверждение результатов ранжирования нет большинства"):
        perform(opened, "approve", by=small_council.chair)


def test_the_chair_of_the_sitting_approves_and_nobody_else(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened)
    deputy = factories.user_with(Role.COUNCIL_MEMBER, person=small_council.seats[1].person)
    without_role = factories.user_with(Role.OFFICE, person=factories.PersonFactory.create())
    for other in (small_council.secretary, small_council.office, small_council.member, deputy, without_role):
        with pytest.raises(NotAllowed):
            perform(opened, "approve", by=other)
    assert [step.name for step in available(opened, small_council.chair)] == ["approve"]
    assert perform(opened, "approve", by=small_council.chair).state == ProtocolState.APPROVED


def test_an_approval_sent_twice_is_told_so(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened)
    perform(opened, "approve", by=small_council.chair)
    with pytest.raises(Refused, match="сейчас «утверждён»"):
        perform(opened, "approve", by=small_council.chair)


def test_the_day_of_approval_is_not_before_the_sitting_nor_ahead(small_council: Council, protocol: Protocol) -> None:
    opened = small_council.open(protocol)
    small_council.vote(opened)
    with pytest.raises(Refused, match="раньше дня заседания"):
        perform(opened, "approve", by=small_council.chair, on=HELD_ON - timedelta(days=1))
    with pytest.raises(Refused, match="ещё не наступила"):
        perform(opened, "approve", by=small_council.chair, on=HELD_ON + timedelta(days=1))
    with clock.at(HELD_ON + timedelta(days=3)):
        done = perform(opened, "approve", by=small_council.chair, on=HELD_ON + timedelta(days=1))
    assert done.approved_on == HELD_ON + timedelta(days=1)


def test_a_sitting_ahead_waits_for_its_day(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking, held_on=HELD_ON + timedelta(days=2))
    with pytest.raises(Refused, match="ещё не наступил"):
        small_council.open(protocol)


def test_the_chair_and_the_secretary_sit_that_day(small_council: Council, protocol: Protocol) -> None:
    gone = HELD_ON - timedelta(days=1)
    seats.change_seat(small_council.seats[0], by=small_council.office, until=gone)
    seats.change_seat(small_council.secretary_seat, by=small_council.office, until=gone)
    sitting.mark_present(protocol, small_council.seats[1:8], by=small_council.secretary)
    with pytest.raises(Refused) as refused:
        perform(protocol, "open_voting", by=small_council.secretary)
    assert "Председательствующий на 09.02.2026 не состоит" in reasons(refused)
    assert "Секретарь на 09.02.2026 не состоит" in reasons(refused)


def test_a_mere_member_does_not_preside(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking, chair=small_council.seats[3])
    with pytest.raises(Refused, match="Председательствует председатель малого совета или его заместитель"):
        small_council.open(protocol)


def test_a_chair_who_is_absent_does_not_preside(small_council: Council, protocol: Protocol) -> None:
    sitting.mark_present(protocol, small_council.seats[1:], by=small_council.secretary)
    with pytest.raises(Refused, match="не отмечен среди присутствующих"):
        perform(protocol, "open_voting", by=small_council.secretary)


def test_in_absentia_the_ballot_is_the_presence(small_council: Council, ranking: Ranking) -> None:
    protocol = small_council.draft(ranking, form=SittingForm.IN_ABSENTIA)
    opened = perform(protocol, "open_voting", by=small_council.secretary)
    question = opened.questions.get()
    sitting.record_votes(question, {small_council.seats[2].pk: "for"}, by=small_council.member)
    with pytest.raises(Refused) as refused:
        perform(opened, "approve", by=small_council.chair)
    assert "Председательствующий не проголосовал." in reasons(refused)
    assert "Нет кворума: проголосовали 1 из 9" in reasons(refused)
    sitting.record_votes(question, {held.pk: "for" for held in small_council.seats[:5]}, by=small_council.secretary)
    done = perform(opened, "approve", by=small_council.chair)
    assert len(Sitting(done).present) == 5


def test_a_project_that_is_no_longer_eligible_stops_the_voting(small_council: Council, protocol: Protocol) -> None:
    """Clause 2.4: the later ranking has found the project without money."""
    Funding.objects.filter(card__project__code="D4").update(appropriation_kopecks=0)
    later = clarifying(date(2026, 2, 5))
    preparing.change(protocol, by=small_council.office, ranking=later)
    with pytest.raises(Refused, match="D4: проект не допущен"):
        small_council.open(protocol)


def test_nobody_may_get_coefficient_1(small_council: Council, ranking: Ranking) -> None:
    """Clause 2.5 says "not more than six": none is lawful."""
    done = small_council.approved(ranking)
    decided = coefficients_of(done.ranking)
    assert decided is not None
    assert set(decided.values()) == {0}
