"""The outbox: work that leaves the database after commit, at least once, under one message id."""

import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from ranking_portal import clock
from ranking_portal.journal import services as journal
from ranking_portal.scheduling import wake
from ranking_portal.workflow.models import OutboxMessage

logger = logging.getLogger(__name__)
DELIVER = "ranking_portal.workflow.tasks.deliver"
DELIVER_WAITING = "ranking_portal.workflow.tasks.deliver_waiting"
Handler = Callable[[dict[str, Any], uuid.UUID], None]
_handlers: dict[str, Handler] = {}
_outside: set[str] = set()
LEASE = timedelta(minutes=5)
FIRST_RETRY_SECONDS = 30
LAST_RETRY_SECONDS = 6 * 3600


def delivers(kind: str, *, outside: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of message; it may be called more than once with the same message id.

    It runs in the transaction that notes the message as done; one that speaks with the `outside` world, which may be
    slow, runs before it, so that nobody waits for the database meanwhile.
    """

    def decorate(handler: Handler) -> Handler:
        _handlers[kind] = handler
        (_outside.add if outside else _outside.discard)(kind)
        return handler

    return decorate


def post(kind: str, payload: dict[str, Any], *, later: bool = False) -> OutboxMessage:
    """Put a message into the outbox within the running transaction and try to deliver it right after commit.

    `later`: one of many, nobody waits for it; where no worker can be asked, it is left to the next round.
    """
    if kind not in _handlers:
        raise LookupError(f"nobody delivers {kind!r}")
    now = clock.now()
    message = OutboxMessage.objects.create(
        message_id=uuid.uuid4(), kind=kind, payload=payload, created_at=now, available_at=now
    )
    if settings.DELIVER_BY_WORKER or not later:
        transaction.on_commit(partial(_leave, message.pk), robust=True)
    return message


def post_all(kind: str, payloads: Iterable[dict[str, Any]]) -> list[OutboxMessage]:
    """Put many messages of one kind into the outbox in one query; each is delivered by itself after commit."""
    if kind not in _handlers:
        raise LookupError(f"nobody delivers {kind!r}")
    now = clock.now()
    made = OutboxMessage.objects.bulk_create(
        OutboxMessage(message_id=uuid.uuid4(), kind=kind, payload=payload, created_at=now, available_at=now)
        for payload in payloads
    )
    transaction.on_commit(partial(_leave_all, [message.pk for message in made]), robust=True)
    return made


def _leave(pk: int) -> None:
    """After commit: a worker is asked to deliver; where there is none, it is delivered here and now."""
    if settings.DELIVER_BY_WORKER:
        wake(DELIVER, pk, expires=settings.DELIVER_EVERY)
    else:
        deliver(pk)


def _leave_all(pks: list[int]) -> None:
    """After commit of many: a worker is asked once to look at all that waits, however many there are."""
    if settings.DELIVER_BY_WORKER and pks:
        wake(DELIVER_WAITING, expires=settings.DELIVER_EVERY)
        return
    for pk in pks:
        deliver(pk)


def waiting() -> list[int]:
    """Keys of the messages that may be delivered now: not done, due, not leased by somebody else."""
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    rows = OutboxMessage.objects.filter(free, done_at__isnull=True, available_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _lease(pk: int, *, early: bool = True) -> OutboxMessage | None:
    """Take the message for a while; None where it is done, somebody else has it, or its turn has not come."""
    now = clock.now()
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        message = rows.filter(pk=pk, done_at__isnull=True).first()
        if message is None or (message.leased_until and message.leased_until >= now):
            return None
        if message.available_at > now and not early:
            return None
        message.leased_until, message.attempts = now + LEASE, message.attempts + 1
        message.save(update_fields=("leased_until", "attempts"))
        return message


def deliver(pk: int, *, early: bool = True) -> bool:
    """Lease one message and hand it over; True when it is done. A failure is kept with its reason and tried later.

    `early`: a message that has failed is tried although its next turn has not come.
    """
    message = _lease(pk, early=early)
    if message is None:
        return False
    try:
        _hand_over(message)
    except Exception as error:
        # Whatever a handler met must not be lost with it: the reason stays in the row and the message waits its turn.
        logger.exception("outbox message %s was not delivered", message.message_id)
        pause = min(FIRST_RETRY_SECONDS * 2 ** (message.attempts - 1), LAST_RETRY_SECONDS)
        # Whoever has leased it since, because this took too long, is not disturbed.
        OutboxMessage.objects.filter(pk=pk, attempts=message.attempts).update(
            leased_until=None, available_at=clock.now() + timedelta(seconds=pause), last_error=repr(error)[:2000]
        )
        return False
    return True


def _hand_over(message: OutboxMessage) -> None:
    handler = _handlers[message.kind]
    if message.kind in _outside:
        handler(message.payload, message.message_id)
    with journal.transaction():
        if message.kind not in _outside:
            handler(message.payload, message.message_id)
        message.done_at, message.leased_until, message.last_error = clock.now(), None, ""
        message.save(update_fields=("done_at", "leased_until", "last_error"))


def deliver_waiting(limit: int | None = None) -> tuple[int, int]:
    """Deliver what waits, each message tried once, those included that others have brought about: (done, failed)."""
    tried: dict[int, bool] = {}
    while new := [pk for pk in waiting() if pk not in tried][: None if limit is None else limit - len(tried)]:
        for pk in new:
            tried[pk] = deliver(pk, early=False)
    return sum(tried.values()), len(tried) - sum(tried.values())
