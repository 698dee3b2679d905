"""Trials of the embedded mode: one SQLite file, folders in place of a broker, one worker that is its own beat."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.utils import ConnectionHandler

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Reminder
from tests import factories
from tests.deadlines.terms import DUE, OPENED
from tests.scheduler.stage import MailServer, Stage, until
from tests.scheduler.trials import LATER, MORE_ROUNDS, TERMS, at, check_once, people_and_terms, refused, settled

EMBEDDED = {"CELERY_BROKER_URL": ""}
ORDINARY = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode=WAL;"}


def migrate(folder: Path) -> Path:
    """A new installation's database, made as an installation makes it."""
    database = folder / "portal.sqlite3"
    environment = {**os.environ, **EMBEDDED, "DATABASE_URL": f"sqlite:///{database}", "PORTAL_DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)
    return database


@contextmanager
def looking_at(database: Path) -> Iterator[None]:
    """Inside, the test itself speaks with the file too."""
    usual = connections["default"]
    engine = "django.db.backends.sqlite3"
    given: Any = {"ENGINE": engine, "NAME": str(database), "OPTIONS": ORDINARY, "TIME_ZONE": None}
    own = ConnectionHandler({"default": given})["default"]
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = usual


class EmbeddedStage(Stage):
    """Workers that are their own beat."""

    def embedded(self, moment: datetime, *, options: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """A worker with its beat inside, as the demonstration starts it."""
        made: subprocess.Popen[bytes] = self.worker(moment, options=("--every", "1.5", *options), extra=("-B",))
        return made


def killed_while_enforcing(stage: EmbeddedStage, server: MailServer) -> None:
    """Killed with its transaction open: the lock on the file goes with it, the next worker does it all."""
    people_and_terms()
    first = stage.embedded(at(OPENED), options=("--stand-before", "tell"))
    until(stage.standing.exists, "the worker in the middle of marking")
    stage.kill(first)
    assert not Reminder.objects.exists()
    stage.embedded(at(OPENED))
    until(settled, "reminders after the recovery")
    check_once(server, {"opened"})


def killed_while_sending(stage: EmbeddedStage, server: MailServer) -> None:
    """Killed when the server had the letter and the portal did not know: it goes again under the same message id."""
    people_and_terms()
    server.answers.clear()
    first = stage.embedded(at(OPENED))
    until(lambda: bool(server.taken), "a letter on its way")
    stage.kill(first)
    server.answers.set()
    stage.embedded(at(OPENED) + LATER)
    until(settled, "the letter after the recovery")
    check_once(server, {"opened"}, in_flight=1)


def stopped_for_three_days(stage: EmbeddedStage, server: MailServer) -> None:
    """Nobody looked from Tuesday to Thursday: what is due today, and every escalation, is told once."""
    people_and_terms()
    first = stage.embedded(at(OPENED))
    until(settled, "the opening")
    stage.kill(first)
    factories.user_with(Role.ECONOMY_COMMITTEE, email="orlova@lenobl.test")
    stage.embedded(at(DUE + timedelta(days=7)))
    until(lambda: Reminder.objects.filter(kind="escalation_committee").count() == TERMS, "escalations")
    until(settled, "letters")
    check_once(server, {"opened", "overdue", "escalation_office", "escalation_committee"})


def two_at_once(stage: EmbeddedStage, server: MailServer) -> None:
    """The portal started twice on one installation: everything is told once."""
    people_and_terms()
    for _ in range(2):
        stage.embedded(at(OPENED))
    until(settled, "reminders")
    letters, rounds = len(server.taken), stage.rounds()
    until(lambda: stage.rounds() >= rounds + MORE_ROUNDS, "further rounds")
    assert len(server.taken) == letters
    check_once(server, {"opened"})


def folders_emptied(stage: EmbeddedStage, server: MailServer) -> None:
    """Whatever stood in the folders is gone with the worker: the next one knows from the database what is due."""
    people_and_terms()
    first = stage.embedded(at(OPENED), options=("--stand-before", "tell"))
    tasks = stage.folder / "data" / "tasks"
    until(stage.standing.exists, "the worker at work")
    until(lambda: any(tasks.glob("*.msg")), "a task in the folder")
    stage.kill(first)
    for path in tasks.iterdir():
        path.unlink()
    stage.embedded(at(OPENED))
    until(settled, "reminders after the emptying")
    check_once(server, {"opened"})


def mail_refused_then_taken(stage: EmbeddedStage, server: MailServer) -> None:
    """The server has no room, then it has: the letter waits with its reason and goes once."""
    people_and_terms()
    server.refusing = True
    first = stage.embedded(at(OPENED))
    until(lambda: refused() > 0, "a refusal")
    stage.kill(first)
    server.refusing = False
    stage.embedded(at(OPENED) + LATER)
    until(settled, "the letter at last")
    check_once(server, {"opened"})


TRIALS = (
    killed_while_enforcing,
    killed_while_sending,
    stopped_for_three_days,
    two_at_once,
    folders_emptied,
    mail_refused_then_taken,
)
# What the suite tries each time; all of them, fifty times each, are in `make soak`.
SAMPLE = (killed_while_sending, two_at_once, stopped_for_three_days)
