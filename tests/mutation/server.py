"""A process that knows the tests of a room by heart and lets every mutant live in a child of its own.

Usage: python -m tests.mutation.server ROOM SEED NUMBER FILE (NUMBER: how many mutants, 0 for all; FILE: the answer).
First all tests run as they are, and what functions each of them calls is noted; then each mutant is met by the tests
that call the changed function, the quickest first, until one fails.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase

from tests.mutation.ground import ROOMS, Room

KILLED, SURVIVED, CANNOT = 0, 7, 8
WORDS = {KILLED: "noticed", SURVIVED: "SURVIVED", CANNOT: "cannot be put in"}
LEAST_SECONDS, TIMES_LONGER = 5, 6
NOT_TIMED = ("-k", "not quick")  # a test of the clock says nothing of a rule
SETTINGS, PHASES, EXAMPLES = "_hypothesis_internal_use_settings", (Phase.explicit, Phase.generate), 50


@dataclass
class Seen:
    """What a test took, and which functions of the rules it called."""

    seconds: float
    called: frozenset[tuple[str, str]]


class Server:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, room: Room, seed: int, number: int) -> None:
        self.room, self.seed, self.number = room, seed, number
        self.seen: dict[str, Seen] = {}
        self.answer: dict[str, Any] = {}
        self.kept: list[Any] = []
        self.called: set[tuple[str, str]] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All tests once, then the mutants."""
        from tests.mutation.living import kept, note_calls

        self.kept = kept()
        for module in self._modules():
            note_calls(module, self.called.add)
        for item in session.items:
            _hurry(item)
        for item, following in zip(session.items, [*session.items[1:], session.items[0]], strict=True):
            assert self._whole(item, following), f"{item.nodeid} fails as it is"
        sys.stderr.write(f"{len(session.items)} tests: {sum(one.seconds for one in self.seen.values()):.0f} s\n")
        self._meet_all(session.items)
        return True

    def _modules(self) -> set[str]:
        from tests.mutation.steps import steps

        return set(self.room.modules) | {model.__module__ for app in self.room.steps for model, _ in steps(app)}

    def _whole(self, item: Any, following: Any) -> bool:
        for one in self.kept:
            one.cache_clear()
        self.called.clear()
        begun = time.monotonic()
        passed = _passes(item, following)
        self.seen[item.nodeid] = Seen(time.monotonic() - begun, frozenset(self.called))
        return passed

    def _meet_all(self, items: list[Any]) -> None:
        from tests.mutation.mutants import mutants_of
        from tests.mutation.steps import mutants_of_steps

        everything = [one for module in self.room.modules for one in mutants_of(module)]
        everything += [one for app in self.room.steps for one in mutants_of_steps(app)]
        chance = random.Random(self.seed)
        chosen = chance.sample(everything, min(self.number or len(everything), len(everything)))
        told: dict[int, list[Any]] = {KILLED: [], SURVIVED: [], CANNOT: []}
        for one in chosen:
            told[self._meet(one, self._tests_for(one, items))].append(one)
        self.answer = {
            "known": len(everything),
            "tried": len(chosen),
            "killed": len(told[KILLED]),
            "kinds": sorted({one.kind for one in chosen}),
            "cannot": [str(one) for one in told[CANNOT]],
            "survivors": [{**asdict(one), "told": str(one)} for one in told[SURVIVED]],
        }

    def _tests_for(self, mutant: Any, items: list[Any]) -> list[Any]:
        """The tests that call the changed function; for a constant, a right or a step all tests, the nearest first."""
        place = (mutant.module, mutant.inside)
        near = [item for item in items if place in self.seen[item.nodeid].called]
        decided_anywhere = mutant.number < 0 or not any(place in seen.called for seen in self.seen.values())
        far = [item for item in items if item not in near] if decided_anywhere else []
        return [item for part in (near, far) for item in sorted(part, key=lambda one: self.seen[one.nodeid].seconds)]

    def _meet(self, mutant: Any, tests: list[Any]) -> int:
        """What becomes of the mutant in a child process; one that never ends is ended by the alarm of its test."""
        child = os.fork()
        if child == 0:
            self._live(mutant, tests)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        met = code if code in (SURVIVED, CANNOT) else KILLED
        sys.stderr.write(f"{WORDS[met]}: {mutant}\n")
        return met

    def _live(self, mutant: Any, tests: list[Any]) -> None:
        """The child's whole life."""
        status = KILLED
        with suppress(BaseException):
            status = self._noticed(mutant, tests)
        os._exit(status)

    def _noticed(self, mutant: Any, tests: list[Any]) -> int:
        from tests.mutation import living, steps

        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            if mutant.number < 0:
                steps.put_in_step(mutant)
            else:
                living.put_in(mutant)
        except living.CannotBePutIn:
            return CANNOT
        if tests:
            tests[0].session._setupstate.teardown_exact(tests[0])
        for item, following in zip(tests, [*tests[1:], *tests[-1:]], strict=True):
            signal.alarm(LEAST_SECONDS + round(TIMES_LONGER * self.seen[item.nodeid].seconds))
            if not _passes(item, following):
                return KILLED
        return SURVIVED


def _hurry(item: Any) -> None:
    """A property that fails is enough: no smaller example is looked for, and none is kept."""
    test = getattr(item.obj, "__func__", item.obj)
    if hasattr(test, "hypothesis"):
        given = getattr(test, SETTINGS, None) or hypothesis.settings()
        setattr(test, SETTINGS, hypothesis.settings(given, phases=PHASES, database=None, max_examples=EXAMPLES))


def _passes(item: Any, following: Any) -> bool:
    item._initrequest()
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def main(room: str, seed: int, number: int, file: Path) -> int:
    """Run the room's tests and mutants; the answer goes to the file."""
    server = Server(ROOMS[room], seed, number)
    options = [
        "-q",
        "-s",
        "-p",
        "no:cacheprovider",
        "-m",
        "not browser and not postgres",
        "--ds",
        "ranking_portal.settings",
    ]
    status = pytest.main([*options, "-p", "pytest_django.plugin", *server.room.tests], plugins=[server])
    if server.answer:
        file.write_text(json.dumps(server.answer, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(status)


if __name__ == "__main__":
    _, asked, *numbers, where = sys.argv
    sys.exit(main(asked, int(numbers[0]), int(numbers[1]), Path(where)))
