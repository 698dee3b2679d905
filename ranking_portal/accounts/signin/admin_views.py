"""Buttons of the administrator on an account: open the sign-in again, reset the factor, link an outside sign-on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ranking_portal.accounts.access import access, user_of
from ranking_portal.accounts.models import User
from ranking_portal.accounts.services import MANAGE
from ranking_portal.accounts.signin import commands
from ranking_portal.accounts.signin.forms import OutsideForm
from ranking_portal.kept_input import give_back


@access(MANAGE)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the sign-in of an account that guessing has closed."""
    commands.unlock(get_object_or_404(User, pk=pk), by=user_of(request))
    messages.success(request, "Вход снова открыт.")
    return redirect("accounts:detail", pk)


@access(MANAGE)
@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor away from one who has lost it."""
    try:
        commands.reset_factor(get_object_or_404(User, pk=pk), by=user_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Второй фактор сброшен, сеансы закрыты.")
    return redirect("accounts:detail", pk)


@access(MANAGE)
def outside(request: HttpRequest, pk: int) -> HttpResponse:
    """By which identifier the sign-on outside knows the person."""
    user = get_object_or_404(User, pk=pk)
    form = OutsideForm(request.POST or None, initial={"uid": commands.outside_id(user)})
    if request.method == "POST":
        form = OutsideForm(request.POST)
    give_back(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            commands.link_outside(user, form.cleaned_data["uid"].strip(), by=user_of(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Связь с внешним входом сохранена.")
            return redirect("accounts:detail", pk)
    context = {"form": form, "account": user, "title": "Внешний вход", "button": "Сохранить"}
    return render(request, "accounts/form.html", context)
