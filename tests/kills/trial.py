"""Web and worker are killed at random moments of a year; after each restart everything that must hold is looked at."""

import random
import threading
from collections import Counter
from datetime import date, timedelta
from http.client import HTTPException
from io import StringIO
from itertools import count

from celery import current_app
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from kombu.connection import Connection

from ranking_portal.journal.models import Entry
from ranking_portal.workflow.models import OutboxMessage
from ranking_portal.workflow.steps import steps_of
from tests.deployment.inhabited import PortalDay
from tests.deployment.native import Native
from tests.kills.year import Act, Year
from tests.scheduler.stage import until

VICTIMS = (("web",), ("worker",), ("web", "worker"))
LONGEST_SECONDS = {"web": 0.8, "worker": 2.0}
TRIES = 40
ROUNDS = ("projects.tasks.take_up_imports", "ranking_portal.workflow.tasks.deliver_waiting")
ONE_DAY = timedelta(days=1)
# What a robot may meet where the portal has just been killed.
NO_ANSWER = (OSError, HTTPException)


class Killer:
    """Leads one year through its acts and kills in the midst of them."""

    def __init__(self, native: Native, chance: random.Random) -> None:
        self.native, self.chance = native, chance
        self.day = PortalDay(native)
        self.year = Year(native.home)
        self.kills: Counter[str] = Counter()
        self.struck: Counter[str] = Counter()
        self.lost = 0

    def lead(self, times: int, acts_known: int) -> int:
        """Kill so many times, spread over the acts (about so many), lead the year to its end; how many acts it had."""
        done, struck = 0, 0
        for act in self.year.acts():
            self.on(act.day)
            due = min(times, round(times * (done + 1) / acts_known))
            while struck < due:
                self._strike(act)
                struck += 1
            self._finish(act)
            done += 1
        return done

    def on(self, day: date) -> None:
        """The portal's day."""
        self.day.day = day

    def _strike(self, act: Act) -> None:
        """Begin the act (or read pages, where it is done), kill at some moment, restart, look at everything."""
        victims = self.chance.choice(VICTIMS)
        begun = threading.Thread(target=self._try, args=(act,))
        begun.start()
        begun.join(self.chance.uniform(0, max(LONGEST_SECONDS[name] for name in victims)))
        for name in victims:
            self.native.kill(name)
            self.kills[name] += 1
        begun.join()
        self.struck[act.what] += 1
        # The worker is not waited for: the next kill may find it at its beginning.
        self.native.begin(*(name for name in victims if name == "worker"))
        self.native.start(*(name for name in victims if name == "web"))
        holds()

    def _try(self, act: Act) -> None:
        try:
            if act.done():
                self.year.office.read("/protocols/")
                self.year.office.read("/deadlines/")
            else:
                act.do()
        except NO_ANSWER:
            self.lost += 1
        finally:
            connection.close()

    def _wait(self, act: Act) -> None:
        """The worker does it by itself; what a killed one had taken is free again when its lease has ended."""
        if self.struck[act.what]:
            self.on(act.day + ONE_DAY)
            self.rounds()
        until(act.done, act.what)
        self.on(act.day)

    def rounds(self) -> None:
        """The rounds that beat makes every minute, now."""
        with Connection(self.native.environment("worker")["CELERY_BROKER_URL"]) as line:
            for name in ROUNDS:
                current_app.send_task(name, connection=line, expires=60, ignore_result=True)

    def _finish(self, act: Act) -> None:
        """Try until the act has happened; for what the worker does only wait."""
        for number in count():
            if act.done():
                return
            assert number < TRIES, f"in vain: {act.what}"
            if act.by_worker:
                self._wait(act)
            else:
                act.do()


def holds() -> None:
    """Every invariant, and the journal with all that it is witness of: one moment of the database."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        call_command("check_integrity", stdout=StringIO())
        call_command("verify_journal", stdout=StringIO())


def repeated() -> list[tuple[str, str]]:
    """Steps that the journal tells twice of one object: in this year each is taken once."""
    labels = {one.label for model in apps.get_models() for one in steps_of(model).values()}
    told = Counter(Entry.objects.filter(action__in=labels).values_list("action", "ref"))
    return [pair for pair, times in told.items() if times > 1]


def delivered() -> bool:
    """Everything posted has been delivered."""
    return not OutboxMessage.objects.filter(done_at=None).exists()
