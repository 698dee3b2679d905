"""Writing to the journal and reading an object's history.

Entries are collected while a transaction runs and chained at its very end: the head row is locked last, so that
transactions on different objects do not wait for each other, and the chain never forks.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db import transaction as db

from ranking_portal import clock
from ranking_portal.journal import names
from ranking_portal.journal.chain import GENESIS, Link, canonical, first_break
from ranking_portal.journal.chain import diff as diff
from ranking_portal.journal.models import Entry, Head, Name, PersonalText

_pending: ContextVar[list[Link] | None] = ContextVar("journal_pending", default=None)


@dataclass(frozen=True)
class Actor:
    """Who acts, as text: `key` never changes ("user:17", "system"), `label` is how he was called then."""

    key: str
    label: str


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction of the portal: everything inside, with its journal entries, commits together or not at all."""
    outer = _pending.get()
    if outer is not None:
        kept = len(outer)
        try:
            with db.atomic():
                yield
        except BaseException:
            # What was undone is not told either, even if the caller goes on.
            del outer[kept:]
            raise
        return
    with db.atomic():
        # The list ends before the commit: what runs on commit is a transaction of its own.
        pending: list[Link] = []
        token = _pending.set(pending)
        try:
            yield
        finally:
            _pending.reset(token)
        _append(pending)


def ref_of(obj: models.Model) -> str:
    """The stable text key of an object: "ranking.ranking:5"."""
    return f"{obj._meta.label_lower}:{obj.pk}"


def record(
    actor: Actor,
    action: str,
    *,
    obj: models.Model | None = None,
    ref: str = "",
    label: str = "",
    clause: str = "",
    details: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> None:
    """Add an entry to the running `transaction()`. Values of `personal` go to the erasable table, digests to the chain;
    so do the names of accounts.

    Raises RuntimeError outside a transaction: an entry without its change, or a change without its entry, is a lie.
    """
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("journal.record() needs journal.transaction() around it")
    key = ref or (ref_of(obj) if obj is not None else "")
    payload = dict(details or {})
    for name, text in (personal or {}).items():
        payload[name] = {"digest": _keep_personal(text)}
    pending.append(
        Link(
            at=clock.now(),
            actor=actor.key,
            actor_label=names.kept(actor.key, actor.label[:255]),
            action=action,
            ref=key,
            label=names.kept(key, (label or (str(obj) if obj is not None else ""))[:255]),
            clause=clause,
            details=canonical(payload),
        )
    )


def reworded() -> list[Entry]:
    """Entries whose erasable words or names are no longer those that were written; what was erased is none."""
    wrong = [one.digest for one in PersonalText.objects.iterator() if names.digest_of(one.salt, one.text) != one.digest]
    found = [entry for digest in wrong for entry in Entry.objects.filter(details__contains=digest)]
    for one in Name.objects.iterator():
        if names.digest_of(one.salt, one.text) != one.digest:
            mark = names.MARK + one.digest
            found += Entry.objects.filter(models.Q(actor_label=mark) | models.Q(label=mark))[:1]
    return found


def _keep_personal(text: str) -> str:
    salt = secrets.token_hex(16)
    digest = names.digest_of(salt, text)
    PersonalText.objects.create(digest=digest, salt=salt, text=text)
    return digest


def _append(links: list[Link]) -> None:
    if not links:
        return
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"last_hash": GENESIS})
    previous, entries = head.last_hash, []
    for link in links:
        current = link.hash_after(previous)
        entries.append(Entry(**vars(link), previous_hash=previous, hash=current))
        previous = current
    Entry.objects.bulk_create(entries)
    head.last_hash, head.length = previous, head.length + len(entries)
    head.save()


def head_hash() -> str:
    """The hash of the last entry, "" before the first: while it stands, nothing that is told in the journal changes."""
    return Head.objects.filter(pk=1).values_list("last_hash", flat=True).first() or ""


def history(*objects: models.Model | str) -> models.QuerySet[Entry]:
    """Entries about an object, or about several of them, newest first."""
    refs = [obj if isinstance(obj, str) else ref_of(obj) for obj in objects]
    return Entry.objects.filter(ref__in=refs).order_by("-pk")


def broken_before(last: int | None = None) -> int | None:
    """Key of the first journal row, up to the one with the key `last`, that does not follow from the one before it."""
    fields = tuple(Link.__dataclass_fields__)
    rows = Entry.objects.order_by("pk")
    if last is not None:
        rows = rows.filter(pk__lte=last)
    told = rows.values_list("pk", "previous_hash", "hash", *fields).iterator(chunk_size=2000)
    return first_break((pk, Link(*link), previous, current) for pk, previous, current, *link in told)


def broken_link() -> int | None:
    """Key of the first journal row that does not hold, or None; a shortened tail is reported as key 0."""
    broken = broken_before()
    if broken is not None:
        return broken
    with db.atomic():
        # Nobody appends while the end is compared with the head.
        head = Head.objects.select_for_update().filter(pk=1).first()
        last = Entry.objects.order_by("-pk").first()
        expected = (head.last_hash, head.length) if head else (GENESIS, 0)
        return None if expected == (last.hash if last else GENESIS, Entry.objects.count()) else 0
