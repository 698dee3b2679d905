"""Mutants of steps: a guard that is not asked, a right that everybody has."""

import inspect
from collections.abc import Iterator
from typing import Any

import rules
from django.apps import apps

from ranking_portal.workflow.steps import Step, steps_of
from tests.mutation.mutants import Mutant

UNGUARDED, OPEN = "guard left out", "right given to everybody"
EVERYBODY = "trial.everybody"


def steps(app: str) -> Iterator[tuple[Any, Step]]:
    """Every step of every model of the app."""
    for model in apps.get_app_config(app).get_models():
        yield from ((model, one) for one in steps_of(model).values())


def mutants_of_steps(app: str) -> list[Mutant]:
    """Each step without its guard, and open to everybody."""
    found = []
    for model, one in steps(app):
        line = inspect.unwrap(getattr(model, one.name)).__code__.co_firstlineno
        place = f"{model.__name__}.{one.name}"
        if one.guard is not None:
            found.append(Mutant(model.__module__, -1, line, place, UNGUARDED, one.guard.__name__, ""))
        found.append(Mutant(model.__module__, -1, line, place, OPEN, one.permission, ""))
    return found


def put_in_step(mutant: Mutant) -> None:
    """Change the step in this process."""
    for model, one in steps(mutant.module.partition(".")[0]):
        if (model.__module__, f"{model.__name__}.{one.name}") == (mutant.module, mutant.inside):
            if mutant.kind == UNGUARDED:
                object.__setattr__(one, "guard", None)
            else:
                rules.add_perm(EVERYBODY, rules.always_allow)
                object.__setattr__(one, "permission", EVERYBODY)
