"""Work that leaves the database: after commit, at least once, under one message id."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from ranking_portal import clock
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Entry
from ranking_portal.workflow import outbox
from ranking_portal.workflow.models import OutboxMessage

KIND = "workflow_tests.letter"
Delivered = list[tuple[str, uuid.UUID]]
pytestmark = pytest.mark.sqlite
Captured = DjangoCaptureOnCommitCallbacks


class PostIsDownError(RuntimeError):
    """The outer world does not answer."""


class Post:
    """A postman who may fall ill."""

    def __init__(self) -> None:
        self.delivered: Delivered = []
        self.ill = False

    def __call__(self, payload: dict[str, Any], message_id: uuid.UUID) -> None:
        """Deliver, or fall down on the way."""
        if self.ill:
            raise PostIsDownError(payload["to"])
        self.delivered.append((payload["to"], message_id))
        journal.record(journal.Actor("system", "Портал"), "Письмо отправлено", ref=f"letter:{message_id}")


@pytest.fixture
def postman(db: None) -> Iterator[Post]:
    """He who delivers the letters of a test."""
    post = Post()
    outbox.delivers(KIND)(post)
    yield post
    del outbox._handlers[KIND]


def posted(to: str = "Петровой") -> OutboxMessage:
    """A letter in the outbox."""
    with journal.transaction():
        return outbox.post(KIND, {"to": to})


def later(**pause: float) -> Any:
    """The clock moved on."""
    return clock.at(clock.now() + timedelta(**pause))


def test_it_is_delivered_right_after_commit(postman: Post, django_capture_on_commit_callbacks: Captured) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = posted()
        assert postman.delivered == []
    assert postman.delivered == [("Петровой", message.message_id)]


def test_what_the_handler_tells_stands_in_the_journal(
    postman: Post, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = posted()
    assert Entry.objects.get().ref == f"letter:{message.message_id}"
    assert journal.broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_what_the_handler_tells_stands_in_the_journal_after_a_real_commit(postman: Post) -> None:
    with journal.transaction():
        journal.record(journal.Actor("system", "Портал"), "Письмо готово")
        outbox.post(KIND, {"to": "Петровой"})
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["Письмо готово", "Письмо отправлено"]
    assert journal.broken_link() is None


def test_it_is_delivered_once(postman: Post) -> None:
    posted()
    assert outbox.deliver_waiting() == (1, 0)
    assert outbox.deliver_waiting() == (0, 0)
    assert len(postman.delivered) == 1


def test_nothing_leaves_a_transaction_that_fell(postman: Post, django_capture_on_commit_callbacks: Captured) -> None:
    def posts_and_falls() -> None:
        with journal.transaction():
            outbox.post(KIND, {"to": "Петровой"})
            raise PostIsDownError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PostIsDownError):
        posts_and_falls()
    assert postman.delivered == []
    assert not OutboxMessage.objects.exists()


def test_a_kind_that_nobody_delivers_is_refused(db: None) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        outbox.post("workflow_tests.nobody", {})


def test_a_failure_is_kept_and_tried_later_under_the_same_id(postman: Post) -> None:
    message = posted()
    postman.ill = True
    assert outbox.deliver_waiting() == (0, 1)
    message.refresh_from_db()
    assert message.attempts == 1
    assert "Петровой" in message.last_error
    assert message.done_at is None

    postman.ill = False
    assert outbox.deliver_waiting() == (0, 0)
    with later(seconds=outbox.FIRST_RETRY_SECONDS):
        assert outbox.deliver_waiting() == (1, 0)
    assert postman.delivered == [("Петровой", message.message_id)]
    message.refresh_from_db()
    assert (message.last_error, message.attempts) == ("", 2)


@pytest.mark.parametrize(
    ("failures", "pause_seconds"), [(1, 30), (2, 60), (3, 120), (10, 15360), (11, 21600), (20, 21600)]
)
def test_each_failure_waits_twice_as_long_up_to_six_hours(postman: Post, failures: int, pause_seconds: int) -> None:
    message = posted()
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=failures - 1)
    postman.ill = True
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.available_at - clock.now() == timedelta(seconds=pause_seconds)


def test_half_done_work_of_a_handler_is_undone(postman: Post) -> None:
    def half(payload: dict[str, Any], message_id: uuid.UUID) -> None:
        journal.record(journal.Actor("system", "Портал"), "Половина")
        OutboxMessage.objects.filter(message_id=message_id).update(payload={"to": "никому"})
        raise PostIsDownError

    outbox.delivers(KIND)(half)
    message = posted()
    assert not outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.payload == {"to": "Петровой"}
    assert not Entry.objects.exists()


def test_a_leased_message_waits_until_the_lease_runs_out(postman: Post) -> None:
    """A worker that was killed on the way holds the message for five minutes, no longer."""
    message = posted()
    assert outbox._lease(message.pk) is not None
    assert not outbox.deliver(message.pk)
    with later(minutes=4):
        assert outbox.deliver_waiting() == (0, 0)
    with later(minutes=6):
        assert outbox.deliver_waiting() == (1, 0)
    assert len(postman.delivered) == 1


def test_one_that_cannot_be_delivered_does_not_hold_the_others(postman: Post) -> None:
    def choosy(payload: dict[str, Any], message_id: uuid.UUID) -> None:
        if payload["to"] == "никому":
            raise PostIsDownError
        postman(payload, message_id)

    outbox.delivers(KIND)(choosy)
    posted("никому")
    posted("Петровой")
    assert outbox.deliver_waiting() == (1, 1)
    assert [to for to, _ in postman.delivered] == ["Петровой"]


def test_the_command_tells_what_it_did(postman: Post, capsys: pytest.CaptureFixture[str]) -> None:
    posted()
    call_command("deliver_outbox")
    assert "Доставлено: 1, не удалось: 0" in capsys.readouterr().out


def test_who_speaks_with_the_outer_world_holds_no_transaction(postman: Post) -> None:
    """A mail server may keep silent for long: the database waits for nobody's answer."""
    held: list[bool] = []

    def far(payload: dict[str, Any], message_id: uuid.UUID) -> None:
        with pytest.raises(RuntimeError, match=r"journal\.transaction"):
            journal.record(journal.Actor("system", "Портал"), "В записи вне транзакции отказано")
        held.append(True)

    outbox.delivers(KIND, outside=True)(far)
    assert outbox.deliver(posted().pk)
    assert held == [True]
    outbox.delivers(KIND)(postman)
    assert outbox.deliver(posted().pk)


