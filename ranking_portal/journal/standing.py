"""What stands until the journal tells of something new: kept in the process under the hash of the last entry.

Only a page that changes nothing asks so: whoever is changing the register sees what he has changed himself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from ranking_portal.journal.services import head_hash
from ranking_portal.once import is_page, once_a_page

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
last_entry = once_a_page(head_hash)
# Answers under one head at a time: the next entry forgets them all. The oldest give way where there are too many.
MOST_KEPT = 500
_kept: list[tuple[str, dict[Any, Any]]] = [("", {})]


def until_told(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A function of hashable arguments: its answer changes only with what the journal tells, and nobody changes it."""

    @wraps(question)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not is_page():
            return question(*args, **kwargs)
        head, answers = _kept[0]
        now = last_entry()
        if head != now:
            answers = {}
            _kept[0] = (now, answers)
        key = (question, args, tuple(kwargs.items()))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        answer = cast(Answer, answers[key])
        while len(answers) > MOST_KEPT:
            answers.pop(next(iter(answers)), None)
        return answer

    return asked


def forget() -> None:
    """Forget everything: a database that is emptied begins its journal anew."""
    _kept[0] = ("", {})
