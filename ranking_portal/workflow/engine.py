"""`perform`: the only door to a change of state.

One transaction: row lock, fresh read, the user's right, the guard, the transition, the journal row, the event with
everybody's reactions, the outbox rows. Whoever comes second finds the state changed and is told so.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django_fsm import TransitionNotAllowed

from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.principals import Principal
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.journal import services as journal
from ranking_portal.workflow import events, sealing
from ranking_portal.workflow.errors import NotAllowed, Refused
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import Step, call, steps_of

Subject = TypeVar("Subject", bound=WorkflowModel)
LONG = 500


@dataclass(frozen=True)
class Available:
    """A step that the user may take from the object's present state; `reasons` are what still stands in the way."""

    name: str
    label: str
    clause: str
    tone: str
    irreversible: bool
    reasons: tuple[str, ...]


def state_label(obj: Any) -> str:
    """The Russian word for the object's state."""
    return str(obj.get_state_display())


def find_step(model: type, name: str) -> Step:
    """A model's step by name; raises LookupError."""
    steps = steps_of(model)
    if name not in steps:
        raise LookupError(f"{model.__name__} has no step {name!r}")
    return steps[name]


def perform(
    obj: Subject,
    name: str,
    *,
    by: Principal,
    on: date | None = None,
    data: Mapping[str, Any] | None = None,
    **inputs: Any,
) -> Subject:
    """Take the step `name` of `obj` and return the object as it now is (the given one is left as it was).

    `on` is the legal day of the step (default: today), from which terms run; `inputs` go to the transition and its
    guard. Raises NotAllowed without the right, ProofNeeded where the
    step asks a person for a fresh proof, Refused (with Russian reasons) where the state or the guard forbids it.
    """
    step = find_step(type(obj), name)
    legal_day = on or clock.today()
    with journal.transaction():
        fresh = type(obj).locked(obj.pk)
        if not permitted(by, step.permission, fresh):
            _came_second(obj, fresh, step, by)
            raise NotAllowed(step.permission)
        if step.proof:
            require_fresh(is_system=by.is_system)
        before, fresh.step_on = state_label(fresh), legal_day
        fresh.step_by = by
        was_settled = sealing.is_settled(fresh)
        reasons = _against(fresh, step, legal_day, inputs)
        if reasons:
            raise Refused(*reasons)
        try:
            call(fresh, name, inputs)
        except TransitionNotAllowed as error:
            raise Refused(f"«{step.label}» невозможно: сейчас «{before}».") from error
        fresh.save()
        details = {"state": [before, state_label(fresh)], "on": legal_day, **_told(inputs)}
        details |= sealing.told(fresh, was_settled=was_settled)
        journal.record(by.actor, step.label, obj=fresh, clause=step.clause, details=details)
        for event, scope in _events(step, fresh):
            events.publish(events.Event(event, fresh, fresh.cycle_year, scope, legal_day, by, data or {}))
        return fresh


def _events(step: Step, obj: Any) -> list[tuple[str, str]]:
    """Names of what has happened, each with what it concerns."""
    told = step.publishes(obj) if callable(step.publishes) else step.publishes
    if isinstance(told, list):
        return told
    return [(told, obj.event_scope)] if told else []


def _told(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Inputs as the journal tells them: a long text is named by its digest."""
    texts = {name: str(value) for name, value in inputs.items()}
    return {
        name: text if len(text) <= LONG else f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        for name, text in texts.items()
    }


def _came_second(seen: Any, fresh: Any, step: Step, by: Principal) -> None:
    """A right that went with the state which somebody has just changed: he is told of that, not turned away."""
    if fresh.state not in step.source and permitted(by, step.permission, seen):
        raise Refused(_too_late(fresh, step))


def _too_late(obj: Any, step: Step) -> str:
    return f"«{step.label}» невозможно: сейчас «{state_label(obj)}». Обновите страницу."


def _against(obj: Any, step: Step, on: date, inputs: Mapping[str, Any]) -> list[str]:
    if obj.state not in step.source:
        return [_too_late(obj, step)]
    reasons = []
    if on > clock.today():
        reasons.append(f"Дата шага {on:%d.%m.%Y} ещё не наступила.")
    if step.guard:
        reasons += step.guard(obj, **inputs)
    return reasons


def available(obj: Any, user: Any) -> list[Available]:
    """The steps from the present state that the user has the right to, with what stands in the way of each."""
    found = []
    obj.step_by = user
    for step in steps_of(type(obj)).values():
        if obj.state in step.source and permitted(user, step.permission, obj):
            reasons = tuple(step.guard(obj)) if step.guard else ()
            found.append(Available(step.name, step.label, step.clause, step.tone, step.irreversible, reasons))
    return found
