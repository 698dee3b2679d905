"""Whatever crashes, restarts, runs twice or is late: each reminder goes out, once (the suite runs each trial once)."""

from datetime import datetime, time, timedelta

import redis

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Deadline, Reminder
from ranking_portal.notices.enums import Way
from ranking_portal.notices.models import Letter, Notice, Preference
from ranking_portal.workflow.models import OutboxMessage
from tests import factories
from tests.deadlines.terms import DUE, OPENED, term
from tests.scheduler.stage import MailServer, Stage, until

TERMS = 5
MORE_ROUNDS = 4
# Longer than a lease of the outbox and than its first pause after a failure.
LATER = timedelta(minutes=10)


def at(day: object, hour: int = 9) -> datetime:
    """A morning of the trial."""
    return datetime.combine(day, time(hour), tzinfo=clock.ZONE)  # type: ignore[arg-type]


def people_and_terms() -> None:
    """An office worker who wants letters at once, and terms opened on Friday, 13 February."""
    user = factories.user_with(Role.OFFICE, email="petrova@lenobl.test")
    Preference.objects.create(user=user, way=Way.AT_ONCE)
    for number in range(TERMS):
        term(code=f"code-{number}")


def told() -> int:
    """Of how many terms each person has been told on each day: the gravest of what is due stands in the letter."""
    return Reminder.objects.order_by().values("deadline", "day", "recipient").distinct().count()


def settled() -> bool:
    """Everything that was to be told has reached the inbox and left by letter."""
    waiting = OutboxMessage.objects.filter(done_at=None).exists() or Letter.objects.filter(sent_at=None).exists()
    return told() > 0 and Notice.objects.exclude(letter=None).count() == told() and not waiting


def check_once(server: MailServer, kinds: set[str], in_flight: int = 0) -> None:
    """Each term has been told of once in each way; letters have gone once, save those in flight at the kill."""
    pairs = list(Reminder.objects.values_list("deadline_id", "kind"))
    assert len(pairs) == len(set(pairs))
    assert {kind for _, kind in pairs} == kinds
    assert len({key for key, _ in pairs}) == Deadline.objects.count()
    assert Notice.objects.count() == told()
    assert Letter.objects.filter(sent_at=None).count() == 0
    ids = [message_id for _, message_id in server.taken]
    assert len(set(ids)) == Letter.objects.count()
    assert len(ids) - len(set(ids)) <= in_flight


def killed_while_enforcing(stage: Stage, server: MailServer, broker: str) -> None:
    """Killed with its transaction open: nothing is half-marked; the next round does it all."""
    people_and_terms()
    first = stage.worker(at(OPENED), options=("--stand-before", "tell"))
    beat = stage.beat(at(OPENED))
    until(stage.standing.exists, "the worker in the middle of marking")
    stage.kill(first)
    assert not Reminder.objects.exists()
    stage.worker(at(OPENED))
    until(settled, "reminders after the recovery")
    stage.kill(beat)
    check_once(server, {"opened"})


def killed_while_sending(stage: Stage, server: MailServer, broker: str) -> None:
    """Killed when the server had the letter and the portal did not know: it goes again under the same message id."""
    people_and_terms()
    server.answers.clear()
    first = stage.worker(at(OPENED))
    beat = stage.beat(at(OPENED))
    until(lambda: bool(server.taken), "a letter on its way")
    stage.kill(first)
    stage.kill(beat)
    server.answers.set()
    stage.worker(at(OPENED) + LATER)
    stage.beat(at(OPENED) + LATER)
    until(settled, "the letter after the recovery")
    check_once(server, {"opened"}, in_flight=1)


def beat_stopped_for_three_days(stage: Stage, server: MailServer, broker: str) -> None:
    """Daily reminders of the days in between are gone; what is due today, and every escalation, is told once."""
    people_and_terms()
    worker, beat = stage.worker(at(OPENED)), stage.beat(at(OPENED))
    until(settled, "the opening")
    stage.kill(beat)
    stage.kill(worker)
    factories.user_with(Role.ECONOMY_COMMITTEE, email="orlova@lenobl.test")
    # Friday the 20th was the last day; Tuesday to Thursday nobody looked: Friday the 27th is the fourth day overdue.
    day = at(DUE + timedelta(days=7))
    stage.worker(day)
    stage.beat(day)
    until(lambda: Reminder.objects.filter(kind="escalation_committee").count() == TERMS, "escalations")
    until(settled, "letters")
    check_once(server, {"opened", "overdue", "escalation_office", "escalation_committee"})


def two_beats_at_once(stage: Stage, server: MailServer, broker: str) -> None:
    """Two beats, two workers: everything is told once."""
    people_and_terms()
    for _ in range(2):
        stage.worker(at(OPENED))
        stage.beat(at(OPENED))
    until(settled, "reminders")
    letters, rounds = len(server.taken), stage.rounds()
    until(lambda: stage.rounds() >= rounds + MORE_ROUNDS, "further rounds")
    assert len(server.taken) == letters
    check_once(server, {"opened"})


def broker_emptied(stage: Stage, server: MailServer, broker: str) -> None:
    """Whatever stood in Redis is gone: the next round knows from the database what is due."""
    people_and_terms()
    beat = stage.beat(at(OPENED))
    queue = redis.Redis.from_url(broker)
    until(lambda: bool(queue.llen("enforcement")), "a task in the queue")
    stage.kill(beat)
    queue.flushdb()
    stage.worker(at(OPENED))
    stage.beat(at(OPENED))
    until(settled, "reminders after the emptying")
    check_once(server, {"opened"})


def mail_refused_then_taken(stage: Stage, server: MailServer, broker: str) -> None:
    """The server has no room, then it has: the letter waits with its reason and goes once."""
    people_and_terms()
    server.refusing = True
    worker, beat = stage.worker(at(OPENED)), stage.beat(at(OPENED))
    until(lambda: refused() > 0, "a refusal")
    stage.kill(worker)
    stage.kill(beat)
    server.refusing = False
    stage.worker(at(OPENED) + LATER)
    stage.beat(at(OPENED) + LATER)
    until(settled, "the letter at last")
    check_once(server, {"opened"})


def refused() -> int:
    """Messages that wait with the mail server's refusal as their reason."""
    return OutboxMessage.objects.filter(last_error__contains="451").count()


TRIALS = (
    killed_while_enforcing,
    killed_while_sending,
    beat_stopped_for_three_days,
    two_beats_at_once,
    broker_emptied,
    mail_refused_then_taken,
)
