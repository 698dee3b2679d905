"""Sends submissions into the little world and tells what broke."""

import random
import traceback
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as from_seed
from hypothesis import strategies as st

from ranking_portal.workflow.integrity import violations
from tests.access.addresses import Row
from tests.access.strictness import amiss
from tests.access.visitors import ANONYMOUS
from tests.access.world import build
from tests.fuzzing.strategies import Submission, submissions
from tests.fuzzing.targets import Target, targets

BATCH = 100
BROKEN = 500
FORM = "application/x-www-form-urlencoded"


class _Broke(Exception):
    """A view has let an exception through; its lines are the arguments."""


class Trial:
    """Submissions in batches: each batch leaves its marks on one world, and the next one begins anew."""

    def __init__(self, rows: list[Row], visitors: int, chance: random.Random) -> None:
        self.world = build()
        self.sound = violations()
        self.targets = [one for one in targets(rows, self.world, visitors, chance) if _takes_post(one)]
        self.faults: dict[str, str] = {}
        self.answers: dict[int, int] = {}
        self.sent = 0
        self.begun = transaction.savepoint()

    def send(self, one: Submission) -> None:
        """Send it, and note what must not be: an exception, a 5xx, something unsafe in the answer, a broken row."""
        self.sent += 1
        try:
            with transaction.atomic():
                answer = _post(one)
                if error := getattr(answer, "exc_info", None):
                    raise _Broke(*traceback.format_exception(*error))
                connection.check_constraints()
        except (_Broke, DatabaseError) as broke:
            lines = "".join(map(str, broke.args)).strip().splitlines()
            self.faults.setdefault(lines[-1][:200], f"{one}\n" + "\n".join(lines[-12:]))
            return
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        if answer.status_code >= BROKEN:
            self.faults.setdefault(f"{answer.status_code} {one.target.address}", str(one))
        for unsafe in amiss(answer):
            self.faults.setdefault(unsafe, str(one))
        if self.sent % BATCH == 0 or _signed_out(one, answer):
            self.look()

    def look(self) -> None:
        """Every invariant as before; then the world is put back."""
        for title, broken in violations().items():
            if worse := [one for one in broken if one not in self.sound[title]]:
                self.faults.setdefault(f"{title}: {worse[0]}", "found after a batch")
        transaction.savepoint_rollback(self.begun)
        self.begun = transaction.savepoint()


def _signed_out(one: Submission, answer: Any) -> bool:
    """Whether the visitor has lost his session: whoever has signed out could send nothing more in this batch."""
    return one.target.visitor != ANONYMOUS and not answer.wsgi_request.user.is_authenticated


def _takes_post(one: Target) -> bool:
    """Whether the address takes a POST at all; what the question does to the world is undone."""
    if one.controls:
        return True
    sid = transaction.savepoint()
    try:
        return bool(_twin(one.browser, checks=False).post(one.address).status_code != 405)
    finally:
        transaction.savepoint_rollback(sid)


def _twin(browser: Client, *, checks: bool) -> Client:
    """The same session: signing out in one twin leaves the other signed in."""
    twin = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    twin.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    return twin


def _post(one: Submission) -> Any:
    browser = _twin(one.target.browser, checks=one.without_token)
    if not one.files:
        body = urlencode(one.pairs, errors="surrogatepass")
        return browser.post(one.target.address, body, content_type=FORM)
    data: dict[str, Any] = {}
    for name, value in one.pairs:
        data.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
    return browser.post(one.target.address, data | one.files)


def fuzz(rows: list[Row], *, times: int, visitors: int, seed: int) -> Trial:
    """So many submissions to the addresses of the rows, drawn from the seed."""
    trial = Trial(rows, visitors, random.Random(seed))

    @from_seed(seed)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def send(data: st.DataObject) -> None:
        trial.send(data.draw(submissions(trial.targets)))

    send()
    trial.look()
    return trial
