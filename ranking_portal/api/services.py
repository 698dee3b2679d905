"""Commands on tokens: the only writers of them."""

import hashlib
import math
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F

from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.api.models import ApiClient
from ranking_portal.api.sections import may_issue, titles_of
from ranking_portal.journal import services as journal

MANAGE = "api.manage_clients"
READ = "Прочитано через API"
TOKEN_BYTES = 32
PREFIX = "rp_"
SHOWN_SIGNS = 9
LONGEST = timedelta(days=366)
WINDOW = timedelta(minutes=1)


def digest_of(token: str) -> str:
    """What is kept of a token: SHA-256 in hexadecimal; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(*, by: User, name: str, scopes: Collection[str], valid_until: date) -> tuple[ApiClient, str]:
    """A token for a system, and the token itself, which nobody will see again.

    Raises PermissionDenied for a scope that the issuer does not see himself, ValidationError for a wrong last day,
    ProofNeeded where the issuer has to show himself: a token opens for a year what he sees.
    """
    require(by, MANAGE)
    require_fresh(is_system=by.is_system)
    allowed = [section.scope for section in may_issue(by) if section.scope in scopes]
    if not scopes or set(scopes) - set(allowed):
        raise PermissionDenied("a scope that the issuer does not see")
    today = clock.today()
    if not today <= valid_until <= today + LONGEST:
        raise ValidationError(f"Последний день – с {today:%d.%m.%Y} по {today + LONGEST:%d.%m.%Y}.")
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with journal.transaction():
        client = ApiClient.objects.create(
            name=name,
            scopes=allowed,
            token_begins=token[:SHOWN_SIGNS],
            token_sha256=digest_of(token),
            created_at=clock.now(),
            created_by=by,
            valid_until=valid_until,
        )
        details = {"scopes": ", ".join(titles_of(allowed)), "valid_until": valid_until.isoformat()}
        journal.record(by.actor, "Выдан токен API", obj=client, details=details)
    return client, token


def revoke(client: ApiClient, *, by: User) -> ApiClient:
    """The token stops opening anything at once; a second time changes nothing."""
    require(by, MANAGE)
    with journal.transaction():
        fresh = ApiClient.objects.select_for_update().get(pk=client.pk)
        if fresh.revoked_at is None:
            fresh.revoked_at, fresh.revoked_by = clock.now(), by
            fresh.save(update_fields=("revoked_at", "revoked_by"))
            journal.record(by.actor, "Отозван токен API", obj=fresh)
    return fresh


def tell_refused(client: ApiClient, scope: str, address: str) -> None:
    """The journal is told of a client that asked for what its token does not open."""
    with journal.transaction():
        actor = journal.Actor(f"api:{client.pk}", client.name)
        journal.record(actor, "Отказано в доступе", obj=client, details={"rule": scope, "address": address})


def tell_read(client: ApiClient, what: str, address: str) -> None:
    """The journal is told that a client has read what names people and their sums: `what` is the paper it came from."""
    with journal.transaction():
        actor = journal.Actor(f"api:{client.pk}", client.name)
        journal.record(actor, READ, obj=client, label=what, details={"address": address})


def count(client: ApiClient) -> int:
    """Count a request of the client. 0: it may go on; else the number of seconds to wait.

    One update in the database, so that every process of the portal counts the same; a refused request writes nothing.
    """
    now = clock.now()
    rows = ApiClient.objects.filter(pk=client.pk)
    since = client.counted_since
    # A clock that was put back starts a new minute too.
    is_over = since is None or not since <= now < since + WINDOW
    if is_over and rows.filter(counted_since=since).update(counted_since=now, counted=1, last_used_at=now):
        return 0
    if rows.filter(counted__lt=settings.API_REQUESTS_A_MINUTE).update(counted=F("counted") + 1, last_used_at=now):
        return 0
    left = WINDOW if since is None else since + WINDOW - now
    return max(1, math.ceil(left.total_seconds()))
