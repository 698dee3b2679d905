"""The chain of hashes, as pure functions on text."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, everything unknown as its str()."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


@dataclass(frozen=True)
class Link:
    """What of an entry is hashed."""

    at: datetime
    actor: str
    actor_label: str
    action: str
    ref: str
    label: str
    clause: str
    details: str

    def hash_after(self, previous: str) -> str:
        """SHA-256 of the previous hash and of every field; the moment is taken in UTC to the microsecond."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        text = canonical(
            [
                previous,
                moment,
                self.actor,
                self.actor_label,
                self.action,
                self.ref,
                self.label,
                self.clause,
                self.details,
            ]
        )
        return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[tuple[int, Link, str, str]]) -> int | None:
    """Key of the first entry (key, link, previous hash, hash) that does not follow from the one before it, or None."""
    previous = GENESIS
    for key, link, stored_previous, stored in entries:
        if stored_previous != previous or link.hash_after(previous) != stored:
            return key
        previous = stored
    return None


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Fields that differ, each as [was, is]; values as they are."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