def test_a_round_does_not_hurry_what_has_just_failed(postman: Post) -> None:
    """Two rounds at once: the second has seen the message waiting before the first one failed with it."""
    postman.ill = True
    message = posted()
    seen = outbox.waiting()
    assert outbox.deliver_waiting() == (0, 1)
    assert not any(outbox.deliver(pk, early=False) for pk in seen)
    message.refresh_from_db()
    assert message.attempts == 1
    postman.ill = False
    assert outbox.deliver(message.pk)


def test_who_fails_after_his_lease_ran_out_does_not_disturb_the_next(postman: Post) -> None:
    message = posted()

    def slow(payload: dict[str, Any], message_id: uuid.UUID) -> None:
        with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
            assert outbox._lease(message.pk) is not None
        raise PostIsDownError("поздно")

    outbox.delivers(KIND, outside=True)(slow)
    assert not outbox.deliver(message.pk)
    outbox.delivers(KIND)(postman)
    message.refresh_from_db()
    assert message.attempts == 2
    assert message.leased_until is not None


def test_many_messages_ask_a_worker_once(
    postman: Post, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Captured
) -> None:
    """Thousands of reminders of one morning do not hold the scheduler at the broker's door."""
    asked: list[tuple[str, tuple[Any, ...]]] = []
    settings.DELIVER_BY_WORKER = True
    monkeypatch.setattr(outbox, "wake", lambda name, *args, expires: asked.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True), journal.transaction():
        outbox.post_all(KIND, [{"to": str(number)} for number in range(40)])
    assert asked == [(outbox.DELIVER_WAITING, ())]
    assert outbox.deliver_waiting() == (40, 0)
