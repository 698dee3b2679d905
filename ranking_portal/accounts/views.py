"""Pages of accounts: the list, an account with its roles, the commands on it, and "my roles"."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ranking_portal import clock, lists
from ranking_portal.accounts import queries, services
from ranking_portal.accounts.access import access, permitted, signed_in, user_of
from ranking_portal.accounts.enums import DERIVED_ROLES, Role
from ranking_portal.accounts.forms import (
    AccountForm,
    GrantForm,
    NewAccountForm,
    PersonSearchForm,
    RevokeForm,
    SearchForm,
)
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.signin import factors
from ranking_portal.accounts.signin.commands import outside_id
from ranking_portal.accounts.signin.lockout import is_closed
from ranking_portal.directory.models import Person
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.kept_input import give_back
from ranking_portal.typed import whole_number

PER_PAGE = 50
Answer = TypeVar("Answer")

LISTED = (
    lists.Column("Имя", lambda user: user.full_name, 40),
    lists.Column("Имя для входа", lambda user: user.username, 20),
    lists.Column("Роли", lambda user: "; ".join(given.get_role_display() for given in user.granted), 60),
    lists.Column("Человек в реестре", lambda user: user.person and user.person.full_name, 40),
    lists.Column("Табельный номер", lambda user: user.person and user.person.personnel_number, 14),
    lists.Column("Последний вход", lambda user: user.last_login, 18, lists.Kind.MOMENT),
    lists.Column("Вход", lambda user: "открыт" if user.is_active else "закрыт", 10),
)


@access("accounts.view")
def accounts(request: HttpRequest) -> HttpResponseBase:
    """All accounts, by words, role and the right to sign in."""
    form = SearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    if lists.is_asked(request):
        return lists.workbook_answer("accounts", "Учётные записи", LISTED, queries.accounts(chosen))
    page = Paginator(queries.accounts(chosen), PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "query": asked.urlencode(),
        "filtered": any(chosen.values()),
        "may_manage": permitted(request.user, services.MANAGE),
    }
    return render(request, "accounts/list.html", context)


@access("accounts.view")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, roles by grant and by office, what was done with it."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    may_manage = permitted(request.user, services.MANAGE) and request.user.pk != user.pk
    shown = list(history(user)[:PER_PAGE])
    context = {
        "account": user,
        "own": request.user.pk == user.pk,
        "may_manage": may_manage,
        "may_correct": permitted(request.user, services.MANAGE),
        "closed": is_closed(user),
        "factor": factors.is_set(user),
        "factor_missing": factors.is_missing(user),
        "outside": outside_id(user),
        "grants": _grants(user),
        "held": queries.held_offices(user),
        "history": told(shown) if permitted(request.user, "journal.view_details") else shown,
    }
    return render(request, "accounts/detail.html", context)


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """My roles and offices, with what each stands on."""
    user = user_of(request)
    context = {"account": user, "grants": _grants(user), "held": queries.held_offices(user)}
    return render(request, "accounts/me.html", context)


@never_cache
@access(services.MANAGE)
def create(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once, in the answer itself."""
    form = NewAccountForm(request.POST or None)

    def make(given: dict[str, Any]) -> tuple[User, str, RoleGrant | None]:
        role = given.pop("role")
        return services.create_account_with_role(by=user_of(request), role=Role(role) if role else None, **given)

    made = _done(request, form, make)
    if made:
        user, password, given_role = made
        context = {"account": user, "password": password, "created": True, "given_role": given_role}
        return render(request, "accounts/password.html", context)
    return render(request, "accounts/form.html", {"form": form, "title": "Новая учётная запись", "button": "Создать"})


@access(services.MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and address of e-mail."""
    user = get_object_or_404(User, pk=pk)
    form = AccountForm(request.POST or None, initial={"full_name": user.full_name, "email": user.email})
    if _done(request, form, lambda given: services.change_account(user, by=user_of(request), **given)):
        messages.success(request, "Учётная запись исправлена.")
        return redirect("accounts:detail", pk)
    context = {"form": form, "account": user, "title": "Исправить учётную запись", "button": "Сохранить"}
    return render(request, "accounts/form.html", context)


@access(services.MANAGE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for a person of the register; POST ties him to the account, an empty choice unties."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    if request.method == "POST":
        key = whole_number(request.POST.get("person"))
        chosen = None if key is None else get_object_or_404(Person, pk=key)
        done = _told(request, lambda: services.tie_person(user, chosen, by=user_of(request)))
        return redirect("accounts:detail", pk) if done else redirect("accounts:person", pk)
    form = PersonSearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"account": user, "form": form, "asked": asked, "found": queries.people_found(asked)}
    return render(request, "accounts/person.html", context)


@access(services.MANAGE)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the account off, or on (`active=1`)."""
    user = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    if _told(request, lambda: services.switch(user, by=user_of(request), active=active)):
        messages.success(request, "Учётная запись включена." if active else "Учётная запись выключена, сеансы закрыты.")
    return redirect("accounts:detail", pk)


@never_cache
@access(services.MANAGE)
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password, shown once, in the answer itself."""
    user = get_object_or_404(User, pk=pk)
    issued: list[str] = []
    if not _told(request, lambda: issued.append(services.reset_password(user, by=user_of(request)))):
        return redirect("accounts:detail", pk)
    return render(request, "accounts/password.html", {"account": user, "password": issued[0]})


@access(services.MANAGE)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role by an order."""
    user = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST or None)

    def give(given: dict[str, Any]) -> RoleGrant:
        return services.grant_role(user, by=user_of(request), **(given | {"role": Role(given["role"])}))

    if _done(request, form, give):
        messages.success(request, "Роль выдана.")
        return redirect("accounts:detail", pk)
    context = {"form": form, "account": user, "title": "Выдать роль", "button": "Выдать", "derived": _derived_labels()}
    return render(request, "accounts/form.html", context)


@access(services.MANAGE)
def revoke(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """End a role by an order."""
    given_role = get_object_or_404(RoleGrant.objects.select_related("user"), pk=grant_pk, user=pk)
    form = RevokeForm(request.POST or None)

    def take(given: dict[str, Any]) -> bool:
        services.revoke_role(given_role, by=user_of(request), **given)
        return True

    if _done(request, form, take):
        messages.success(request, "Роль отозвана.")
        return redirect("accounts:detail", pk)
    title = f"Отозвать роль: {given_role.get_role_display()}"
    context = {"form": form, "account": given_role.user, "title": title, "button": "Отозвать"}
    return render(request, "accounts/form.html", context)


def _done(request: HttpRequest, form: forms.Form, command: Callable[[dict[str, Any]], Answer]) -> Answer | None:
    """What the command answers to a valid form that was posted; a refusal becomes an error of the form."""
    give_back(request, form)
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return command(form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def _told(request: HttpRequest, command: Callable[[], object]) -> bool:
    """Whether the command was done; a refusal becomes a message."""
    try:
        command()
    except ValidationError as refusal:
        for reason in refusal.messages:
            messages.error(request, reason)
        return False
    return True


def _grants(user: User) -> list[dict[str, Any]]:
    """Grants of a user with their standing today: in force, ahead, over."""
    today = clock.today()
    rows = []
    for given in user.grants.order_by("-since", "role"):
        over = bool(given.until and given.until < today)
        ahead = given.since > today
        word, tone = ("закончилась", "grey") if over else ("ещё не началась", "blue") if ahead else ("действует", "ok")
        rows.append({"grant": given, "word": word, "tone": tone, "over": over})
    return rows


def _derived_labels() -> str:
    return ", ".join(sorted(f"«{role.label}»" for role in DERIVED_ROLES))
