"""How tests try to break a guard: a form posted, a command run, two connections at the same moment."""

from collections.abc import Callable
from io import StringIO
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from ranking_portal.accounts.models import User
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused

DONE = "сделано"
REFUSED, BAD_USAGE = 1, 2


def posted(user: User, address: str, **data: Any) -> tuple[int, str]:
    """Post a form as the user does in his browser: the status, and all the words of the answer (and its messages)."""
    browser = Client()
    browser.force_login(user)
    answer = browser.post(address, data)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    words = " ".join([answer.content.decode(), *told])
    return answer.status_code, words.replace("&nbsp;", " ").replace("\u00a0", " ").replace("&quot;", '"')


def commanded(*args: Any, by: User | None = None) -> tuple[int, str]:
    """Run a command (as the user, where one is given): its exit status, and what it said."""
    out = StringIO()
    words = [str(arg) for arg in args] + (["--user", by.username] if by else [])
    try:
        call_command(*words, stdout=out)
    except CommandError as error:
        return error.returncode, str(error).replace("\u00a0", " ")
    return 0, out.getvalue()


def told(act: Callable[[], Any]) -> str:
    """Do the act: `DONE`, or the words of its refusal."""
    try:
        act()
    except Refused as refusal:
        return " ".join(refusal.reasons)
    except PermissionDenied as denial:
        return f"нет права {denial}"
    return DONE


def taking(obj: Any, name: str, by: User, **inputs: Any) -> Callable[[], str]:
    """An act for a race: the step, whatever it answers."""
    return lambda: told(lambda: perform(obj, name, by=by, **inputs))
