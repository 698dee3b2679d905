"""Two connections take a step of one object at the same moment: what must be seen, and what is counted."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.apps import apps

from ranking_portal import clock
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import Step, steps_of
from tests.attempts import DONE, told
from tests.races import together
from tests.steps_at_once.rewinding import Kept

PLAIN = re.compile(r"[А-ЯЁ«][^{}<>_]+\.")


@dataclass(frozen=True)
class Act:
    """Somebody takes the step of the object; `through`: the service that takes it, where the step is a part of one."""

    obj: Any
    step: str
    by: Any
    inputs: dict[str, Any]
    through: Callable[[], Any] | None = None

    def __call__(self) -> str:
        """What he is told."""
        if self.through is not None:
            return told(self.through)
        return told(lambda: perform(self.obj, self.step, by=self.by, **self.inputs))

    @property
    def name(self) -> str:
        """The step among all steps of the portal."""
        return f"{self.obj._meta.label}.{self.step}"

    @property
    def known(self) -> Step:
        """Its states and label."""
        return steps_of(type(self.obj))[self.step]


def act(obj: Any, step: str, by: Any, through: Callable[[], Any] | None = None, **inputs: Any) -> Act:
    """An act in one line."""
    return Act(obj, step, by, inputs, through)


@dataclass(frozen=True)
class Moment:
    """A day of a story, and what may be done just then."""

    day: date
    acts: tuple[Act, ...]


Story = Callable[[], Iterator[Moment]]


def every_step() -> set[str]:
    """All steps of all models with a state, from the models themselves."""
    models = [model for model in apps.get_models() if issubclass(model, WorkflowModel) and _of_the_portal(model)]
    return {f"{model._meta.label}.{name}" for model in models for name in steps_of(model)}


def _of_the_portal(model: type) -> bool:
    return not model.__module__.startswith("tests.")


@dataclass
class Tally:
    """What has been tried: by steps and by pairs, how many times, and how often exactly one got through."""

    steps: Counter[str]
    pairs: Counter[str]
    one_won: int = 0
    both_done: int = 0

    @classmethod
    def new(cls) -> "Tally":
        """Nothing yet."""
        return cls(Counter(), Counter())


def play(story: Story, times: int, pair_times: int) -> Tally:
    """At each moment of the story let every step, and every pair of steps of one object, be taken by two at once."""
    tally = Tally.new()
    for moment in story():
        with Kept() as kept:
            for one in moment.acts:
                alone = _alone(one, moment.day, kept)
                for _ in range(times):
                    _one_step(one, moment.day, kept, alone, tally)
            for first, second in combinations(moment.acts, 2):
                if first.obj == second.obj:
                    for _ in range(pair_times):
                        _two_steps(first, second, moment.day, kept, tally)
    return tally


def _alone(one: Act, day: date, kept: Kept) -> dict[str, int]:
    """How the tables grow when nobody else acts."""
    with clock.at(day):
        answer = one()
    assert answer == DONE, f"{one.name}: {answer}"
    grown = kept.moved()
    kept.rewind()
    return grown


def _one_step(one: Act, day: date, kept: Kept, alone: dict[str, int], tally: Tally) -> None:
    before = _told_of(one)
    answers = together([one, one], day)
    done = answers.count(DONE)
    repeatable = one.known.target in one.known.source
    assert done == 1 or (repeatable and done == 2), f"{one.name}: {answers}"
    _refused_plainly(one.name, answers)
    assert _told_of(one) - before == done, f"{one.name}: the journal tells of another number"
    if done == 1:
        # Rows of everything: the object's own, the journal, the outbox, terms, letters.
        assert kept.moved() == alone, f"{one.name}: {kept.moved()}, alone {alone}"
    assert broken_link() is None
    tally.steps[one.name] += 1
    tally.one_won += done == 1
    tally.both_done += done == 2
    kept.rewind()


def _two_steps(first: Act, second: Act, day: date, kept: Kept, tally: Tally) -> None:
    """One of the two gets through; both only where the law lets one follow the other."""
    before = [_told_of(one) for one in (first, second)]
    answers = together([first, second], day)
    name = f"{first.name} | {second.step}"
    follows = first.known.target in second.known.source or second.known.target in first.known.source
    done = answers.count(DONE)
    assert done == 1 or (follows and done == 2), f"{name}: {answers}"
    _refused_plainly(name, answers)
    written = [_told_of(one) - was for one, was in zip((first, second), before, strict=True)]
    if first.known.label != second.known.label:
        assert written == [answer == DONE for answer in answers], f"{name}: {answers}, the journal tells {written}"
    assert broken_link() is None
    tally.pairs[name] += 1
    tally.one_won += done == 1
    tally.both_done += done == 2
    kept.rewind()


def _refused_plainly(name: str, answers: list[str]) -> None:
    for answer in answers:
        assert answer == DONE or PLAIN.search(answer), f"{name}: no plain word: {answer!r}"


def _told_of(one: Act) -> int:
    return Entry.objects.filter(ref=one.obj.ref, action=one.known.label).count()
