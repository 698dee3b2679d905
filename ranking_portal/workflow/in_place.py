"""Steps on the object's own page, each with what it asks for: whoever has read the page opens no other to take one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ranking_portal.workflow.engine import Available, find_step
from ranking_portal.workflow.web import NoInputs, form_of

USUAL: Mapping[str, str] = {}


def in_place(
    obj: Any, steps: Iterable[Available], address: Callable[[str], str], labels: Mapping[str, str] = USUAL
) -> list[dict[str, Any]]:
    """What `ui/transitions.html` draws of the steps; `address(name)` is the page of a step, which also tells errors.

    `labels`: words for the buttons of steps that mean something else here than their own label says.
    """
    return [_drawn(obj, step, address(step.name)) | {"label": labels.get(step.name, step.label)} for step in steps]


def _drawn(obj: Any, step: Available, url: str) -> dict[str, Any]:
    form = form_of(find_step(type(obj), step.name), obj)
    # Two steps may ask for a day each: their fields stand on one page under different keys.
    form.auto_id = f"{step.name}_%s"
    return {
        "name": step.name,
        "clause": step.clause,
        "url": url,
        "confirm": step.irreversible,
        "tone": "secondary" if step.reasons else step.tone,
        "fields": None if isinstance(form, NoInputs) else form,
        "reasons": step.reasons,
    }
