"""People: the list, the page of one with posts, entering and changing."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.directory import queries, services
from ranking_portal.directory.mentions import mentions
from ranking_portal.directory.models import Person, Post
from ranking_portal.directory.services import CannotBeDone
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.journal.reading import told as in_words
from ranking_portal.journal.services import history
from ranking_portal.reference.forms import PeopleFilter, PersonForm, PostForm
from ranking_portal.reference.views.organizations import tabs_of
from ranking_portal.region import worded
from ranking_portal.versions import version_of

PAGE = 50
LIST = ("Люди", "directory:people")

LISTED = (
    lists.Column("Табельный номер", lambda person: person.personnel_number, 14),
    lists.Column("Фамилия, имя, отчество", lambda person: person.full_name, 40),
    lists.Column("Последняя должность", lambda person: (post := _newest(person)) and post.title, 48),
    lists.Column("Орган", lambda person: (post := _newest(person)) and post.organization.short_name, 18),
    lists.Column("Год", lambda person: (post := _newest(person)) and post.year, 8, lists.Kind.NUMBER),
)


def _newest(person: Person) -> Post | None:
    return next(iter(person.posts.all()), None)


def person_or_404(request: HttpRequest, pk: int) -> Person:
    """The person, where the user may see him."""
    user = user_of(request)
    found = queries.people(user, sees_all=permitted(user, "directory.view_all_people")).filter(pk=pk).first()
    if found is None:
        raise Http404(f"person {pk}")
    return found


@access("directory.view_people")
def people(request: HttpRequest) -> HttpResponseBase:
    """People the user may see, with their newest post."""
    user = user_of(request)
    form = PeopleFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    rows = queries.people(user, sees_all=permitted(user, "directory.view_all_people"))
    rows = rows.filter(queries.matching(words, "full_name", "personnel_number"))
    posts = Post.objects.select_related("organization").order_by("-year")
    rows = rows.order_by(queries.by_letter("full_name"), "personnel_number").prefetch_related(
        Prefetch("posts", queryset=posts)
    )
    if lists.is_asked(request):
        return lists.workbook_answer("people", "Люди", LISTED, rows.iterator(chunk_size=1000))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "filtered": bool(words),
        "reset_url": reverse(LIST[1]) if words else "",
        "may_edit": permitted(user, "directory.edit"),
        "tabs": tabs_of(user, LIST[1]),
    }
    return render(request, "directory/people.html", context)


@access("directory.view_people")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts by year, offices held, projects and teams."""
    shown, user = person_or_404(request, pk), user_of(request)
    context = {
        "person": shown,
        "posts": shown.posts.select_related("organization").order_by("-year"),
        "appointments": shown.appointments.order_by("-since"),
        "today": clock.today(),
        "mentions": mentions(user, shown),
        "history": in_words(history(shown)) if permitted(user, "directory.view_all_people") else (),
        "may_edit": permitted(user, "directory.edit"),
        "may_extract": permitted(user, "personal.extract"),
        "may_appoint": permitted(user, "directory.appoint"),
    }
    return render(request, "directory/person.html", context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(shown: Person, title: str, button: str = "Сохранить") -> Page:
    back = reverse("directory:person", args=(shown.pk,))
    crumbs = ((LIST[0], reverse(LIST[1])), (shown.full_name, back))
    return Page(title, shown.full_name, back, button, worded("2.6"), crumbs)


@access("directory.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a person."""
    form = PersonForm(_posted(request))

    def save() -> str:
        row = services.add(Person(**form.values), actor=user_of(request).actor)
        return f"Внесён человек: {row}."

    back = reverse(LIST[1])
    page = Page("Внести человека", "Справочник людей", back, "Внести", worded("2.6"), ((LIST[0], back),))
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


@access("directory.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person's name or number."""
    shown = person_or_404(request, pk)
    page = _page(shown, "Изменить данные человека")
    form = PersonForm(_posted(request), instance=shown)

    def save() -> str:
        services.change(shown, form.values, version=form.shown_version, actor=user_of(request).actor)
        return "Данные сохранены."

    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


@access("directory.edit")
def add_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter where a person serves in a year."""
    shown = person_or_404(request, pk)
    form = PostForm(_posted(request), person=shown)

    def save() -> str:
        services.add(Post(person=shown, **form.values), actor=user_of(request).actor)
        return "Должность добавлена."

    return edit_page(request, form, save, _page(shown, "Добавить должность", "Добавить"), refusals=(CannotBeDone,))


@access("directory.edit")
def change_post(request: HttpRequest, pk: int, post_pk: int) -> HttpResponse:
    """Change a post of a year."""
    shown = person_or_404(request, pk)
    post = get_object_or_404(Post, person=shown, pk=post_pk)
    form = PostForm(_posted(request), instance=post, person=shown)

    def save() -> str:
        services.change(post, form.values, version=form.shown_version, actor=user_of(request).actor)
        return "Должность сохранена."

    return edit_page(request, form, save, _page(shown, "Изменить должность"), refusals=(CannotBeDone,))


@access("directory.edit")
def remove_post(request: HttpRequest, pk: int, post_pk: int) -> HttpResponse:
    """Remove a post of a year, after asking."""
    shown = person_or_404(request, pk)
    post = get_object_or_404(Post.objects.select_related("organization", "person"), person=shown, pk=post_pk)
    told = [("Год", str(post.year)), ("Орган", post.organization.short_name), ("Должность", post.title)]

    def forget(version: str) -> str:
        services.remove_post(post, version=version, actor=user_of(request).actor)
        return "Должность удалена."

    page = _page(shown, "Удалить должность", "Удалить")
    return remove_page(request, told, forget, page, version=version_of(post), refusals=(CannotBeDone,))
