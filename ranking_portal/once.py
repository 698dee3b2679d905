"""What one page asks several times is read once: its parts know nothing of each other, and nothing changes meanwhile.

Only a request that changes nothing remembers answers, and it forgets them at its end.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse

SAFE = ("GET", "HEAD")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("portal_answers", default=None)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def once_a_page(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A function of hashable arguments that reads and changes nothing: within one page it is called once for each."""

    @wraps(question)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        kept = _answers.get()
        if kept is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(kwargs.items()))
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        return cast(Answer, kept[key])

    return asked


def is_page() -> bool:
    """Whether a page that changes nothing is being made."""
    return _answers.get() is not None


class AskOnce:
    """Remembers the answers while a page is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        token = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
