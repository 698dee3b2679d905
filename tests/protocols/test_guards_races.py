"""Guards of the ranking and of the protocol through two simultaneous connections (see `test_guards_everywhere.py`)."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from projects.models import Funding, Project
from protocols.enums import ProtocolState
from protocols.models import Candidate, Protocol, Question
from protocols.services import agenda, sitting
from protocols.sitting import Sitting
from ranking.computation import Snapshot
from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking.plain_facts import lacks_facts
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.services import broken_link
from tests import factories
from tests.attempts import DONE, taking, told
from tests.conftest import TODAY
from tests.protocols.conftest import EIGHT
from tests.protocols.council import METHODOLOGY, Council, confirmed_ranking, council
from tests.races import needs_postgres, together

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2024, 12, 20)


def ranking_of(year: int, office: User, as_of: date = DAY) -> Callable[[], str]:
    """Calculate and confirm the primary ranking."""

    def act() -> str:
        return told(
            lambda: rankings.confirm(rankings.calculate(year, RankingKind.PRIMARY, as_of, by=office), by=office)
        )

    return act


def in_force() -> None:
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())


def test_two_without_a_methodology() -> None:
    office = factories.user_with(Role.OFFICE)
    factories.complete_card("A1")
    answers = together([ranking_of(2025, office)] * 2, TODAY)
    assert all("Нет действующей методики" in answer for answer in answers)
    assert not Ranking.objects.exists()


def test_two_without_an_edition() -> None:
    in_force()
    office = factories.user_with(Role.OFFICE)
    factories.complete_card("A1", year=2021)
    answers = together([ranking_of(2021, office, date(2021, 12, 31))] * 2, TODAY)
    assert all("номером и датой" in answer for answer in answers)
    assert not Ranking.objects.exists()


def test_two_confirm_one_primary_ranking() -> None:
    in_force()
    office = factories.user_with(Role.OFFICE)
    factories.complete_card("A1")
    acts = [ranking_of(2025, office), ranking_of(2025, office, date(2024, 12, 21))]
    answers = together(acts, TODAY)
    assert answers.count(DONE) == 1
    assert Ranking.objects.filter(state=RankingState.CONFIRMED).count() == 1
    assert broken_link() is None


def test_confirmed_while_it_is_calculated_anew_by_facts_that_lack() -> None:
    """Whoever is first, what is confirmed lacks nothing."""
    in_force()
    office = factories.user_with(Role.OFFICE)
    card = factories.complete_card("A1")
    draft = rankings.calculate(2025, RankingKind.PRIMARY, DAY, by=office)
    Funding.objects.filter(card=card).delete()

    def anew() -> str:
        return told(lambda: rankings.calculate(2025, RankingKind.PRIMARY, DAY, by=office))

    together([anew, taking(draft, "confirm", office)], TODAY)
    fresh = Ranking.objects.get()
    lacking = [one.code for one in Snapshot.from_text(fresh.snapshot).facts if lacks_facts(one)]
    if fresh.state == RankingState.CONFIRMED:
        assert lacking == []
    else:
        assert lacking == ["A1"]


@pytest.fixture
def committed() -> tuple[Council, Protocol]:
    """A council and a draft, committed for real."""
    made = council()
    return made, made.draft(confirmed_ranking(*EIGHT, refused=("X9",)))


def proposing(made: Council, protocol: Protocol, code: str, grounds: tuple[int, ...]) -> Callable[[], str]:
    project = Project.objects.get(code=code)
    return lambda: told(
        lambda: agenda.add_candidate(protocol, project, grounds=grounds, justification="Так.", by=made.office)
    )


def test_two_propose_an_ineligible_project_and_one_without_a_ground(committed: tuple[Council, Protocol]) -> None:
    made, protocol = committed
    answers = together([proposing(made, protocol, "X9", (2,)), proposing(made, protocol, "A1", ())], TODAY)
    assert DONE not in answers
    assert not Candidate.objects.exists()


def test_one_project_is_proposed_once(committed: tuple[Council, Protocol]) -> None:
    made, protocol = committed
    answers = together([proposing(made, protocol, "A1", (2,))] * 2, TODAY)
    assert answers.count(DONE) == 1
    assert Candidate.objects.count() == 1


def opened(made: Council, protocol: Protocol, present: int = 7) -> Protocol:
    protocol = made.open(protocol, present)
    made.vote(protocol)
    return protocol


def test_approved_while_votes_are_taken_back(committed: tuple[Council, Protocol]) -> None:
    """An approved protocol has its majority; a withdrawn vote has no approval."""
    made, protocol = opened_pair(committed)
    question = protocol.questions.order_by("position")[0]

    def withdraw() -> str:
        return told(lambda: sitting.withdraw_votes(question, by=made.secretary))

    answers = together([withdraw, taking(protocol, "approve", made.chair)], TODAY)
    assert answers.count(DONE) == 1
    fresh = Protocol.objects.get()
    if fresh.state == ProtocolState.APPROVED:
        assert Sitting(fresh).is_carried(Question.objects.get(pk=question.pk))
    else:
        assert "не внесено голосов" in answers[1]


def opened_pair(committed: tuple[Council, Protocol]) -> tuple[Council, Protocol]:
    made, protocol = committed
    return made, opened(made, protocol)


def test_voting_opened_while_members_leave(committed: tuple[Council, Protocol]) -> None:
    """The voting is open with a quorum, or not open."""
    made, protocol = committed
    sitting.mark_present(protocol, made.seats[:5], by=made.secretary)

    def leave() -> str:
        return told(lambda: sitting.mark_present(protocol, made.seats[:4], by=made.secretary))

    answers = together([leave, taking(protocol, "open_voting", made.secretary)], TODAY)
    fresh = Protocol.objects.get()
    if fresh.state == ProtocolState.DRAFT:
        assert "Нет кворума" in answers[1]
        return
    # Opened with five; whoever has left meanwhile leaves it without a quorum at its end.
    made.vote(fresh)
    answer = taking(fresh, "approve", made.chair)()
    assert (answer == DONE) == Sitting(fresh).has_quorum


def test_voted_while_it_is_approved(committed: tuple[Council, Protocol]) -> None:
    """No vote is changed once the protocol is approved."""
    made, protocol = opened_pair(committed)
    question = protocol.questions.order_by("position")[0]
    against = {seat.pk: "against" for seat in made.seats[1:7]}

    def change() -> str:
        return told(lambda: sitting.record_votes(question, against, by=made.secretary))

    together([change, taking(protocol, "approve", made.chair)], TODAY)
    fresh = Protocol.objects.get()
    carried = Sitting(fresh).is_carried(Question.objects.get(pk=question.pk))
    assert carried == (fresh.state == ProtocolState.APPROVED)


def test_a_member_approves_nothing_beside_the_chair(committed: tuple[Council, Protocol]) -> None:
    made, protocol = opened_pair(committed)
    acts = [taking(protocol, "approve", made.member), taking(protocol, "approve", made.chair)]
    answers = together(acts, TODAY)
    assert answers[0].startswith("нет права")
    assert answers[1] == DONE


def test_proposed_while_the_voting_is_opened(committed: tuple[Council, Protocol]) -> None:
    """A candidate is on the agenda before the voting, or not at all."""
    made, protocol = committed
    sitting.mark_present(protocol, made.seats[:7], by=made.secretary)
    acts = [proposing(made, protocol, "A1", (2,)), taking(protocol, "open_voting", made.secretary)]
    answers = together(acts, TODAY)
    assert answers[1] == DONE
    assert Candidate.objects.exists() == (answers[0] == DONE)
