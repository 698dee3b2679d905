"""Two screens at one sitting: what is tapped at the same moment is neither lost nor overwritten unseen."""

from collections.abc import Callable

from django.db.models import QuerySet

from protocols.enums import Choice
from protocols.models import Attendance, Protocol, Question, Vote
from protocols.services import tapping
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link
from ranking_portal.workflow.engine import perform
from tests.attempts import DONE, told
from tests.conftest import TODAY
from tests.protocols.council import Council, confirmed_ranking, council
from tests.races import together
from tests.steps_at_once.rewinding import Kept


class Hall:
    """A sitting that votes on one question, seven members present."""

    def __init__(self) -> None:
        self.people: Council = council()
        self.protocol: Protocol = self.people.draft(confirmed_ranking("A1", "B2", "C3"))
        self.people.propose(self.protocol, "A1")
        self.protocol = self.people.open(self.protocol)
        self.question: Question = self.protocol.questions.order_by("position")[0]

    @property
    def votes(self) -> QuerySet[Vote]:
        """Votes on the question as they are kept."""
        return Vote.objects.filter(question=self.question)

    def tap(self, choice: str, by: User, seen: str = "") -> Callable[[], str]:
        """The first member's vote, tapped on a screen that showed `seen`."""
        seat = self.people.seats[0].pk
        return lambda: told(lambda: tapping.vote(self.protocol, self.question.pk, seat, choice, seen=seen, by=by))


def two_votes_of_one_member(hall: Hall) -> bool:
    """Two screens record opposite votes: one is kept, the other is shown what stands. True: exactly one got through."""
    by = hall.people.secretary
    before = Entry.objects.count()
    answers = together([hall.tap(Choice.FOR, by), hall.tap(Choice.AGAINST, by)], TODAY)
    assert answers.count(DONE) == 1, answers
    assert any("голос только что изменили" in answer for answer in answers), answers
    assert hall.votes.get().choice == (Choice.FOR if answers[0] == DONE else Choice.AGAINST)
    assert Entry.objects.count() == before + 1
    return True


def the_rest_beside_one_vote(hall: Hall) -> bool:
    """ "The rest are in favour" beside a vote against: nobody's own vote is overwritten by it."""
    by = hall.people.secretary

    def rest() -> str:
        return told(lambda: tapping.rest_in_favour(hall.protocol, hall.question.pk, by=by))

    answers = together([hall.tap(Choice.AGAINST, by), rest], TODAY)
    first = hall.votes.get(seat=hall.people.seats[0])
    assert answers[1] == DONE, answers
    assert (first.choice == Choice.AGAINST) == (answers[0] == DONE), answers
    assert hall.votes.count() == 7
    return answers.count(DONE) == 1


def a_vote_beside_the_approval_of_all(hall: Hall) -> bool:
    """A vote is taken back while the chair approves: what is approved has every vote."""
    hall.people.vote(hall.protocol)
    back = hall.tap("", hall.people.secretary, seen=Choice.FOR)
    answers = together([back, lambda: told(lambda: perform(hall.protocol, "approve", by=hall.people.chair))], TODAY)
    assert answers.count(DONE) == 1, answers
    assert hall.votes.count() == (6 if answers[0] == DONE else 7)
    return True


def two_come_in_at_once(hall: Hall) -> bool:
    """Two members marked on two screens: both are present."""
    by, pair = hall.people.secretary, hall.people.seats[7:9]
    acts = [lambda one=one: told(lambda: tapping.mark(hall.protocol, one.pk, tapping.HERE, by=by)) for one in pair]
    assert together(acts, TODAY) == [DONE, DONE]
    assert Attendance.objects.filter(seat__in=pair).count() == 2
    return False


TAPS = (two_votes_of_one_member, the_rest_beside_one_vote, a_vote_beside_the_approval_of_all, two_come_in_at_once)


def tap(times: int) -> dict[str, int]:
    """Every trial so many times: how many there were, and in how many exactly one got through."""
    hall, won = Hall(), 0
    with Kept() as kept:
        for _ in range(times):
            for trial in TAPS:
                won += trial(hall)
                assert broken_link() is None
                kept.rewind()
    return {"trials": times * len(TAPS), "one got through": won}
