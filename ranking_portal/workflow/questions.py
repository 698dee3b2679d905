"""Questions that a lower app asks and a higher one may answer: nobody looks upstairs."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Answer = Callable[..., list[str]]
_answers: dict[str, list[Answer]] = defaultdict(list)


def answers(name: str) -> Callable[[Answer], Answer]:
    """Register an answer: a function (obj, **context) that returns reasons against, in Russian."""

    def decorate(answer: Answer) -> Answer:
        if answer not in _answers[name]:
            _answers[name].append(answer)
        return answer

    return decorate


def ask(name: str, obj: Any, **context: Any) -> list[str]:
    """Every reason against, from everyone who answers; an empty list means yes."""
    return [reason for answer in _answers[name] for reason in answer(obj, **context)]
