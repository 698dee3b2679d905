"""Steps of the law on models: django-fsm transitions that carry label, clause, right, guard and event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

import django_fsm

Method = TypeVar("Method", bound=Callable[..., Any])
Guard = Callable[..., list[str]]
Publishes = str | Callable[[Any], str | list[tuple[str, str]]]


@dataclass(frozen=True)
class Step:
    """What the workflow knows of a transition besides its states."""

    name: str
    source: tuple[str, ...]
    target: str
    label: str
    clause: str
    permission: str
    guard: Guard | None
    publishes: Publishes | None
    form: str | None
    tone: str
    irreversible: bool
    proof: bool


def step(
    *,
    source: Sequence[str] | str,
    target: str,
    label: str,
    clause: str,
    permission: str,
    guard: Guard | None = None,
    publishes: Publishes | None = None,
    form: str | None = None,
    tone: str = "primary",
    irreversible: bool = False,
    proof: bool = False,
) -> Callable[[Method], Method]:
    """Declare a method as a transition of `state`.

    `guard(obj, **inputs)` returns the reasons against (empty: go on); `publishes` names the event, or tells from the
    object either its name ("" for none) or pairs of name and scope; `form` is the dotted path of a form class that
    asks for the step's inputs; `irreversible` asks for confirmation in stronger words; `proof` asks the person on a
    page for his password or second factor again, unless he has lately shown it.
    The body sets fields only: it sends nothing and touches no other object.
    """
    sources = (source,) if isinstance(source, str) else tuple(source)

    def decorate(method: Method) -> Method:
        described = Step(
            name=method.__name__,
            source=sources,
            target=target,
            label=label,
            clause=clause,
            permission=permission,
            guard=guard,
            publishes=publishes,
            form=form,
            tone=tone,
            irreversible=irreversible,
            proof=proof,
        )
        custom = {"label": label, "clause": clause, "step": described}
        return cast(Method, django_fsm.transition("state", source=list(sources), target=target, custom=custom)(method))

    return decorate


def steps_of(model: type) -> dict[str, Step]:
    """All steps of a model, by name."""
    found: dict[str, Step] = {}
    for name in dir(model):
        meta = getattr(getattr(model, name, None), "_django_fsm", None)
        if meta is None:
            continue
        for transition in meta.transitions.values():
            if "step" in transition.custom:
                found[name] = transition.custom["step"]
    return found


def call(obj: Any, name: str, inputs: dict[str, Any]) -> None:
    """Run the django-fsm transition itself."""
    partial(getattr(obj, name), **inputs)()
