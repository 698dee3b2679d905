"""What no service tells of goes to the journal here, for every address alike: refused attempts and downloads.

A file tells of people or sums unless its view says that it does not (`access.nothing_personal`): a new download is in
the journal without anybody remembering it.
"""

from collections.abc import Callable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from ranking_portal.accounts.models import User
from ranking_portal.journal import services as journal
from ranking_portal.logs import without_secrets

REFUSED, DOWNLOADED = "Отказано в доступе", "Скачан файл"
FORBIDDEN, OK = 403, 200
LONGEST_QUERY = 1000


class TellJournal:
    """Writes one row for a refused attempt of somebody signed in, and one for a file that tells of people or sums."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        view = request.resolver_match.func if request.resolver_match else None
        # An old form is no attempt at anything: nobody's right was asked.
        if answer.status_code == FORBIDDEN and not getattr(request, "form_is_old", False):
            rule = getattr(view, "access_rule", None)
            _tell(request, REFUSED, request.path, {"method": request.method or "", "rule": rule or ""})
        # A page that only shows answers to a form as to a link: the file leaves either way.
        elif request.method != "HEAD" and answer.status_code == OK and (name := _personal_file(view, answer)):
            _tell(request, DOWNLOADED, name, {"file": name})
        return answer


def _personal_file(view: object, answer: HttpResponse) -> str:
    """The name of the file that is sent, "" for a page and for a file that tells of nobody."""
    header = answer.get("Content-Disposition", "")
    if not header or getattr(view, "nothing_personal", False):
        return ""
    _, told = parse_header_parameters(header)
    return told.get("filename", "") or "без имени"


def _tell(request: HttpRequest, action: str, label: str, details: dict[str, str]) -> None:
    user = request.user
    if not isinstance(user, User):
        return
    # What a list is narrowed by may be somebody's name: it can be erased.
    query = unquote_plus(request.GET.urlencode()).replace("\x00", "")[:LONGEST_QUERY]
    with journal.transaction():
        journal.record(
            user.actor,
            action,
            label=without_secrets(label),
            details=details | {"address": without_secrets(request.path)},
            personal={"query": query} if query else {},
        )
