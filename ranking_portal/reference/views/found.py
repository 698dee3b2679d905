"""What a choice of a person or an organization finds as one types (JSON), among those whom the user may see."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse

from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.directory import queries
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Organization, Person, Post
from ranking_portal.figures import short_day
from ranking_portal.reference.choices import organizations_matching, people_matching, person_label
from ranking_portal.searchchoice import FOUND


def _answer(rows: list[Any], label: Any, note: Any) -> JsonResponse:
    found = [{"value": str(row.pk), "label": label(row), "note": note(row)} for row in rows[:FOUND]]
    return JsonResponse({"found": found, "more": len(rows) > FOUND})


@access("directory.view_people")
def people(request: HttpRequest) -> JsonResponse:
    """People by name, personnel number, body."""
    user = user_of(request)
    rows = queries.people(user, sees_all=permitted(user, "directory.view_all_people"))
    posts = Post.objects.select_related("organization").order_by("-year")
    found = people_matching(rows, request.GET.get("q", "")).prefetch_related(Prefetch("posts", queryset=posts))
    return _answer(list(found[: FOUND + 1]), person_label, _served)


def _served(person: Person) -> str:
    """The newest post."""
    post = next(iter(person.posts.all()), None)
    return f"{post.organization}, {post.title} ({post.year})" if post else ""


@access("directory.view_some")
def organizations(request: HttpRequest) -> JsonResponse:
    """Organizations by either name; `kind` narrows."""
    user, kind = user_of(request), request.GET.get("kind", "")
    rows = queries.organizations(user, sees_all=permitted(user, "directory.view"))
    if kind in OrganizationKind.values:
        rows = rows.filter(kind=kind)
    found = organizations_matching(rows, request.GET.get("q", ""))
    return _answer(list(found[: FOUND + 1]), str, _told)


def _told(organization: Organization) -> str:
    """The full name, or the kind where both names are the same; the last day of one that is no more."""
    name = organization.full_name
    note = name if name != organization.short_name else organization.get_kind_display()
    return f"{note}, по {short_day(organization.until)}" if organization.until else note
